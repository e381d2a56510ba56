"""exported_symbols.py LIBRARY PREFIX: fails where a shared library shows a symbol whose name does not begin with PREFIX."""

import subprocess
import sys


def main() -> int:
    library, prefix = sys.argv[1:]
    listing = subprocess.run(["nm", "--dynamic", "--defined-only", "--format=posix", library],
                             check=True, capture_output=True, text=True).stdout
    # A version node (type A) is the name of the interface, not a part of it.
    names = [line.split()[0] for line in listing.splitlines() if line.split()[1] != "A"]
    foreign = [name for name in names if not name.startswith(prefix)]
    for name in foreign:
        print(f"{library}: {name} is visible")
    if not names:
        print(f"{library}: nothing is visible")
    return 1 if foreign or not names else 0


if __name__ == "__main__":
    sys.exit(main())
