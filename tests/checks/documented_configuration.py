# SPDX-License-Identifier: Apache-2.0
"""documented_configuration.py [ROOT]: every key of the configuration in docs/API.md is in the installed file, and every key there
is in the manual page."""

import pathlib
import re
import sys

from project import ROOT

LINE = re.compile(r"^#?(?:\[+([a-z_]+)\]+|([a-z][a-z0-9_]*) = )", re.MULTILINE)


def keys(toml: str) -> set[tuple[str, str]]:
    """Each key with its section, including commented ones."""
    found, section = set(), ""
    for named, key in LINE.findall(toml):
        section = named or section
        if key:
            found.add((section, key))
    return found


def documented(manual: str) -> set[tuple[str, str]]:
    """Each word of each section of the manual page."""
    sections = re.split(r"^\.SS \[+([a-z_]+)\]+$", manual.replace("\\-", "-"), flags=re.MULTILINE)
    return {(name, word) for name, text in zip(sections[1::2], sections[2::2]) for word in re.findall(r"[a-z0-9_]+", text)}


def check(root: pathlib.Path) -> list[str]:
    contract = (root / "docs/API.md").read_text(encoding="utf-8")
    installed = (root / "packaging/fivestard.toml").read_text(encoding="utf-8")
    manual = (root / "packaging/manual/fivestard.toml.5").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", contract, re.DOTALL)
    if block is None:
        return ["docs/API.md: no block of TOML"]
    known = keys(installed)
    faults = [f"packaging/fivestard.toml: no key {key} in [{section}], which docs/API.md has"
              for section, key in keys(block[1]) - known]
    faults += [f"packaging/manual/fivestard.toml.5: no key {key} in [{section}]"
               for section, key in known - documented(manual)]
    return sorted(faults)


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "every key of the configuration is documented")
    sys.exit(1 if found else 0)
