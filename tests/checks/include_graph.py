# SPDX-License-Identifier: Apache-2.0
"""include_graph.py [ROOT]: checks the #include lines against the arrows between rooms that docs/ARCHITECTURE.md draws.

An arrow is "may include", and arrows are transitive: a file must be allowed to see everything its includes lead to."""

import pathlib
import sys

from project import ROOT, Includes, sources

Path = pathlib.PurePosixPath

# A room, and the rooms its arrows start from. What those may include, it may include, too.
ARROWS = {
    "crypto/base": [],
    "crypto/tlv": ["crypto/base"],
    "crypto": ["crypto/tlv"],
    "apdu": ["crypto", "samv"],
    "identity/record_field": ["crypto/base"],
    "identity": ["crypto", "identity/record_field"],
    "diagnosis": ["browser/policy", "configuration", "crypto/base", "scan/configuration"],
    "configuration": ["crypto/base"],
    "samv": ["crypto/base"],
    "driver": ["samv"],
    "daemon/system": ["crypto/base"],
    "daemon/policy": ["crypto/base", "identity/record_field"],
    "daemon/audit": ["daemon/policy", "daemon/system"],
    "daemon/keys": ["daemon/system", "identity"],
    "daemon/configuration": ["configuration", "daemon/keys", "daemon/policy", "daemon/system"],
    "daemon/readers": ["apdu"],
    "daemon/pcsc": ["daemon/readers"],
    "daemon/portrait": ["daemon/system", "identity"],
    "daemon/reading": ["daemon/readers", "identity"],
    "daemon/reads": ["daemon/configuration", "daemon/keys", "daemon/policy", "daemon/portrait", "daemon/reading", "daemon/system"],
    "daemon/metrics": ["daemon/reading"],
    "daemon/diagnosis": ["daemon/reads", "diagnosis"],
    "daemon/http": ["daemon/audit", "daemon/policy", "daemon/system"],
    "daemon/api": ["daemon/http", "daemon/metrics", "daemon/reads", "diagnosis"],
    # Of the files at the top of daemon/: the programs and the object graph.
    "daemon": ["daemon/api", "daemon/diagnosis", "daemon/pcsc"],
    "client": [],
    "compat": ["client"],
    "cli": ["client", "crypto", "diagnosis", "identity"],
    "browser/policy": ["configuration"],
    "browser/host": ["client", "browser/policy"],
    "browser/localhost": ["browser/host"],
    "sim": ["crypto/base", "crypto/tlv"],
    "scan/configuration": ["configuration"],
    "scan": ["client", "scan/configuration"],
    "trust_update": ["configuration", "crypto"],
    "demo": ["browser/host", "daemon", "sim"],
    "examples": ["client"],
}

# The simulator is a second implementation of what both sides compute: of these rooms it sees primitives alone.
SIM_MAY_ALSO_SEE = {
    Path(f"crypto/{name}.hpp")
    for name in ("asn1/algorithm_identifier", "asn1/object_identifier", "groups/dh_group", "groups/ec_group",
                 "groups/elliptic_curve", "groups/known_curve", "groups/modulus", "keys/key_pair", "keys/signature_algorithm",
                 "primitives/block_cipher", "primitives/constant_time", "primitives/digest", "primitives/mac",
                 "primitives/padding")
} | {Path(f"apdu/{name}.hpp") for name in ("channel", "command", "response", "status_word")}

# The libraries that programs load need nothing but the C library: of identity they see tables alone.
COMPAT_MAY_ALSO_SEE = {Path(f"identity/{name}.hpp")
                       for name in ("china/ethnic_groups", "china/national_text_layout", "mrz/mrz_check_digit")}

# A library's headers, and the one place that may include them. Tests may include everything.
LIBRARIES = [
    (("winscard.h", "pcsclite.h", "wintypes.h"), lambda path: path.is_relative_to("daemon/pcsc")),
    (("PCSC/",), lambda path: path == Path("driver/ifd_handler.cpp")),
    (("libusb",), lambda path: path == Path("driver/libusb_device.cpp")),
    (("openssl/",), lambda path: path.is_relative_to("crypto") and room_of(path) == "crypto"),
    (("libevdev/",), lambda path: path == Path("scan/keyboard.cpp")),
    (("xkbcommon/",), lambda path: path == Path("scan/keyboard_layout.cpp")),
    (("curl/",), lambda path: path == Path("trust_update/download.cpp")),
    (("toml++/",), lambda path: path == Path("configuration/toml.hpp")),
    (("boost/beast",), lambda path: path.is_relative_to("daemon/http") or path.is_relative_to("browser/localhost")),
]

# One source with Beast costs 10 s to compile and 21 s to check.
MOST_SOURCES_WITH_BEAST = 6


def room_of(path: Path) -> str | None:
    """The room of a file; None if it is in none. A folder of daemon/ is a room, and so are daemon/configuration.* and
    identity/record_field.*, the paths of fields that grants name."""
    if path.parts[0] == "tests":
        return "tests"
    two = "/".join(path.parts[:2]).split(".")[0]
    if two in ARROWS:
        return two
    if path.parts[0] == "daemon" and len(path.parts) > 2:
        return None
    return path.parts[0] if path.parts[0] in ARROWS else None


def visible_from(room: str) -> set[str]:
    seen = {room}
    waiting = [room]
    while waiting:
        for next_room in ARROWS[waiting.pop()]:
            if next_room not in seen:
                seen.add(next_room)
                waiting.append(next_room)
    return seen


def may_see(path: Path, target: Path) -> bool:
    room = room_of(path)
    if room == "tests":
        return True
    if room == "sim" and target in SIM_MAY_ALSO_SEE or room == "compat" and target in COMPAT_MAY_ALSO_SEE:
        return True
    return room_of(target) in visible_from(room)


def faults_of(path: Path, includes: Includes) -> list[str]:
    room = room_of(path)
    if room is None:
        return [f"{path}: is in no room"]
    faults = []
    for name in includes.own(path):
        if not (includes.root / name).is_file():
            faults.append(f'{path}: "{name}" is no file below the root of the tree')
    for target, through in includes.reached(path).items():
        if not may_see(path, target):
            by = "" if through == path else f" (through {through})"
            faults.append(f"{path}: {room} may not include {target}{by}")
        if room not in ("tests", "crypto") and any(name.startswith("openssl/") for name in includes.foreign(target)):
            faults.append(f"{path}: {target} brings OpenSSL's types, which stay inside crypto")
    if room != "tests":
        for name in includes.foreign(path):
            for prefixes, is_home in LIBRARIES:
                if name.startswith(prefixes) and not is_home(path):
                    faults.append(f"{path}: <{name}> has no place here")
    return faults


def reaches_beast(path: Path, includes: Includes) -> bool:
    return any(name.startswith("boost/beast") for part in [path, *includes.reached(path)]
               for name in includes.foreign(part))


def check(root: pathlib.Path) -> list[str]:
    includes = Includes(root)
    paths = sources(root)
    faults = [fault for path in paths for fault in faults_of(path, includes)]
    with_beast = [path for path in paths if path.suffix == ".cpp" and reaches_beast(path, includes)]
    if len(with_beast) > MOST_SOURCES_WITH_BEAST:
        faults.append(f"{len(with_beast)} sources include Beast, {MOST_SOURCES_WITH_BEAST} at most should: "
                      + ", ".join(map(str, with_beast)))
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "include graph: every arrow holds")
    sys.exit(1 if found else 0)
