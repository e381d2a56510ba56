# SPDX-License-Identifier: Apache-2.0
"""The files of the tree, and the own headers that each includes."""

import functools
import hashlib
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
SOURCE_SUFFIXES = {".cpp", ".hpp", ".c", ".h"}


def files(root: pathlib.Path = ROOT) -> list[pathlib.PurePosixPath]:
    """All files under version control or about to be added, relative to `root`."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
                             check=True, capture_output=True, text=True).stdout
    paths = {pathlib.PurePosixPath(name) for name in listing.split("\0") if name}
    return sorted(path for path in paths if (root / path).is_file())


def sources(root: pathlib.Path = ROOT) -> list[pathlib.PurePosixPath]:
    return [path for path in files(root) if path.suffix in SOURCE_SUFFIXES]


class Includes:
    """The #include lines of a tree, read once."""

    def __init__(self, root: pathlib.Path = ROOT):
        self.root = root

    @functools.cache
    def text(self, path: pathlib.PurePosixPath) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    @functools.cache
    def own(self, path: pathlib.PurePosixPath) -> list[str]:
        """Named in quotes, as written."""
        return [quoted for quoted, _ in INCLUDE.findall(self.text(path)) if quoted]

    @functools.cache
    def foreign(self, path: pathlib.PurePosixPath) -> list[str]:
        """Named in angle brackets."""
        return [bracketed for _, bracketed in INCLUDE.findall(self.text(path)) if bracketed]

    @functools.cache
    def reached(self, path: pathlib.PurePosixPath) -> dict[pathlib.PurePosixPath, pathlib.PurePosixPath]:
        """Every existing own file that is included directly or through others, and the file that includes it."""
        found: dict[pathlib.PurePosixPath, pathlib.PurePosixPath] = {}
        waiting = [path]
        while waiting:
            current = waiting.pop()
            for name in self.own(current):
                target = pathlib.PurePosixPath(name)
                if target not in found and target != path and (self.root / target).is_file():
                    found[target] = current
                    waiting.append(target)
        return found

    def digest(self, path: pathlib.PurePosixPath) -> str:
        """Of the file and all own files that it includes."""
        digest = hashlib.sha256()
        for part in [path, *sorted(self.reached(path))]:
            digest.update(str(part).encode() + b"\0" + hashlib.sha256(self.text(part).encode()).digest())
        return digest.hexdigest()
