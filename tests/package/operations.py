# SPDX-License-Identifier: Apache-2.0
"""The commands and configurations of docs/OPERATIONS.md, in its order. A code block of the language `sh` is commands, one a line, that must succeed as
root in a clean Debian. `sh hardware` needs a device, `sh network` a server, `sh human` a decision: these are not run. `toml` is a file of the
configuration."""

import re

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"sh", "sh hardware", "sh network", "sh human", "toml"}
PLACES = {"[[scanner]]": "scan.toml", "[[master_list]]": "trust-update.toml"}  # by the first line of a file; others are in fivestard.d


def steps(document):
    """Pairs of `sh` and a command, or `toml` and a file's content."""
    text = document.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    unknown = {language for language, _ in blocks} - LANGUAGES
    assert not unknown, f"code blocks of other languages: {unknown}"
    assert not re.search(r"^    ", BLOCK.sub("", text), re.MULTILINE), "an indented code block, which has no language"
    found = []
    for language, content in blocks:
        if language == "sh":
            found += [("sh", line) for line in content.splitlines()]
        elif language == "toml":
            found.append(("toml", content))
    return found


def walk(root, document):
    """Does every step in this root. The packages are in /var/cache, where `apt install ./` finds them; apt's question is answered with yes."""
    for number, (language, content) in enumerate(steps(document)):
        if language == "sh":
            root.run("bash", "-c", f'apt() {{ command apt-get --yes "$@"; }}; cd /var/cache && {content}')
        else:
            place = PLACES.get(content.splitlines()[0], f"fivestard.d/{number}.toml")
            root.write(f"/etc/fivestard/{place}", content)
