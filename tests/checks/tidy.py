# SPDX-License-Identifier: Apache-2.0
"""tidy.py BUILD [FILE...]: clang-tidy over every source that BUILD compiles, or over these. A source is checked again when it, one of our
headers it includes, the rules, its compile command or clang-tidy itself has changed."""

import pathlib
import subprocess
import sys

from compile_commands import cache_directory, commands, key, run_cached
from project import ROOT, Includes

PLUGIN = ROOT / "tests/checks/own_declarations.cpp"


def build_plugin(folder: pathlib.Path) -> pathlib.Path:
    """Builds the plug-in with the headers of the same LLVM, without sanitizers."""
    headers = subprocess.run(["llvm-config-19", "--includedir"], check=True, capture_output=True, text=True).stdout.strip()
    plugin = folder / "own_declarations.so"
    if not plugin.exists() or plugin.stat().st_mtime < PLUGIN.stat().st_mtime:
        subprocess.run(["clang++-19", "-std=c++17", "-fno-rtti", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-isystem", headers,
                        str(PLUGIN), "-o", str(plugin)], check=True)
    return plugin


def check(plugin: pathlib.Path, *words: str) -> list[str]:
    return ["clang-tidy-19", f"--load={plugin}", "--quiet", *words]


def rules_of(path: pathlib.PurePosixPath) -> str:
    """The .clang-tidy files that apply to a source: those of its folder and of all above it."""
    return "\0".join((ROOT / folder / ".clang-tidy").read_text() for folder in path.parents
                     if (ROOT / folder / ".clang-tidy").is_file())


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    chosen = {pathlib.PurePosixPath(name) for name in sys.argv[2:]}
    includes = Includes()
    version = subprocess.run(["clang-tidy-19", "--version"], check=True, capture_output=True, text=True).stdout
    if "LLVM version 19." not in version:  # otherwise a failure to run would be cached as a success
        print(f"clang-tidy-19 is not clang-tidy 19; it says: {version}")
        return 1
    plugin = build_plugin(build)
    work = {}
    for path, words in sorted(commands(build).items()):
        if chosen and path not in chosen:
            continue
        # The places of tree and build do not change the findings.
        command = " ".join(words).replace(str(build), "BUILD").replace(str(ROOT), "ROOT")
        work[str(path)] = [(key("tidy", version, PLUGIN.read_text(), rules_of(path), command, includes.digest(path)),
                            check(plugin, "-p", str(build), str(ROOT / path)))]
    return 1 if run_cached(cache_directory("tidy"), work) else 0


if __name__ == "__main__":
    sys.exit(main())
