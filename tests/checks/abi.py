# SPDX-License-Identifier: Apache-2.0
"""abi.py LIBRARY DESCRIPTION [--write]: compares the functions of a shared library, with their parameters, with the description of its first
release (libabigail's abidw). Fails on what a program built before would notice: a function that is gone, or another parameter. New functions
are none of that. --write makes the description."""

import argparse
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import not_run

# What differs between compilers and folders, and says nothing about an interface.
SHORT = ["--no-show-locs", "--no-comp-dir-path", "--no-corpus-path", "--no-elf-needed", "--no-architecture", "--drop-private-types",
         "--exported-interfaces-only"]


def described_by(library):
    return subprocess.run(["abidw", *SHORT, library], check=True, capture_output=True, text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("description", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if not shutil.which("abidiff") or not shutil.which("abidw"):
        not_run.report(f"tests/checks/abi.py {arguments.description.name}", "abigail-tools are not installed")
        return not_run.EXIT_STATUS
    if arguments.write:
        arguments.description.write_text(described_by(arguments.library), encoding="utf-8")
        return 0
    if "<parameter" not in described_by(arguments.library):
        print(f"{arguments.library}: has no debugging information to compare parameters by")
        return 1
    done = subprocess.run(["abidiff", "--no-added-syms", "--no-architecture", "--no-show-locs", arguments.description, arguments.library], text=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
