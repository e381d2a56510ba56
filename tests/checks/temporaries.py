# SPDX-License-Identifier: Apache-2.0
"""temporaries.py [ROOT]: two things are given a name before they are used, for g++ 12, which builds what ships, does not keep
them as the standard says.

What an awaited expression makes between braces, an aggregate or a lambda with captures, it destroys twice. And of what a call
in the head of a range-based for gave, it keeps nothing but the last part (C++23 does, and so does the clang that most tests
are built with)."""

import pathlib
import re
import sys

from project import ROOT, Includes, sources

# Comments, strings and characters, in which braces and colons have no meaning.
QUIET = re.compile(r'//[^\n]*|/\*.*?\*/|R"\(.*?\)"|"(?:\\.|[^"\\\n])*"|' r"(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'", re.DOTALL)
AWAIT = re.compile(r"\bco_await\b")
FOR = re.compile(r"\bfor\s*\(")
RANGE = re.compile(r"(?<!:):(?!:)(.*)", re.DOTALL)
PART_OF_A_CALL = re.compile(r"\?\s*(?:\.|->)")
INNERMOST = re.compile(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}")
OPENING, CLOSING = "([{", ")]}"


def expression(text: str, begin: int, ends: str = ";") -> str:
    """The text from `begin` to one of `ends`, or to the end of the enclosing brackets."""
    depth = 0
    for at in range(begin, len(text)):
        if text[at] in OPENING:
            depth += 1
        elif text[at] in CLOSING:
            depth -= 1
        if depth < 0 or (depth == 0 and text[at] in ends):
            return text[begin:at]
    return text[begin:]


def outermost(text: str) -> str:
    """The text without the content of brackets, and a question mark for each call."""
    text = text.replace("?", " ")
    while (less := INNERMOST.sub(lambda pair: "?" if pair[0][0] == "(" else "", text)) != text:
        text = less
    return text


def faults_in(text: str) -> list[tuple[int, str]]:
    """Each match with its place in the text."""
    faults = [(found.start(), "braces in an awaited expression")
              for found in AWAIT.finditer(text) if "{" in expression(text, found.end())]
    for found in FOR.finditer(text):
        # The range comes last, because a statement may precede it.
        walked = RANGE.search(expression(text, found.end(), ends="").rpartition(";")[2])
        if walked and PART_OF_A_CALL.search(outermost(walked[1])):
            faults.append((found.start(), "a loop over a part of what a call gave"))
    return sorted(faults)


def check(root: pathlib.Path) -> list[str]:
    includes = Includes(root)
    faults = []
    for path in sources(root):
        text = QUIET.sub(lambda quiet: re.sub(r"[^\n]", " ", quiet[0]), includes.text(path))
        faults += [f"{path}:{text.count(chr(10), 0, place) + 1}: {fault}" for place, fault in faults_in(text)]
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "temporaries have names where they must")
    sys.exit(1 if found else 0)
