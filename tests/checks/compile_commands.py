# SPDX-License-Identifier: Apache-2.0
"""The compile commands of a build directory, and checks of many files at once with a cache of successes."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess

from project import ROOT

Path = pathlib.PurePosixPath


def commands(build: pathlib.Path) -> dict[Path, list[str]]:
    """The command of each source of this tree, without the compiler's launcher."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(ROOT) and not path.is_relative_to(build):
            words = shlex.split(entry["command"])
            launchers = [at for at, word in enumerate(words) if pathlib.PurePath(word).name == "ccache"]
            found[Path(path.relative_to(ROOT))] = words[launchers[0] + 1:] if launchers else words
    return found


def key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def cache_directory(name: str) -> pathlib.Path:
    """The directory of a check's cache, outside the tree, so that other checkouts of the same sources use it, too."""
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(home, "fivestar", name)


def run_cached(cache: pathlib.Path, work: dict[str, list[tuple[str, list[str]]]]) -> int:
    """Runs the commands of each name, one for each processor at a time; skips names whose key is in `cache`. Prints failures and
    returns the number of names that failed."""
    cache.mkdir(parents=True, exist_ok=True)

    def run(item: tuple[str, list[tuple[str, list[str]]]]) -> tuple[str, str | None, bool]:
        name, steps = item
        fresh = False
        for step_key, command in steps:
            if (cache / step_key).exists():
                continue
            fresh = True
            result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if result.returncode != 0:
                return name, result.stdout + result.stderr, fresh
            (cache / step_key).touch()
        return name, None, fresh

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = checked = 0
        for name, complaint, fresh in pool.map(run, work.items()):
            checked += fresh
            if complaint is not None:
                failures += 1
                print(f"--- {name}\n{complaint}", flush=True)
    print(f"{len(work)} files, {checked} of them new or changed, {failures} with faults")
    return failures
