# SPDX-License-Identifier: Apache-2.0
"""self_contained_headers.py BUILD: each header compiles where it is the only thing included; a C header in both languages.

A source of the same name that BUILD compiles and that includes its header before all else has shown it already."""

import pathlib
import subprocess
import sys

from compile_commands import cache_directory, commands, key, run_cached
from project import INCLUDE, ROOT, Includes, sources


def shared_flags(build: pathlib.Path) -> list[str]:
    """The options for include paths, macros and warnings of all sources, without sanitizers."""
    flags: dict[str, None] = {}
    for words in commands(build).values():
        for at, word in enumerate(words):
            if word.startswith(("-I", "-D", "-W")) and "=\"" not in word:
                flags[word] = None
            elif word in ("-isystem", "-I"):
                flags[f"{word}{words[at + 1]}"] = None
    return list(flags)


def is_shown_by_its_source(header: pathlib.PurePosixPath, compiled: set[pathlib.PurePosixPath], includes: Includes) -> bool:
    source = header.with_suffix(".cpp")
    if header.suffix == ".h" or source not in compiled:
        return False
    first = INCLUDE.search(includes.text(source))
    return first is not None and first.group(1) == str(header)


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    compiled = set(commands(build))
    flags = [flag for flag in shared_flags(build) if flag != "-I"]
    includes = Includes()
    version = subprocess.run(["clang++-19", "--version"], check=True, capture_output=True, text=True).stdout
    work = {}
    for header in (path for path in sources() if path.suffix in (".hpp", ".h")):
        if is_shown_by_its_source(header, compiled, includes):
            continue
        languages = [["clang++-19", "-std=c++23", "-x", "c++"]]
        if header.suffix == ".h":
            languages.append(["clang-19", "-std=c17", "-x", "c"])
        steps = []
        for language in languages:
            # Some warnings exist for one language only.
            command = [*language, "-fsyntax-only", *flags, "-Wno-unknown-warning-option", "-include", str(ROOT / header),
                       "/dev/null"]
            words = " ".join(command).replace(str(build), "BUILD").replace(str(ROOT), "ROOT")
            steps.append((key("header", version, includes.digest(header), words), command))
        work[str(header)] = steps
    return 1 if run_cached(cache_directory("headers"), work) else 0


if __name__ == "__main__":
    sys.exit(main())
