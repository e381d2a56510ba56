# SPDX-License-Identifier: Apache-2.0
"""Grants of several users, and the limits of derived answers: the daemon over embedded readers."""

import hashlib
import hmac
import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import tempfile
import unittest

import not_run
import simulator
from daemon import Demo, FIVESTARCTL, FIVESTARD, wait_until

# A peer: connects, requests each target, prints the statuses and bodies.
ASK = """
import http.client, json, socket, sys
class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(sys.argv[1])
answers = []
for target in sys.argv[2:]:
    connection = Connection("localhost")
    connection.request("GET", target)
    response = connection.getresponse()
    answers.append((response.status, json.loads(response.read())))
print(json.dumps(answers))
"""


def asked_by(demo, uid, gid, groups, *targets):
    """The answers to `targets` that a process of this user and these groups gets."""
    command = ["setpriv", f"--reuid={uid}", f"--regid={gid}",
               f"--groups={','.join(map(str, groups))}" if groups else "--clear-groups",
               sys.executable, "-c", ASK, str(demo.socket), *targets]
    if os.getuid() != 0:
        command = ["sudo", "-n", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def client(name, who, **lists):
    rule = f'[[client]]\nname = "{name}"\n{who}\n'
    return rule + "".join(f"{key} = {json.dumps(value)}\n" for key, value in lists.items())


def me(name, **lists):
    return client(name, f"uid = {os.getuid()}", **lists)


# Root may ask for health, which shows that the daemon runs; another user of the tests needs a grant for it.
TESTER = "" if os.getuid() == 0 else me("tester", routes=["health"])


def order(persona, **more):
    return {"access": {"mrz": simulator.mrz_of(persona)}, "reader": persona, **more}


def files_read(answer):
    return [step["name"] for step in answer["steps"]
            if step["name"].startswith("read_") and not step["name"].startswith("read_card_")]


class Peers(unittest.TestCase):
    def test_each_kind_of_peer_is_who_the_kernel_says(self):
        group = 1  # daemon's, on every Debian
        rules = (client("by-uid", "uid = 2001", fields=["holder.sex"], routes=["whoami", "read"]) +
                 client("never", "uid = 65534", fields=["*"], routes=["whoami", "trust"]) +
                 client("by-group", 'group = "daemon"', fields=["holder.names"]) +
                 client("too-late", "uid = 2003", fields=["*"], routes=["whoami", "trust"]) + TESTER)
        with Demo("passport", configuration=rules) as demo:
            os.chmod(demo.folder.name, 0o711)
            os.chmod(demo.socket, 0o666)
            targets = ["/v1/whoami", "/v1/health", "/v1/readers", "/v1/trust", "/v1/reads/0"]
            denied = [403] * 5
            for kind, (uid, gid, groups), who, statuses in [
                    ("by user", (2001, 2001, []), "by-uid", [200, 403, 403, 403, 404]),
                    ("by user, before its group", (2001, group, [group]), "by-uid", [200, 403, 403, 403, 404]),
                    ("by its own group", (2002, group, []), "by-group", [200, 200, 200, 403, 404]),
                    ("by a group among others", (2003, 2003, [7, group, 9]), "by-group", [200, 200, 200, 403, 404]),
                    ("by user, without the group", (2003, 2003, [7]), "too-late", [200, 403, 403, 200, 403]),
                    ("nobody's rule", (2004, 2001, [2001]), None, denied),
                    ("who may be anybody", (65534, group, [group]), None, denied),
                    ("root", (0, 0, []), "uid:0", [200, 200, 403, 200, 403])]:
                with self.subTest(kind):
                    answers = asked_by(demo, uid, gid, groups, *targets)
                    self.assertEqual([status for status, _ in answers], statuses)
                    if who:
                        self.assertEqual((answers[0][1]["client"], answers[0][1]["uid"]), (who, uid))
                    for status, body in answers:
                        if status == 403:
                            self.assertEqual(body["code"], "not_granted")

    def test_the_limit_is_of_the_client_not_of_the_connection(self):
        rules = '[limits]\nrequests_per_minute = 40\n' + client("desk", 'group = "daemon"', routes=["whoami"]) + TESTER
        with Demo(configuration=rules) as demo:
            os.chmod(demo.folder.name, 0o711)
            os.chmod(demo.socket, 0o666)
            first = asked_by(demo, 2001, 1, [], *["/v1/whoami"] * 30)
            second = asked_by(demo, 2002, 1, [], *["/v1/whoami"] * 30)
            self.assertEqual({status for status, _ in first}, {200})
            refused = [body for status, body in second if status == 429]
            self.assertTrue(refused)
            self.assertEqual(refused[0]["code"], "too_many_requests")
            self.assertGreaterEqual(refused[0]["retry_after"], 1)
            self.assertEqual(asked_by(demo, 0, 0, [], "/v1/whoami")[0][0], 200, "others are not held up")


class DerivedAnswers(unittest.TestCase):
    def test_they_come_without_the_data_behind_them_and_read_no_surplus_file(self):
        derived = ["document.number_masked", "document.currently_valid", "verification"]
        with Demo("passport", "five-star-2023", configuration=me("door", fields=derived)) as demo:
            demo.reader_with_card("passport")
            demo.reader_with_card("five-star-2023")
            answer = demo.read(order("passport"))
            self.assertEqual(set(answer.json["record"]), {"document"})
            self.assertEqual(answer.json["record"]["document"], {"number_masked": "…67", "currently_valid": True})
            self.assertEqual(answer.json["verification"]["verdict"], "genuine")
            # DG12 has the first day of validity. DG14 and DG15 are the chip's keys, where it has them.
            self.assertEqual(set(files_read(answer.json)) - {"read_dg14", "read_dg15"},
                             {"read_com", "read_sod", "read_dg1", "read_dg12"})
            answer = demo.read(order("five-star-2023"))
            self.assertEqual(answer.json["record"]["document"],
                             {"number_masked": "9315…0028", "currently_valid": True})
            self.assertEqual(files_read(answer.json), ["read_com", "read_sod", "read_dg1", "read_dg13"])
            self.assertEqual(demo.get("/v1/reads/" + answer.json["id"] + "/portrait").status, 403)
            for field in ["portrait", "document.number", "holder.over_18", "holder.pseudonym", "raw", "*"]:
                refused = demo.read(order("passport", fields=[field]))
                self.assertEqual((refused.status, refused.json["code"], refused.json["field"]),
                                 (403, "not_granted", field))

    def test_an_age_is_granted_by_its_number(self):
        with Demo("passport", configuration=me("door", fields=["holder.over_18", "holder.over_65"])) as demo:
            demo.reader_with_card("passport")
            answer = demo.read(order("passport"))
            self.assertEqual(answer.json["record"], {"holder": {"over_18": True, "over_65": False}})
            self.assertNotIn("read_dg2", files_read(answer.json))
            self.assertNotIn("read_dg12", files_read(answer.json))
            self.assertEqual(demo.read(order("passport", fields=["holder.over_65"])).json["record"],
                             {"holder": {"over_65": False}})
            for field in ["holder.over_21", "holder.birth_date", "holder"]:
                self.assertEqual(demo.read(order("passport", fields=[field])).json["field"], field)
            self.assertEqual(demo.read(order("passport", fields=["holder.over_0"])).status, 400)


class Pseudonyms(unittest.TestCase):
    FIELDS = ["holder.pseudonym"]

    def configuration(self, name, key_file):
        return me(name, fields=self.FIELDS) + f'[pseudonym]\nkey_file = "{key_file}"\n'

    def pseudonym(self, demo, persona):
        answer = demo.read(order(persona))
        self.assertEqual(set(answer.json["record"]), {"holder"})
        self.assertEqual(set(answer.json["record"]["holder"]), {"pseudonym"})
        for surplus in ["read_dg2", "read_dg11", "read_dg12"]:
            self.assertNotIn(surplus, files_read(answer.json))
        return answer.json["record"]["holder"]["pseudonym"]

    def test_they_are_a_keyed_hash_of_client_and_document_number(self):
        with tempfile.TemporaryDirectory() as folder:
            key_file = pathlib.Path(folder) / "pseudonym.key"
            command = [FIVESTARD, "--create-pseudonym-key", key_file]
            self.assertEqual(subprocess.run(command, timeout=30).returncode, 0)
            self.assertEqual(stat.S_IMODE(key_file.stat().st_mode), 0o600)
            key = key_file.read_bytes()
            self.assertEqual(len(key), 32)
            again = subprocess.run(command, capture_output=True, text=True, timeout=30)
            self.assertNotEqual(again.returncode, 0)
            self.assertEqual(key_file.read_bytes(), key, "a key is never written over")

            def expected(client, state, number):
                text = "\0".join(["fivestar pseudonym 1", client, state, number]).encode()
                return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]

            with Demo("five-star-2023", "passport", configuration=self.configuration("door", key_file)) as demo:
                demo.reader_with_card("passport")
                demo.reader_with_card("five-star-2023")
                five_star = expected("door", "CHN", "931586198001010028")
                self.assertEqual(self.pseudonym(demo, "five-star-2023"), five_star)
                self.assertEqual(self.pseudonym(demo, "five-star-2023"), five_star)
                self.assertEqual(self.pseudonym(demo, "passport"), expected("door", "UTO", "SP1234567"))
                demo.write_configuration(self.configuration("gate", key_file))
                demo.signal(signal.SIGHUP)
                wait_until(lambda: demo.get("/v1/whoami").json["client"] == "gate", what="the new configuration")
                self.assertEqual(self.pseudonym(demo, "five-star-2023"), expected("gate", "CHN", "931586198001010028"))

                # A key file that others can read is refused.
                key_file.chmod(0o640)
                demo.signal(signal.SIGHUP)
                wait_until(lambda: "pseudonym_key_unusable" in demo.get("/v1/health").json["reasons"],
                           what="the refusal of the key")
                self.assertIsNone(self.pseudonym(demo, "five-star-2023"))


class OneTraveller(unittest.TestCase):
    """The five-star card of the published specimen, and a passport with the same data of its holder."""

    PERSONAS = ["five-star-2023", "passport-of-five-star", "passport"]

    def reads(self, demo):
        for persona in self.PERSONAS:
            demo.reader_with_card(persona)
        return [demo.read(order(persona)).json["id"] for persona in self.PERSONAS]

    def test_cross_check(self):
        fields = ["compare.holder", "compare.document"]
        routes = ["read", "match", "cross-check", "readers", "health", "openapi"]
        with Demo(*self.PERSONAS, configuration=me("hotel", fields=fields, routes=routes)) as demo:
            card, passport, of_another = self.reads(demo)

            def check(one, other, **more):
                return demo.request("POST", "/v1/cross-check", body={"reads": [one, other], **more})

            def same(reason=None):
                return {"result": "same", "reason": reason}

            self.assertEqual(check(card, passport).json, {"reads": [card, passport], "fields": {
                "holder.names": same(), "holder.sex": same(), "holder.birth_date": same(), "holder.nationality": same(),
                "document.number": {"result": "not_comparable", "reason": "different_documents"},
                "document.currently_valid": same()}})
            stranger = check(card, of_another).json["fields"]
            for field in ["holder.names", "holder.birth_date", "holder.nationality"]:
                self.assertEqual(stranger[field]["result"], "different", field)
            self.assertEqual(check(card, "0" * 32).status, 404)
            self.assertEqual(check(card, card).status, 400)
            self.assertEqual(check(card, passport, fields=["holder.names.chinese"]).json["fields"],
                             {"holder.names.chinese": {"result": "not_comparable", "reason": "different_scripts"}})

            done = subprocess.run([FIVESTARCTL, "--socket", demo.socket, "cross-check", card, passport],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 1, done)
            self.assertRegex(done.stdout, r"holder\.names +same")
            self.assertRegex(done.stdout, r"document\.number +not comparable +different documents")
            done = subprocess.run([FIVESTARCTL, "--socket", demo.socket, "cross-check", card, of_another],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, done)

    def test_match(self):
        with Demo(*self.PERSONAS, configuration=me("hotel", fields=["compare.holder", "compare.document.number"])) as demo:
            card, passport, _ = self.reads(demo)

            def match(read, fields):
                return demo.request("POST", f"/v1/reads/{read}/match", body={"fields": fields})

            booked = {"holder.names": "Yangben Z. J. Y. B. Zhengjian", "holder.birth_date": "1980-01-01",
                      "holder.nationality": "PAK", "holder.sex": "M", "document.number": "PAK310080010103"}
            answer = match(card, booked).json
            self.assertEqual({field: (value["result"], value["reason"]) for field, value in answer["fields"].items()}, {
                "holder.names": ("same", "abbreviated"), "holder.birth_date": ("same", None),
                "holder.nationality": ("same", None), "holder.sex": ("different", None),
                "document.number": ("same", "previous_number")})
            self.assertEqual(match(card, {"document.valid_until": "2033-08-07"}).status, 403)
            self.assertIn('fivestard_request_problems_total{code="not_granted"} 1\n', demo.get("/metrics").body.decode())
            self.assertEqual(match(card, {"holder.birth_date": "1980-13-01"}).status, 400)
            command = [FIVESTARCTL, "--socket", demo.socket, "match", passport, "holder.names=-", "holder.birth_date=-"]
            done = subprocess.run(command, input="Zhengjian Yangben\n800101\n", capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual(done.returncode, 0, done)
            self.assertRegex(done.stdout, r"holder\.names +same +abbreviated")
            # Nine more guesses are allowed, in any number of reads; then the card must be presented again.
            read = card
            for count in range(9):
                read = demo.read(order("five-star-2023")).json["id"] if count % 3 == 0 else read
                self.assertEqual(match(read, {"holder.birth_date": f"1980-02-{count + 1:02}"}).status, 200)
            self.assertEqual(match(read, {"holder.birth_date": "1980-01-01"}).status, 429)


if __name__ == "__main__":
    not_run.main()
