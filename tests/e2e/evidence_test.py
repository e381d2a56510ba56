# SPDX-License-Identifier: Apache-2.0
"""Evidence, from a card over the socket to a verifier without daemon. The openssl command line verifies it, too, with a second
implementation of the challenge in docs/EVIDENCE.md."""

import base64
import calendar
import hashlib
import json
import pathlib
import stat
import subprocess
import tempfile
import time
import unittest

import contract
import jsonschema
import not_run
import simulator
from daemon import Demo, FIVESTARCTL, FIVESTARD, wait_until

PROVED_TWICE = "passport"           # chip authentication and active authentication
BY_MAPPING = "passport-pace-only"   # PACE with the chip authentication mapping
PLAIN = "passport-plain"            # the signature only


def octets(text):
    return base64.b64decode(text) if text else b""


def content(tlv, tag):
    """The value of a single DER element."""
    assert tlv[0] == tag, tlv[:4].hex()
    length, start = tlv[1], 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(tlv[2:2 + count], "big"), 2 + count
    assert len(tlv) == start + length
    return tlv[start:]


def derived_challenge(statement):
    """docs/EVIDENCE.md, The challenge."""
    def part(value):
        return len(value).to_bytes(4, "big") + value

    active = statement["active_authentication"]
    mapping = statement["pace_chip_authentication_mapping"] or {"key_id": 0, "mapping_key": None, "data": None}
    access = next(check for check in statement["verification"]["checks"] if check["name"] == "access")
    read_at = calendar.timegm(time.strptime(statement["read_at"], "%Y-%m-%dT%H:%M:%SZ"))
    chip = statement["chip_authentication"]
    protocol = b""
    if chip:
        arcs = [int(arc) for arc in chip["protocol"].split(".")]
        assert all(arc < 128 for arc in arcs)
        protocol = bytes([40 * arcs[0] + arcs[1]] + arcs[2:])
    context = (b"fivestar evidence 1: active authentication" + octets(active["nonce"]) + read_at.to_bytes(8, "big") +
               part(access["method"].encode()) + part(octets(statement["card_access"])) +
               part(octets(statement["card_security"])) + part(octets(statement["security_object"])) +
               mapping["key_id"].to_bytes(4, "big") + part(octets(mapping["mapping_key"])) +
               part(octets(mapping["data"])) + part(protocol))
    return hashlib.sha256(context).digest()[:8]


class Evidence(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="fivestar-evidence-")
        cls.path = pathlib.Path(cls.folder.name)
        cls.key = cls.path / "evidence.key"
        made = subprocess.run([FIVESTARD, "--create-evidence-key", cls.key], capture_output=True, text=True, timeout=60)
        assert made.returncode == 0, made
        cls.public_key = made.stdout
        (cls.path / "keys").mkdir()
        (cls.path / "keys" / "counter-1.pem").write_text(cls.public_key)
        (cls.path / "no-keys").mkdir()
        cls.trust = simulator.write_trust()
        cls.demo = Demo("--evidence-key", cls.key, PROVED_TWICE, BY_MAPPING, PLAIN, "five-star-2023")
        cls.schema = jsonschema.Draft202012Validator({"$ref": "#/components/schemas/EvidenceStatement"},
                                                     resolver=contract.RESOLVER)

    @classmethod
    def tearDownClass(cls):
        cls.demo.__exit__()
        cls.trust.cleanup()
        cls.folder.cleanup()

    def reader(self, persona):
        def found():
            return next((reader["id"] for reader in self.demo.readers()
                         if reader["name"] == persona and "card" in reader), None)
        return wait_until(found, f"a card in {persona}")

    def read(self, persona):
        """The path of its evidence, and the statement."""
        reader = self.reader(persona)
        file = self.path / f"{persona}-{time.monotonic_ns()}.json"
        command = [FIVESTARCTL, "--socket", self.demo.socket, "read", "--reader", reader, "--evidence", file]
        known = simulator.personas()[persona]
        key = "" if persona == PLAIN else "\n".join(known["mrz"]) + "\n"
        if key:
            command += ["--mrz", "-"]
        done = subprocess.run(command, input=key, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        statement = json.loads(json.loads(file.read_text())["statement"])
        self.schema.validate(statement)
        return file, statement

    def verify(self, file, *options, keys="no-keys", trust="csca", code=None):
        command = [FIVESTARCTL, "--json", "--socket", "/nonexistent", "verify", file, "--trust",
                   pathlib.Path(self.trust.name) / trust, "--crl", pathlib.Path(self.trust.name) / "crl",
                   "--master-list-signers", self.path / "no-keys", "--evidence-keys", self.path / keys, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if code is not None:
            self.assertEqual(done.returncode, code, done)
        return json.loads(done.stdout) if done.stdout else None

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def file(self, name, content_):
        path = self.path / name
        path.write_bytes(content_)
        return path

    def test_the_key_is_its_owners_and_is_not_made_twice(self):
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        again = subprocess.run([FIVESTARD, "--create-evidence-key", self.key], capture_output=True, text=True, timeout=60)
        self.assertEqual(again.returncode, 1)
        self.assertIn("exists already", again.stderr)
        shown = subprocess.run([FIVESTARCTL, "--socket", self.demo.socket, "evidence-key"], capture_output=True,
                               text=True, timeout=60)
        self.assertEqual((shown.returncode, shown.stdout), (0, self.public_key))
        answer = self.demo.get("/v1/evidence-key")
        info = self.openssl("pkey", "-pubin", "-in", self.path / "keys" / "counter-1.pem", "-outform", "DER")
        self.assertEqual(answer.json["key"], hashlib.sha256(info).hexdigest().upper())

    def test_a_key_that_others_may_read_stops_the_start(self):
        open_key = self.file("open.key", self.key.read_bytes())
        open_key.chmod(0o640)
        configuration = self.file("fivestard.toml", f'[evidence]\nkey_file = "{open_key}"\n'.encode())
        check = [FIVESTARD, "--config", configuration, "--check-config"]
        done = subprocess.run(check, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("fivestard.toml:2: evidence.key_file", done.stderr)
        open_key.chmod(0o600)
        self.assertEqual(subprocess.run(check, capture_output=True, timeout=60).returncode, 0)

    def test_evidence_is_held_with_its_read(self):
        reader = self.reader(PLAIN)
        answer = self.demo.read({"reader": reader, "evidence": True})
        again = self.demo.get("/v1/reads/" + answer.json["id"])
        self.assertEqual(again.json["evidence"], answer.json["evidence"])
        self.assertNotIn("evidence", self.demo.read({"reader": reader}).json)

    def test_active_authentication_convinces_a_stranger(self):
        file, _ = self.read(PROVED_TWICE)
        report = self.verify(file, code=0)
        self.assertEqual(report["verification"]["verdict"], "genuine")
        self.assertEqual(report["signature"]["result"], "key_unknown")
        checks = {check["name"]: check for check in report["verification"]["checks"]}
        self.assertEqual(checks["chip_authenticity"]["method"], "active")
        self.assertEqual(checks["access"]["reason"], "not_transferable")
        self.assertEqual(self.verify(file, keys="keys", code=0)["signature"]["result"], "good")

    def test_what_only_the_terminal_saw_convinces_nobody(self):
        file, statement = self.read(BY_MAPPING)
        self.verify(file, code=0)
        stripped = {**statement, "active_authentication": None}
        answer = dict(json.loads(file.read_text()), statement=json.dumps(stripped, separators=(",", ":")))
        report = self.verify(self.file("stripped.json", json.dumps(answer).encode()), code=1)
        self.assertEqual(report["claimed_verdict"], "genuine")
        checks = {check["name"]: check for check in report["verification"]["checks"]}
        self.assertIn("not_transferable", checks["chip_authenticity"]["findings"])
        self.verify(self.path / "stripped.json", keys="keys", code=2)

    def test_a_signature_alone_is_evidence_enough_where_there_is_no_more(self):
        file, _ = self.read(PLAIN)
        self.verify(file, code=0)
        demanding = self.verify(file, "--min-rsa-bits", "16384", "--min-ec-bits", "521", code=1)
        checks = {check["name"]: check for check in demanding["verification"]["checks"]}
        self.assertEqual(checks["algorithm_policy"]["outcome"], "failed")
        five_star, _ = self.read("five-star-2023")
        self.verify(five_star, trust="csca-lds", code=0)
        self.verify(five_star, trust="csca", code=1)  # its issuer is not trusted for passports

    def test_manipulated_evidence_is_not_genuine(self):
        file, statement = self.read(PROVED_TWICE)
        answer = json.loads(file.read_text())
        for member, value in [("read_at", "2020-01-01T00:00:00Z"), ("card_access", None)]:
            changed = dict(answer, statement=json.dumps({**statement, member: value}, separators=(",", ":")))
            changed_file = self.file("changed.json", json.dumps(changed).encode())
            self.assertEqual(self.verify(changed_file, code=2)["contradiction"], "challenge_not_derived")
            self.assertEqual(self.verify(changed_file, keys="keys", code=2)["signature"]["result"], "broken")
        self.verify(self.file("cut.json", file.read_bytes()[:-100]), code=3)
        self.verify(self.path / "none.json", code=3)

    def test_openssl_comes_to_the_same(self):
        file, statement = self.read(PROVED_TWICE)
        answer = json.loads(file.read_text())

        # The daemon's signature is over the octets of the statement.
        self.openssl("dgst", "-sha256", "-verify", self.path / "keys" / "counter-1.pem", "-signature",
                     self.file("signature.der", octets(answer["signature"]["value"])),
                     self.file("statement.json", answer["statement"].encode()))

        # The named certificate signed EF.SOD, which lists the hash of every file.
        signed = self.openssl("cms", "-verify", "-noverify", "-inform", "DER", "-binary", "-in",
                              self.file("sod.der", content(octets(statement["security_object"]), 0x77)))
        groups = {group["number"]: group for group in statement["data_groups"]}
        self.assertEqual(sorted(groups), [1, 2, 11, 12, 14, 15])
        for number, group in groups.items():
            digest = hashlib.new(statement["digest"], octets(group["octets"])).digest()
            self.assertEqual(digest, octets(group["digest"]), number)
            self.assertIn(b"\x02\x01" + bytes([number]) + b"\x04" + bytes([len(digest)]) + digest, signed)

        # The anchor issued the signer's certificate, and is trusted.
        anchor = self.file("anchor.pem", self.openssl("x509", "-inform", "DER", "-in", self.file(
            "anchor.der", octets(statement["anchor_certificate"]))))
        self.openssl("verify", "-no_check_time", "-partial_chain", "-trusted", anchor, self.file(
            "signer.pem", self.openssl("x509", "-inform", "DER", "-in", self.file(
                "signer.der", octets(statement["signer_certificate"])))))
        trusted = [path.read_bytes() for path in (pathlib.Path(self.trust.name) / "csca").iterdir()]
        self.assertTrue(any(octets(statement["anchor_certificate"]) == der or anchor.read_bytes() in der
                            for der in trusted))

        # The challenge is derived as documented, and the chip's answer recovers it (ISO/IEC 9796-2,
        # scheme 1: 6A | M1 | H(M1 | M2) | trailer, M2 the challenge).
        active = statement["active_authentication"]
        self.assertEqual(derived_challenge(statement), octets(active["challenge"]))
        key = self.file("dg15.der", content(octets(groups[15]["octets"]), 0x6F))
        recovered = self.openssl("pkeyutl", "-verifyrecover", "-pubin", "-keyform", "DER", "-inkey", key, "-pkeyopt",
                                 "rsa_padding_mode:none", "-in",
                                 self.file("answer.bin", octets(active["signature"])))
        self.assertEqual(recovered[0], 0x6A)
        trailer = 1 if recovered[-1] == 0xBC else 2
        hash_name = "sha1" if trailer == 1 else {0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}[recovered[-2]]
        size = hashlib.new(hash_name).digest_size
        message, digest = recovered[1:-trailer - size], recovered[-trailer - size:-trailer]
        self.assertEqual(hashlib.new(hash_name, message + octets(active["challenge"])).digest(), digest)


if __name__ == "__main__":
    not_run.main()
