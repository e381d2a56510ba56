# SPDX-License-Identifier: Apache-2.0
"""Searches the daemon's memory after reads: no personal data may be left. Run below tools/with-pcscd with two readers."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import unittest

import not_run
import people
import simulator
from daemon import Daemon, FIVESTARD, wait_until
from process_memory import mappings, search, spellings, stacks
from simulator import Card

# Stack frames kept on the heap, to be found when they are used too late, are the address sanitizer's own.
ENVIRONMENT = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_stack_use_after_return=0"}

# Data of the invented people in sim/personas.
PASSPORT = {"name": ["ANNA MARIA", "ANNA<MARIA"], "number": ["SP1234567", "ZE184226B"],
            "birth": ["1985-07-16", "19850716", "850716"]}
PLAIN = {"name": ["SPECIMEN<<PETER"]}
FIVE_STAR = {"name": ["ZHENGJIAN, YANGBEN", "ZHENGJIAN<<YANGBEN", "证件样本证件样本"],
             "number": ["931586198001010028", "PAK310080010103"], "birth": ["1980-01-01", "19800101", "800101"]}


def needles_of(person):
    return {key: octets for kind, texts in person.items() for text in texts
            for key, octets in spellings(f"{kind} {text}", text).items()}


@not_run.skip_if(not_run.no_memory_of_others())
class Traces(unittest.TestCase):
    AMONG_THE_FILES = 20  # the exchange with the passport: zone and details have come, the portrait has not

    @classmethod
    def setUpClass(cls):
        cls.trust = simulator.write_trust()
        cls.key = pathlib.Path(cls.trust.name) / "evidence.key"
        subprocess.run([FIVESTARD, "--create-evidence-key", cls.key], check=True, stdout=subprocess.DEVNULL, timeout=60)
        cls.mrz = {name: "\n".join(persona["mrz"]) for name, persona in simulator.personas().items()}

    @classmethod
    def tearDownClass(cls):
        cls.trust.cleanup()

    def setUp(self):
        self.daemon = Daemon("[read]\nhold_seconds = 1\nmax_hold_seconds = 600\ndeadline_seconds = 30\n"
                             f'[evidence]\nkey_file = "{self.key}"\n', trust=self.trust.name, environment=ENVIRONMENT)

    def tearDown(self):
        self.no_card()
        status = self.daemon.stop()
        self.assertEqual(status, 0, self.daemon.log_text())

    def no_card(self):
        """Waits until pcscd has noticed the removal of a card."""
        wait_until(lambda: all(reader["state"] == "empty" for reader in self.daemon.readers()), "an empty reader")

    def configure(self, key, value):
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", self.daemon.configuration_file.read_text(), flags=re.MULTILINE)
        self.daemon.write_configuration(text)
        self.daemon.signal(signal.SIGHUP)
        wait_until(lambda: "reloaded" in self.daemon.log_text(), "the new configuration")

    def search(self, needles):
        return search(self.daemon.process.pid, needles)

    def card_is_there(self, besides=None):
        """The id of its reader."""
        def found():
            return next((reader["id"] for reader in self.daemon.readers()
                         if reader["state"] == "card" and "card" in reader and reader["id"] != besides), None)
        return wait_until(found, "a card")

    def assert_nothing(self, needles):
        """Waits only while the reader's thread may still disconnect its card."""
        left = {}

        def gone():
            left.clear()
            left.update(self.search(needles))
            return not left
        try:
            wait_until(gone, "memory without traces")
        except AssertionError:
            self.fail(f"left in memory: {left}")

    def assert_held(self, needles, kinds):
        """The search finds data that is there, and all of it is in memory that is not swapped or dumped."""
        found = self.search(needles)
        for kind in kinds:
            self.assertTrue(any(name.startswith(kind) for name in found), f"{kind}: the search finds nothing: {found}")
        for name, where in found.items():
            for mapping in where:
                self.assertLessEqual({"lo", "dd"}, mapping.flags, f"{name} lies in {mapping}")
        return found

    def read(self, persona, **more):
        answer = self.daemon.read({"access": {"mrz": self.mrz[persona]}, "wait_seconds": 10, **more})
        self.assertEqual(answer.status, 200, answer)
        return answer

    def use(self, answer):
        """Gets the record again, the citizen view, and the portrait in every format."""
        href = f"/v1/reads/{answer.json['id']}"
        self.assertEqual(self.daemon.get(href).status, 200)
        self.daemon.get(href + "?view=citizen")
        needles = {}
        for form in ("*/*", "image/png", "image/jpeg", "image/x-portable-pixmap"):
            portrait = self.daemon.get(href + "/portrait", headers={"Accept": form})
            if answer.json["record"]["portrait"]["media_type"] == "application/x-wlt" and form != "*/*":
                self.assertEqual(portrait.status, 406)
                continue
            self.assertEqual(portrait.status, 200, portrait)
            # A piece that occurs nowhere else; plain colour occurs everywhere.
            pieces = (portrait.body[at:at + 32] for at in range(len(portrait.body) // 4, len(portrait.body) // 2, 31))
            needles[f"portrait as {form}"] = max(pieces, key=lambda piece: len(set(piece)))
        return needles

    def test_after_removal(self):
        for persona, person in {"passport": PASSPORT, "five-star-2023": FIVE_STAR, "passport-plain": PLAIN}.items():
            person = {**person, "zone": self.mrz[persona].splitlines()}
            needles = needles_of(person)
            with self.subTest(persona):
                self.assert_nothing(needles)
                with Card(persona) as card:
                    self.card_is_there()
                    answer = self.read(persona)
                    needles |= self.use(answer)
                    self.assert_held(needles, [*person, "portrait as */*"])
                    card.remove()
                    wait_until(lambda: self.daemon.get(f"/v1/reads/{answer.json['id']}").status == 404,
                               "the end of the read")
                    self.assert_nothing(needles)
                self.no_card()

    def test_after_a_stream_and_its_deletion(self):
        needles = needles_of(PASSPORT)
        with Card("passport"):
            self.card_is_there()
            events = self.daemon.events(target="/v1/read", method="POST",
                                        body=json.dumps({"access": {"mrz": self.mrz["passport"]}}))
            _, result = events.wait_for("result")
            events.close()
            self.assert_held(needles, PASSPORT)
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{result['id']}").status, 204)
            self.assert_nothing(needles)

    def test_after_its_time(self):
        self.configure("max_hold_seconds", 2)
        needles = needles_of(FIVE_STAR)
        with Card("five-star-2023"):
            self.card_is_there()
            answer = self.read("five-star-2023")
            self.use(answer)
            wait_until(lambda: self.daemon.get(f"/v1/reads/{answer.json['id']}").status == 404,
                       "the end of the read")
            self.assert_nothing(needles)

    def test_after_a_newer_read(self):
        needles = needles_of(PASSPORT)
        with Card("passport"):
            self.card_is_there()
            for _ in range(3):
                newest = self.use_and_give(self.read("passport"))
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{newest}").status, 204)
            self.assert_nothing(needles)

    def use_and_give(self, answer):
        self.use(answer)
        return answer.json["id"]

    def test_after_reads_that_failed(self):
        needles = needles_of(PASSPORT) | needles_of(FIVE_STAR)
        with Card("passport"):
            self.card_is_there()
            self.assertEqual(self.daemon.read({"access": {"mrz": self.mrz["five-star-2023"]}}).status, 422)
            self.assertEqual(self.daemon.read({"access": {"mrz": self.mrz["five-star-2023"][:60]}}).status, 400)
            values = {"document_number": "931586198001010028931586", "birth_date": "1980-01-01",
                      "expiry_date": "2033-08-07"}
            self.assertEqual(self.daemon.read({"access": values}).status, 400)
            refused = self.daemon.read({"access": {"mrz": self.mrz["passport"]}, "require": ["signature",
                                                                                            "number_check_digit"]})
            self.assertEqual((refused.status, refused.json["code"]), (422, "requirement_failed"))
            self.assert_nothing(needles)

    def test_after_a_client_that_went_away(self):
        needles = needles_of(PASSPORT)
        body = json.dumps({"access": {"mrz": self.mrz["passport"]}}).encode()
        events = self.daemon.events()
        with Card("passport"):
            self.card_is_there()
            for part in (len(body) // 2, len(body)):
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(str(self.daemon.socket))
                    client.sendall(b"POST /v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
                    client.sendall(body[:part])
                    if part == len(body):
                        events.wait_for("read_started")
                if part == len(body):
                    events.wait_for("read_finished")
                self.assert_nothing(needles)
        events.close()

    def test_after_a_read_that_broke_off(self):
        """The card stops answering or is removed when most of it has been read."""
        needles = needles_of(PASSPORT)
        self.configure("deadline_seconds", 10)
        for quirk, status, code in ((f"silent@{self.AMONG_THE_FILES}", 503, "deadline_exceeded"),
                                    (f"removed@{self.AMONG_THE_FILES}", 409, "card_removed")):
            with self.subTest(quirk):
                with Card("passport", quirk=quirk):
                    self.card_is_there()
                    events = self.daemon.events(target="/v1/read", method="POST",
                                                body=json.dumps({"access": {"mrz": self.mrz["passport"]}}))
                    if code == "deadline_exceeded":
                        wait_until(lambda: any(name.startswith("number") for name in self.search(needles)), "what was read")
                    _, problem = events.wait_for("problem")
                    self.assertEqual((problem["status"], problem["code"]), (status, code))
                    events.close()
                self.no_card()
                self.assert_nothing(needles)

    def scan(self, reader, zone, status=200):
        answer = self.daemon.scan(reader, "\x02" + "\r".join(zone.splitlines()) + "\r\x03")
        self.assertEqual(answer.status, status, answer)

    def test_after_a_scanned_key(self):
        """The key is in memory while it is kept, and no longer: used, refused by the chip, replaced, dropped by a misread zone, at the
        removal of its card, and after its time."""
        needles = needles_of({**PASSPORT, "zone": self.mrz["passport"].splitlines()})
        held = needles_of({"key": ["SP1234567"]})
        reader = self.daemon.readers()[0]["id"]
        scanned = {"reader": reader, "access": {"scanned": True}, "wait_seconds": 10}
        misread = self.mrz["passport"].replace("850716", "940716")

        def keep():
            self.scan(reader, self.mrz["passport"])
            self.assert_held(held, ["key"])

        keep()
        with Card("passport"):
            answer = self.daemon.read({**scanned, "fields": ["holder.sex"]})
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{answer.json['id']}").status, 204)
            self.assert_nothing(needles)
            for zone, status in ((misread, 422), (self.mrz["eep"], 200)):
                keep()
                self.scan(reader, zone, status)
                self.assert_nothing(needles)
        self.no_card()
        with Card("eep") as card:
            self.card_is_there()
            keep()
            self.assertEqual(self.daemon.read(scanned).json["code"], "access_denied")
            self.assert_nothing(needles)
            keep()
            card.remove()
            self.no_card()
            self.assert_nothing(needles)
        text = self.daemon.configuration_file.read_text()
        self.daemon.write_configuration(text + "[keys]\nseconds = 1\n")
        self.daemon.signal(signal.SIGHUP)
        wait_until(lambda: "reloaded" in self.daemon.log_text(), "the new configuration")
        self.scan(reader, self.mrz["passport"])
        self.assert_nothing(needles)

    def test_after_evidence(self):
        needles = needles_of(PASSPORT)
        with Card("passport"):
            self.card_is_there()
            answer = self.read("passport", evidence=True)
            self.assertTrue(answer.json["evidence"]["signature"])
            self.assert_held(needles, PASSPORT)
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{answer.json['id']}").status, 204)
            self.assert_nothing(needles)

    def test_after_a_cross_check(self):
        needles = needles_of(FIVE_STAR)
        with Card("five-star-2023", 0):
            one = self.card_is_there()
            reads = [self.read("five-star-2023", reader=one).json["id"]]
            with Card("passport-of-five-star", 1):
                other = self.card_is_there(besides=one)
                reads.append(self.read("passport-of-five-star", reader=other).json["id"])
                self.compare_and_delete(reads, needles)

    def compare_and_delete(self, reads, needles):
        compared = self.daemon.request("POST", "/v1/cross-check", {"reads": reads})
        self.assertEqual(compared.json["fields"]["holder.names"]["result"], "same", compared)
        self.assert_held(needles, FIVE_STAR)
        for read in reads:
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{read}").status, 204)
        self.assert_nothing(needles)

    def test_a_core_dump_shows_nobody(self):
        """While the read is held. A debugger writes the dump that the kernel would write, without MADV_DONTDUMP areas."""
        needles = needles_of(PASSPORT)
        with Card("passport"), tempfile.TemporaryDirectory() as folder:
            self.card_is_there()
            needles |= self.use(self.read("passport"))
            found = {}
            for setting in ("off", "on"):
                core = pathlib.Path(folder) / setting
                done = subprocess.run(["gdb", "--nx", "--batch", "-p", str(self.daemon.process.pid), "-ex",
                                       f"set dump-excluded-mappings {setting}", "-ex", f"generate-core-file {core}"],
                                      capture_output=True, text=True, timeout=120)
                self.assertTrue(core.exists(), done)
                octets = core.read_bytes()
                found[setting] = [name for name, needle in needles.items() if needle in octets]
            for kind in PASSPORT:
                self.assertTrue(any(name.startswith(kind) for name in found["on"]), f"{kind}: the search finds nothing")
            self.assertEqual(found["off"], [])

    def test_heaps_and_stacks_are_kept(self):
        with Card("passport"):
            self.card_is_there()
            self.use(self.read("passport"))
            kept = [where for where in stacks(self.daemon.process.pid) if {"lo", "dd"} <= where.flags]
            # The stacks of the main thread, the reader's thread, and at least one thread for portraits.
            self.assertGreaterEqual(len(kept), 3, stacks(self.daemon.process.pid))
            heaps = [where for where in mappings(self.daemon.process.pid) if where.name == "[heap]"]
            self.assertEqual(heaps, [], "the heap of C is not the locked one")

    def test_after_values_were_compared(self):
        """A client's data about a person, such as a booking, is as personal as a card's."""
        booked = {"holder.names": "Yangben Zhengjian", "holder.birth_date": "1980-01-01",
                  "document.number": "931586198001010028"}
        chinese = "司马相如样本"  # ICU reads it, to compare it with the Latin name
        texts = [*booked.items(), ("chinese", chinese), ("reading", "sī mǎ xiāng rú"), ("reading", "sī mǎ xiàng rú")]
        needles = {key: octets for field, text in texts for key, octets in spellings(f"{field} {text}", text).items()}
        with Card("passport"):
            self.card_is_there()
            answer = self.read("passport")
            for name in (chinese, chinese + "一"):  # the readings are loaded, and are there
                compared = self.daemon.request("POST", f"/v1/reads/{answer.json['id']}/match", {"fields": {"holder.names": name}})
                self.assertEqual(compared.json["fields"]["holder.names"],
                                 {"result": "not_comparable", "reason": "different_scripts"}, compared)
                self.assert_nothing(needles)
            compared = self.daemon.request("POST", f"/v1/reads/{answer.json['id']}/match", {"fields": booked})
            self.assertEqual(compared.status, 200, compared)
            self.assertEqual(compared.json["fields"]["holder.birth_date"]["result"], "different")
            self.assert_nothing(needles)
            needles |= needles_of(PASSPORT)
            self.assert_held(needles, PASSPORT)
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{answer.json['id']}").status, 204)
            self.assert_nothing(needles)

    def test_after_a_number_was_checked(self):
        needles = needles_of(FIVE_STAR)
        self.assertEqual(self.daemon.request("POST", "/v1/number", {"number": "931586198001010028"}).status, 200)
        self.assertEqual(self.daemon.request("POST", "/v1/number", {"numbers": "931586198001010028"}).status, 400)
        self.assert_nothing(needles)

    def test_after_a_module_read_the_card(self):
        """A smart card imitates a reading machine: it answers with text in UTF-16, without secure messaging."""
        needles = needles_of(FIVE_STAR)
        with Card("five-star-2023", kind="sam-impostor"):
            self.card_is_there()
            answer = self.daemon.read({"wait_seconds": 10})
            self.assertEqual(answer.status, 200, answer)
            self.use(answer)
            self.assert_held(needles, FIVE_STAR)
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{answer.json['id']}").status, 204)
            self.assert_nothing(needles)


class Logs(unittest.TestCase):
    """daemon.py searches the output of every daemon when it stops; this shows that the search finds something."""

    def test_people_are_recognised(self):
        for said in ("read of SP1234567 done", "ANNA MARIA", "SPECIMEN<<ANNA<MARIA<<<", "born 1980-01-01.", "19850716",
                     "证件样本证件样本证件样本证件样", "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN", "931586198001010028"):
            self.assertNotEqual(people.traces_in(said), [], said)
        for said in ("read done in 19850716123 us", "anchor SPECIMEN CSCA passport", "id c0ffee19850716ab"):
            self.assertEqual(people.traces_in(said), [], said)

    def test_a_daemon_that_spoke_of_somebody_would_be_found_out(self):
        with Daemon() as daemon:
            with self.assertRaises(AssertionError):
                daemon.assert_no_traces("the log", daemon.log_text() + "read of ANNA MARIA done")

    def test_no_core_is_written(self):
        with Daemon() as daemon:
            with open(f"/proc/{daemon.process.pid}/limits", encoding="utf-8") as limits:
                core = next(line for line in limits if line.startswith("Max core file size"))
            self.assertEqual(core.split()[4:6], ["0", "0"], core)


class WhereLockingIsRefused(unittest.TestCase):
    def test_the_daemon_says_so_and_works(self):
        with Daemon(wrapper=["setpriv", "--bounding-set=-ipc_lock", "prlimit", "--memlock=0"]) as daemon:
            health = daemon.get("/v1/health").json
            self.assertEqual(health["status"], "degraded")
            self.assertIn("memory_not_locked", health["reasons"])
            self.assertEqual(daemon.log_text().count("memory cannot be locked"), 1, daemon.log_text())
            with Card("passport-plain"):
                wait_until(lambda: any(reader["state"] == "card" for reader in daemon.readers()), "a card")
                self.assertEqual(daemon.read({"wait_seconds": 10}).status, 200)
            wait_until(lambda: all(reader["state"] == "empty" for reader in daemon.readers()), "an empty reader")

    def test_elsewhere_it_says_nothing(self):
        with Daemon() as daemon:
            self.assertNotIn("memory_not_locked", daemon.get("/v1/health").json["reasons"])


if __name__ == "__main__":
    not_run.main()
