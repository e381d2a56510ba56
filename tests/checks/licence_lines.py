# SPDX-License-Identifier: Apache-2.0
"""licence_lines.py [--write] [ROOT]: each source begins with its licence as an SPDX line, after a #! line if it has one.

--write adds the line where it is missing."""

import pathlib
import sys

from project import ROOT, SOURCE_SUFFIXES, files

LICENCE = "SPDX-License-Identifier: Apache-2.0"
SLASHES, HASH = "//", "#"
COMMENTS = dict.fromkeys([*SOURCE_SUFFIXES, ".mjs", ".js", ".ts", ".java", ".cs", ".go"], SLASHES) | dict.fromkeys([".py", ".sh", ".cmake", ".fish"], HASH)
INTERPRETER = "#!"


def comment_of(path: pathlib.PurePosixPath, text: str) -> str | None:
    """The start of a comment in this file; None if it is no source."""
    if path.suffix in COMMENTS:
        return COMMENTS[path.suffix]
    return HASH if path.name == "CMakeLists.txt" or text.startswith(INTERPRETER) else None


def with_licence(text: str, comment: str) -> str:
    first, rest = "", text
    if text.startswith(INTERPRETER):
        first, _, rest = text.partition("\n")
        first += "\n"
    line = f"{comment} {LICENCE}\n"
    return text if rest.startswith(line) else first + line + rest


def without_licence(root: pathlib.Path) -> dict[pathlib.PurePosixPath, str]:
    """Each source without the line, and its text with it."""
    found = {}
    for path in files(root):
        if (root / path).is_symlink():
            continue
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image, a key, a seed
        comment = comment_of(path, text)
        if comment is not None and (licensed := with_licence(text, comment)) != text:
            found[path] = licensed
    return found


def check(root: pathlib.Path) -> list[str]:
    return [f"{path}: no line \"{LICENCE}\" at its beginning" for path in without_licence(root)]


def main(words: list[str]) -> int:
    write = "--write" in words
    roots = [word for word in words if word != "--write"]
    root = pathlib.Path(roots[0]) if roots else ROOT
    if write:
        for path, text in without_licence(root).items():
            (root / path).write_text(text, encoding="utf-8")
    found = check(root)
    print("\n".join(found) if found else "each source names its licence")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
