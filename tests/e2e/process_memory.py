# SPDX-License-Identifier: Apache-2.0
"""Searches the memory of another process for personal data. Needs root with CAP_SYS_PTRACE."""

import base64
import pathlib
import re


class Mapping:
    def __init__(self, start, end, permissions, name):
        self.start, self.end, self.permissions, self.name = start, end, permissions, name
        self.flags = frozenset()

    def __repr__(self):
        return f"{self.name or 'anonymous'} {self.permissions} {self.start:x}"


def mappings(pid):
    """Every mapping with its flags ("lo": locked, "dd": not in a core dump; proc(5))."""
    found = []
    with open(f"/proc/{pid}/smaps", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            head = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)", line)
            if head:
                found.append(Mapping(int(head[1], 16), int(head[2], 16), head[3], head[4].strip()))
            elif line.startswith("VmFlags:"):
                found[-1].flags = frozenset(line.split()[1:])
    return found


def stacks(pid):
    """The mappings that the stack pointers of threads that wait for the kernel point into (proc(5), syscall)."""
    pointers = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        words = (task / "syscall").read_text().split()
        if len(words) > 2:  # a running thread has no stack pointer here
            pointers.append(int(words[-2], 16))
    return [mapping for mapping in mappings(pid) if any(mapping.start <= pointer < mapping.end for pointer in pointers)]


def search(pid, needles):
    """{name of a needle: [mappings it lies in]} over all memory of the process but files that it can only read."""
    found = {}
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for mapping in mappings(pid):
            is_file = mapping.name.startswith("/") and "w" not in mapping.permissions
            if is_file or mapping.name in ("[vvar]", "[vsyscall]") or mapping.permissions.startswith("---"):
                continue
            at, tail = mapping.start, b""
            while at < mapping.end:
                try:
                    memory.seek(at)
                    part = memory.read(min(mapping.end - at, 8 << 20))
                except (OSError, OverflowError, ValueError):  # a guard page, a device
                    break
                if not part:
                    break
                octets = tail + part
                for name, needle in needles.items():
                    if needle in octets and mapping not in found.setdefault(name, []):
                        found[name].append(mapping)
                tail = octets[-256:]
                at += len(part)
    return {name: where for name, where in found.items() if where}


def spellings(name, text):
    """A text in the encodings of cards, JSON and programs."""
    forms = {"utf8": text.encode(), "utf16le": text.encode("utf-16-le"), "utf16be": text.encode("utf-16-be")}
    # Base64 has three forms, by the position of the text in a group of three octets.
    for shift in range(3):
        for form in ("utf8", "utf16le"):
            coded = base64.b64encode(b"\0" * shift + forms[form])
            forms[f"base64-{form}-{shift}"] = coded[(8 * shift + 5) // 6:(8 * (shift + len(forms[form]))) // 6]
    return {f"{name} {form}": octets for form, octets in forms.items()}
