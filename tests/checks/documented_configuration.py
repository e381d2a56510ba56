"""documented_configuration.py [ROOT]: every key of the configuration in docs/API.md is in the file that is installed, and every
key in that one is in its manual page."""

import pathlib
import re
import sys

from project import ROOT

KEY = re.compile(r"^#?([a-z][a-z0-9_]*) = ", re.MULTILINE)


def check(root: pathlib.Path) -> list[str]:
    contract = (root / "docs/API.md").read_text(encoding="utf-8")
    installed = (root / "packaging/fivestard.toml").read_text(encoding="utf-8")
    manual = (root / "packaging/manual/fivestard.toml.5").read_text(encoding="utf-8").replace("\\-", "-")
    block = re.search(r"```toml\n(.*?)```", contract, re.DOTALL)
    if block is None:
        return ["docs/API.md: no block of TOML"]
    known = set(KEY.findall(installed))
    faults = [f"packaging/fivestard.toml: no key {key}, which docs/API.md has" for key in set(KEY.findall(block[1])) - known]
    faults += [f"packaging/manual/fivestard.toml.5: no key {key}" for key in known
               if not re.search(rf"(?<![\w-]){key}(?![\w-])", manual)]
    return sorted(faults)


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "every key of the configuration is documented")
    sys.exit(1 if found else 0)
