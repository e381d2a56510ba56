# SPDX-License-Identifier: Apache-2.0
"""fuzz.py BUILD SECONDS [TARGET...]: runs the fuzz_* programs of BUILD, or these, for SECONDS altogether, two at a time, each from its seeds.
Prints a crash as base64 with the command to repeat it, and fails."""

import base64
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

from project import ROOT

AT_ONCE = 2
FEWEST_SECONDS = 5
SECONDS_OF_AN_INPUT = 10
MEBIBYTES = 2048


def fuzz(program: pathlib.Path, seconds: int) -> str | None:
    """A description of the failure; None after a success."""
    seeds = ROOT / "tests" / "fuzz" / "seeds" / program.name.removeprefix("fuzz_")
    if not seeds.is_dir() or not any(seeds.iterdir()):
        return f"{program.name}: no seeds in {seeds.relative_to(ROOT)}"
    with tempfile.TemporaryDirectory(prefix="fivestar-fuzz-") as folder:
        corpus = pathlib.Path(folder, "corpus")
        found = pathlib.Path(folder, "found")
        corpus.mkdir()
        found.mkdir()
        result = subprocess.run(
            [program, f"-max_total_time={seconds}", f"-timeout={SECONDS_OF_AN_INPUT}", f"-rss_limit_mb={MEBIBYTES}",
             f"-artifact_prefix={found}/", "-print_final_stats=1", corpus, seeds],
            cwd=folder, capture_output=True, text=True, errors="replace")
        runs = [line.split()[1] for line in result.stderr.splitlines() if "number_of_executed_units" in line]
        print(f"{program.name}: {runs[0] if runs else 'no'} runs in {seconds} s", flush=True)
        if result.returncode == 0:
            return None
        report = [f"{program.name} ended with {result.returncode}", *result.stderr.splitlines()[-60:]]
        for artifact in sorted(found.iterdir()):
            text = base64.b64encode(artifact.read_bytes()).decode()
            report.append(f"{artifact.name}; to play it again:\n"
                          f"  base64 -d <<<{text} >/tmp/{artifact.name} && {program} /tmp/{artifact.name}")
        return "\n".join(report)


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    chosen = set(sys.argv[3:])
    programs = [path for path in sorted(build.glob("tests/**/fuzz_*")) if path.is_file() and os.access(path, os.X_OK)]
    programs = [path for path in programs if not chosen or path.name in chosen]
    if not programs:
        print(f"no fuzz targets in {build}")
        return 1
    seconds = max(int(sys.argv[2]) // len(programs), FEWEST_SECONDS)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        complaints = [complaint for complaint in pool.map(lambda path: fuzz(path, seconds), programs) if complaint]
    print("\n".join(complaints) if complaints else f"{len(programs)} fuzz targets, {seconds} s each: nothing found")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
