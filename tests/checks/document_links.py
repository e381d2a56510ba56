# SPDX-License-Identifier: Apache-2.0
"""document_links.py [FOLDER]: every relative link of every Markdown document below FOLDER leads to a file or folder there, and
the part behind # to a heading of it. Without FOLDER, the documents of the project."""

import pathlib
import re
import sys
import urllib.parse

import project

CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to headings: lower case, without punctuation, hyphens for spaces; repeated ones are numbered."""
    names: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = 0
        while (unique := f"{name}-{number}" if number else name) in names:
            number += 1
        names.add(unique)
    return names


def faults_of(document: pathlib.Path, root: pathlib.Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    faults = []
    for found in LINK.findall(CODE.sub("", text)):
        link = next(filter(None, found))
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = map(urllib.parse.unquote, link.partition("#"))
        target = (document.parent / path).resolve() if path else document
        if not target.is_relative_to(root) or not target.exists():
            faults.append(f"{document.relative_to(root)}: no {link}")
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            faults.append(f"{document.relative_to(root)}: no heading for {link}")
    return faults


def check(root: pathlib.Path, documents: list[pathlib.Path] | None = None) -> list[str]:
    root = root.resolve()
    chosen = sorted(root.rglob("*.md")) if documents is None else [root / document for document in documents]
    return [fault for document in chosen for fault in faults_of(document, root)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        found = check(pathlib.Path(sys.argv[1]))
    else:
        found = check(project.ROOT, [path for path in project.files() if path.suffix == ".md"])
    print("\n".join(found) if found else "every link of the documents leads somewhere")
    sys.exit(1 if found else 0)
