# SPDX-License-Identifier: Apache-2.0
"""exported_symbols.py LIBRARY (--header HEADER... | --prefix PREFIX) [--names FILE]: compares the symbols that a shared library exports with
the functions that headers mark as exported (FIVESTAR_API, SDTAPI), in both directions; or, for an interface whose header is not ours, with a
prefix. FILE has the names that programs were built against, and comments (#)."""

import argparse
import pathlib
import re
import subprocess
import sys


def exported_by(library: str) -> set[str]:
    listing = subprocess.run(["nm", "--dynamic", "--defined-only", "--format=posix", library],
                             check=True, capture_output=True, text=True).stdout
    # A version node (type A) is the name of the interface, not a part of it.
    return {line.split()[0].split("@")[0] for line in listing.splitlines() if line.split()[1] != "A"}


def declared_in(header: str) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", pathlib.Path(header).read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    return {name for declaration in re.findall(r"\b(?:FIVESTAR_API|SDTAPI)\b([^;]*);", text)
            for name in re.findall(r"(\w+)\s*\(", declaration)[:1]}


def faults(exported: set[str], declared: set[str] | None, prefix: str | None) -> list[str]:
    if not exported:
        return ["exports nothing"]
    if declared is None:
        return [f"exports {name}, which does not begin with {prefix}" for name in sorted(exported)
                if not name.startswith(prefix)]
    return ([f"exports {name}, which the header does not declare" for name in sorted(exported - declared)]
            + [f"does not export {name}, which the header declares" for name in sorted(declared - exported)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    expected = parser.add_mutually_exclusive_group(required=True)
    expected.add_argument("--header", nargs="+")
    expected.add_argument("--prefix")
    parser.add_argument("--names")
    arguments = parser.parse_args()
    declared = {name for header in arguments.header for name in declared_in(header)} if arguments.header else None
    exported = exported_by(arguments.library)
    found = faults(exported, declared, arguments.prefix)
    if arguments.names:
        named = {name for line in pathlib.Path(arguments.names).read_text(encoding="utf-8").splitlines()
                 for name in line.split("#")[0].split()}
        found += [f"{name} is exported, or in {arguments.names}, alone" for name in sorted(exported ^ named)]
    for fault in found:
        print(f"{arguments.library}: {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
