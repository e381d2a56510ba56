# SPDX-License-Identifier: Apache-2.0
"""answers.py record|compare: the answers for every persona and every quirk of the simulator, over a real pcscd.

`record` writes the answers to tests/e2e/answers; `compare` ends with an error and shows the differences if they have changed. Ids, times, random
octets and texts for people are left out; octets longer than a line are given by their digest. Run below tools/with-pcscd --readers 12
--modules 4."""

import difflib
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import simulator
from daemon import Daemon, FIVESTARD, wait_until
from sam_module import Module
from simulator import Card, PORTS

FOLDER = pathlib.Path(__file__).resolve().parent / "answers"
MODULE_PORTS = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()
LONGEST = 100  # characters of a text that is shown in full
LINE_LENGTH = 140

ID, TIME, RANDOM, TEXT = "(id)", "(time)", "(random)", "(text)"
LEFT_OUT = {
    "id": ID, "card": ID, "reader": ID, "href": ID, "instance": ID,
    "read_at": TIME, "inserted_at": TIME, "milliseconds": TIME, "total_milliseconds": TIME, "card_milliseconds": TIME,
    "bytes": RANDOM,  # the length of a signature in DER varies
    "security_object": RANDOM, "card_security": RANDOM, "signer_certificate": RANDOM, "anchor_certificate": RANDOM,  # signed anew
    "title": TEXT, "detail": TEXT,
}
LEFT_OUT_OF = {
    "active_authentication": {"nonce": RANDOM, "challenge": RANDOM, "signature": RANDOM},
    "pace_chip_authentication_mapping": {"mapping_key": RANDOM, "data": RANDOM},
    "signature": {"key": RANDOM, "value": RANDOM},
}

# A read of a chip with one of these quirks ends at its deadline, depends on earlier reads, or differs from run to run.
NOT_ASKED = {"half-frame", "removed", "silent", "master-file-hangs", "slow-mode", "slow-mode-counted", "password-tries", "slow-pace"}
# These break one answer of the chip, at a place among the files.
FAULTS = {"no-octets", "one-octet", "status-only", "naked-data", "naked-6700", "without-do99", "without-do8e", "wrong-mac", "empty-do99",
          "short-do99", "long-do99", "endless-response"}
PLACE_OF_FAULTS = 12
# The first persona that has what a quirk changes shows it.
PERSONAS_OF_QUIRKS = ("passport", "five-star-2023")


def normalized(value, name=None):
    """A copy of a JSON value without the parts that differ between reads. The order of members is kept."""
    if isinstance(value, dict):
        left_out = LEFT_OUT | LEFT_OUT_OF.get(name, {})
        return {key: left_out[key] if key in left_out and member is not None and not isinstance(member, (dict, list)) else normalized(member, key)
                for key, member in value.items()}
    if isinstance(value, list):
        return [normalized(member, name) for member in value]
    if name == "statement":
        return normalized(json.loads(value))
    if isinstance(value, str) and len(value) > LONGEST:
        return f"SHA-256 {hashlib.sha256(value.encode()).hexdigest()[:32]}, {len(value)} characters"
    return value


def lines(value, indent=""):
    """JSON with each value on one line if it fits, so that differences are easy to read."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= LINE_LENGTH or not isinstance(value, (dict, list)):
        return line
    inner = indent + " "
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{inner}{json.dumps(key)}: {lines(member, inner)}" for key, member in value.items()) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + lines(member, inner) for member in value) + f"\n{indent}]"


class Desk:
    """A daemon that trusts the test PKI and signs evidence."""

    def __init__(self):
        self.trust = simulator.write_trust()
        key = pathlib.Path(self.trust.name) / "evidence.key"
        subprocess.run([FIVESTARD, "--create-evidence-key", key], check=True, stdout=subprocess.DEVNULL, timeout=60)
        self.daemon = Daemon(f'[evidence]\nkey_file = "{key}"\n', trust=self.trust.name)
        self.personas = simulator.personas()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.daemon.stop()
        self.trust.cleanup()

    def reader(self, name, card=None):
        """The reader whose name fits the pattern, once its card was identified; None if the card cannot be made."""
        def found():
            if card and card.process.poll() is not None:
                return [None]
            return [reader for reader in self.daemon.readers()
                    if re.search(name, reader["name"]) and reader["state"] == "card" and "card" in reader]
        return wait_until(found, f"a card in {name}")[0]

    def reader_of_slot(self, slot, card=None):
        return self.reader(rf"Virtual PCD {slot // 2} [0-9A-F]{{2}} {slot % 2:02}$", card)

    def no_cards(self):
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "empty readers")

    def read(self, reader, access=None, **more):
        order = {"reader": reader["id"], "wait_seconds": 20, **more}
        if access:
            order["access"] = access
        return self.daemon.read(order)

    def answer(self, *arguments, **more):
        answer = self.read(*arguments, **more)
        return {"status": answer.status, **normalized(answer.json)}

    def stream(self, reader, access):
        """The events of a read with the names of their members, without progress, of which the daemon drops some."""
        order = {"reader": reader["id"], **({"access": access} if access else {})}
        events = self.daemon.events(target="/v1/read", method="POST", body=json.dumps(order))
        events.wait_for("result")
        said = [[name, *data] for name, data, _ in events.events if name != "progress"]
        events.close()
        return said

    def everything(self, reader, access):
        """All answers about the card in a reader."""
        whole = self.read(reader, access, evidence=True)
        assert whole.status == 200, whole
        portrait = self.daemon.get(whole.json["record"]["portrait"]["href"])
        again = self.daemon.get(f"/v1/reads/{whole.json['id']}")
        assert again.json == whole.json, "a held read has another answer"
        citizen = self.daemon.get(f"/v1/reads/{whole.json['id']}?view=citizen")
        card = normalized({key: value for key, value in reader.items() if key not in ("name", "state")})
        return {
            "reader": card,
            "whole": {"status": whole.status, **normalized(whole.json)},
            "portrait": [portrait.status, portrait.headers["Content-Type"], hashlib.sha256(portrait.body).hexdigest()],
            "view=citizen": {"status": citizen.status, **normalized(citizen.json)},
            "few fields": self.answer(reader, access, fields=["holder.names", "holder.over_18", "document.number_masked", "verification"]),
            "required": self.answer(reader, access, require=["chip_authenticity", "number_check_digit"]),
            "stream": self.stream(reader, access),
        }


def in_slots(items):
    for at in range(0, len(items), len(PORTS)):
        yield list(enumerate(items[at:at + len(PORTS)]))


def chips(desk):
    """Persona -> its answers."""
    answers = {}
    for batch in in_slots(sorted(desk.personas)):
        cards = [Card(name, slot) for slot, name in batch]
        for slot, name in batch:
            reader, persona = desk.reader_of_slot(slot), desk.personas[name]
            access = {"mrz": "\n".join(persona["mrz"])} if "mrz" in reader["card"].get("access_keys", []) else None
            answers[name] = desk.everything(reader, access)
            if access:
                answers[name]["no key"] = desk.answer(reader)
                stranger = next(other for other in sorted(desk.personas) if desk.personas[other]["mrz"] != persona["mrz"])
                answers[name]["wrong key"] = desk.answer(reader, {"mrz": "\n".join(desk.personas[stranger]["mrz"])})
            if persona["can"]:
                answers[name]["by CAN"] = desk.answer(reader, {"can": persona["can"]})
        for card in cards:
            card.close()
        desk.no_cards()
    return answers


def modules(desk):
    """Persona of a SAM_V module -> its answers."""
    names = sorted(persona["name"] for persona in json.loads(simulator.run("--personas", "--json")) if persona["profile"] == "sam")
    running = [Module(port, name) for port, name in zip(MODULE_PORTS, names, strict=True)]
    answers = {name: desk.everything(desk.reader(rf"SAM_V {number} "), None) for number, name in enumerate(names)}
    for module in running:
        module.close()
    desk.no_cards()
    with Card("five-star-2023", kind="sam-impostor"):
        answers["sam-impostor"] = desk.answer(desk.reader_of_slot(0))
    desk.no_cards()
    return answers


def told_of_the_read(answer):
    """The part of an answer about the read, not the person."""
    if answer["status"] != 200:
        return answer
    return {"verdict": answer["verification"]["verdict"], "exchanges": answer["timing"]["exchanges"],
            **{check["name"]: {key: value for key, value in check.items() if key != "name"} for check in answer["verification"]["checks"]},
            "steps": [f'{step["name"]} {step["outcome"]} {step["sw"]}' for step in answer["steps"]]}


def quirks(desk):
    """Quirk -> the differences of its answer from the answer without a quirk, which comes first."""
    names = [line.split()[0] for line in simulator.run("--quirks").splitlines() if not line.startswith(" ")]
    names = [f"{name}@{PLACE_OF_FAULTS}" if name in FAULTS else name for name in names if name not in NOT_ASKED]
    answers = {}
    for persona in PERSONAS_OF_QUIRKS:
        usual = None
        access = {"mrz": "\n".join(desk.personas[persona]["mrz"])}
        for batch in in_slots([name for name in names if name not in answers or name == "none"]):
            cards = {name: Card(persona, slot, quirk=name) for slot, name in batch}
            for slot, name in batch:
                reader = desk.reader_of_slot(slot, cards[name])
                if reader is None:
                    continue
                answer = told_of_the_read(desk.answer(reader, access))
                usual = usual or answer
                answers[name if name != "none" else f"none, {persona}"] = {
                    key: value for key, value in answer.items() if answer is usual or usual.get(key) != value}
            for card in cards.values():
                card.close()
            desk.no_cards()
    return answers


def main():
    if sys.argv[1:] not in (["record"], ["compare"]):
        sys.exit("usage: answers.py record|compare")
    with Desk() as desk:
        files = {FOLDER / f"{kind}-{name}.json": lines(answers) + "\n"
                 for kind, part in (("chip", chips), ("module", modules)) for name, answers in part(desk).items()}
        files[FOLDER / "quirks.json"] = lines(quirks(desk)) + "\n"
    if sys.argv[1] == "record":
        FOLDER.mkdir(exist_ok=True)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
        return
    differences = []
    for path in sorted(files.keys() | set(FOLDER.glob("*.json"))):
        recorded = path.read_text(encoding="utf-8") if path.exists() else ""
        differences += difflib.unified_diff(recorded.splitlines(), files.get(path, "").splitlines(), f"recorded {path.name}", f"answered {path.name}",
                                            lineterm="")
    if differences:
        sys.exit("\n".join(differences))
    print(f"{len(files)} files: all answers are as recorded")


if __name__ == "__main__":
    main()
