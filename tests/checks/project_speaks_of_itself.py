# SPDX-License-Identifier: Apache-2.0
"""project_speaks_of_itself.py [ROOT]: nothing under version control names a machine it was written on, or puts work off."""

import pathlib
import re
import sys

from project import ROOT, files

# Written so that this file does not match its own patterns.
FORBIDDEN = {
    "a path of some machine": re.compile(r"(?<![\w.-])/(?:" + "|".join(["wo" + "rk", "fa" + "rm"]) + r")/|\.\./sha" + "red/"),
    "work put off": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b"),
}


def check(root: pathlib.Path) -> list[str]:
    faults = []
    for path in files(root):
        try:
            lines = (root / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # an image, a key, a seed
        for number, line in enumerate(lines, start=1):
            faults += [f"{path}:{number}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(line)]
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "the project speaks of itself alone")
    sys.exit(1 if found else 0)
