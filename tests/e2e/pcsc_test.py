# SPDX-License-Identifier: Apache-2.0
"""Reads simulated chips over a real pcscd: chip, virtual reader, pcscd, fivestard, socket. Run below tools/with-pcscd."""

import json
import pathlib
import re
import subprocess
import tempfile
import threading
import time
import unittest

import not_run
import simulator
from daemon import BUILD, FIVESTARCTL, Daemon, wait_until
from over_pcsc import OverPcsc
from simulator import Card

PERSONAS = ["five-star-2023", "five-star-2023-sm2", "passport", "passport-pace-only", "passport-contact", "passport-plain",
            "identity-card", "eep", "taiwan-travel", "home-return", "home-return-non-chinese", "taiwan-compatriot"]


class Cards(OverPcsc):
    def test_each_persona_is_genuine(self):
        for persona in PERSONAS:
            with self.subTest(persona), Card(persona):
                reader = self.one_reader()
                self.assertEqual(reader["card"]["kind"], "emrtd")
                answer = self.read(persona)
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.json["verification"]["verdict"], "genuine", answer.json["verification"])
                self.assertEqual(answer.json["profile"], "lds" if persona.startswith("five-star") else "emrtd")
                portrait = self.daemon.get(answer.json["record"]["portrait"]["href"])
                self.assertEqual(portrait.status, 200)
                self.assertEqual(portrait.headers["Content-Type"], answer.json["record"]["portrait"]["media_type"])
                self.assertGreater(len(portrait.body), 1000)
                steps = [step["name"] for step in answer.json["steps"]]
                self.assertIn("read_dg2", steps)
            self.no_cards()

    def test_the_five_star_record_is_the_published_specimen(self):
        with Card("five-star-2023"):
            self.one_reader()
            record = self.read("five-star-2023").json["record"]
        # Decard's published specimen output of the 2023 card.
        self.assertEqual(record["document"]["number"], "931586198001010028")
        self.assertEqual(record["document"]["previous_numbers"], ["PAK310080010103"])
        self.assertEqual(record["document"]["valid_from"], "2023-08-08")
        self.assertEqual(record["document"]["valid_until"], "2033-08-07")
        self.assertEqual(record["document"]["type"], "permanent_resident_card")
        self.assertEqual(record["document"]["edition"], "2023")
        self.assertEqual(record["holder"]["birth_date"], "1980-01-01")
        self.assertEqual(record["holder"]["sex"], "female")
        self.assertEqual(record["holder"]["nationality"], "PAK")
        self.assertEqual(record["holder"]["names"]["chinese"], "证件样本证件样本证件样本证件样")
        self.assertTrue(record["holder"]["names"]["latin"].startswith("ZHENGJIAN"), record["holder"]["names"])
        self.assertTrue(record["number"]["valid"])
        self.assertEqual(record["number"]["acceptance_place"]["code"], "31")

    def test_permits_are_read_by_their_printed_lines(self):
        # The published specimens (docs/CHINESE-CARDS.md).
        permits = {
            "eep": (1, "hk_macao_exit_permit", "C00000000", "证件样本"),
            "taiwan-travel": (1, "taiwan_exit_permit", "L00000000", "证件样本"),
            "home-return": (3, "home_return_permit", "H12345678", "证件样本"),
            "home-return-non-chinese": (3, "home_return_permit_non_chinese", "H12345678", "证件样"),
            "taiwan-compatriot": (3, "taiwan_compatriot_permit", "00000000", "证件样本"),
        }
        for persona, (lines, kind, number, name) in permits.items():
            with self.subTest(persona), Card(persona):
                self.one_reader()
                zone = self.mrz[persona].split("\n")
                self.assertEqual(len(zone), lines)
                for access in [{"mrz": zone}, {"mrz": "".join(zone).lower()}]:
                    answer = self.daemon.read({"access": access})
                    self.assertEqual(answer.status, 200, answer)
                    self.assertEqual(answer.json["verification"]["verdict"], "genuine")
                    document, holder = answer.json["record"]["document"], answer.json["record"]["holder"]
                    self.assertEqual((document["type"], document["number"]), (kind, number))
                    self.assertEqual(holder["names"]["chinese"], name)
            self.no_cards()

    def test_a_smart_card_that_plays_a_reading_machine_is_unverified(self):
        with Card("five-star-2023", kind="sam-impostor"):
            self.assertEqual(self.one_reader()["card"]["kind"], "cn_id_sam")
            answer = self.daemon.read({"wait_seconds": 10})
            self.assertEqual((answer.status, answer.json["profile"]), (200, "sam"), answer)
            verification = answer.json["verification"]
            self.assertEqual(verification["verdict"], "unverified")
            self.assertIsNone(verification["sam_id"])
            checks = {check["name"]: (check["outcome"], check["reason"]) for check in verification["checks"]}
            self.assertEqual(checks["chip_authenticity"], ("not_performed", "sam_reader_not_trusted"))
            self.assertEqual(checks["access"], ("not_performed", "sam_reader_not_trusted"))
            required = self.daemon.read({"require": ["chip_authenticity"]})
            self.assert_problem(required, 422, "requirement_failed")

    def test_curl_reads_as_the_readme_says(self):
        with Card("passport"):
            self.one_reader()
            body = json.dumps({"access": {"mrz": self.mrz["passport"]}})
            done = subprocess.run(["curl", "-sS", "--unix-socket", self.daemon.socket, "-d", "@-",
                                   "http://localhost/v1/read"], input=body, capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(done.stdout)["verification"]["verdict"], "genuine", done.stdout)

    def test_fivestarctl_reads_with_the_key_from_standard_input(self):
        with Card("passport"):
            self.one_reader()
            done = subprocess.run([FIVESTARCTL, "--socket", self.daemon.socket, "read", "--mrz", "-"],
                                  input=self.mrz["passport"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
            self.assertIn("genuine", done.stdout)

    def test_two_readers_at_the_same_time(self):
        with Card("five-star-2023", 0), Card("passport", 1):
            wait_until(lambda: sum(r["state"] == "card" for r in self.daemon.readers()) == 2, "two cards")
            by_key = {}
            several = self.daemon.read({"access": {"mrz": self.mrz["passport"]}})
            self.assert_problem(several, 409, "several_cards")
            readers = sorted(reader["id"] for reader in self.daemon.readers() if reader["state"] == "card")

            def read(reader, persona):
                by_key[persona] = self.read(persona, reader=reader)

            threads = [threading.Thread(target=read, args=pair)
                       for pair in zip(readers, ["five-star-2023", "passport"])]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for persona, answer in by_key.items():
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.json["verification"]["verdict"], "genuine", persona)

    def test_wrong_missing_and_malformed_keys(self):
        with Card("passport"):
            self.one_reader()
            wrong = self.mrz["five-star-2023"]
            answer = self.daemon.read({"access": {"mrz": wrong}})
            self.assert_problem(answer, 422, "access_denied")
            answer = self.daemon.read({})
            self.assert_problem(answer, 422, "access_required")
            self.assertEqual(answer.json["accepts"], ["mrz", "can"])
            answer = self.daemon.read({"access": {"mrz": "P<UTO"}})
            self.assert_problem(answer, 400, "bad_access_key")
            answer = self.daemon.request("POST", "/v1/read", body="{")
            self.assert_problem(answer, 400, "bad_request")
            self.assertEqual(self.read("passport").json["verification"]["verdict"], "genuine")

    def test_no_card(self):
        answer = self.daemon.read({"access": {"mrz": self.mrz["passport"]}})
        self.assert_problem(answer, 409, "no_card")
        started = time.monotonic()
        answer = self.daemon.read({"wait_seconds": 1})
        self.assert_problem(answer, 409, "no_card")
        self.assertGreater(time.monotonic() - started, 0.9)

    def test_waiting_for_a_card(self):
        order = {"access": {"mrz": self.mrz["passport"]}, "wait_for": "next", "wait_seconds": 60}
        events = self.daemon.events(target="/v1/read", method="POST", body=json.dumps(order))  # returns when the stream begins
        with Card("passport"):
            events.wait_for("result")
        events.close()

    def test_a_card_pulled_out_at_ten_places(self):
        # The identification of this card, which has no EF.CardAccess, takes seven commands.
        for place in [1, 7, 8, 9, 10, 12, 16, 25, 40, 60]:
            with self.subTest(place=place), Card("passport-contact", quirk=f"removed@{place + 1}") as card:
                if place > 1:
                    wait_until(lambda: any(r["state"] != "empty" for r in self.daemon.readers()), "a card")
                    self.assert_problem(self.read("passport-contact"), 409, "card_removed")
                else:  # removed during its identification, so it is never reported
                    time.sleep(2)
                    self.assert_problem(self.read("passport-contact"), 409, "no_card")
                self.no_cards()
                card.insert()
                again = self.read("passport-contact", wait_seconds=20)
                self.assertEqual(again.status, 200, again)
                self.assertEqual(again.json["verification"]["verdict"], "genuine")
            self.no_cards()

    def test_pcscd_killed_and_restarted(self):
        def losses():
            page = self.daemon.get("/metrics").body.decode()
            return int(re.search(r"^fivestard_pcsc_losses_total (\d+)$", page, re.MULTILINE)[1])
        events = self.daemon.events()
        events.wait_for("snapshot")
        before = losses()
        with Card("passport"):
            self.one_reader()
            simulator.pcscd("kill")
            lost, _ = events.wait_for("pcsc_lost")
            self.assertEqual(self.daemon.get("/v1/health").json["pcsc"], "unavailable")
            self.assert_problem(self.daemon.read({}), 503, "pcsc_unavailable")
            simulator.pcscd("start")
            events.wait_for("pcsc_back", after=lost)
            self.assertEqual(losses(), before + 1)
            self.one_reader()
            self.assertEqual(self.read("passport", wait_seconds=20).json["verification"]["verdict"], "genuine")
        events.close()

    def test_a_silent_card_costs_its_own_reader_alone(self):
        with self.configured("[read]\ndeadline_seconds = 2"):
            with Card("passport", 0, quirk="silent@6") as silent, Card("five-star-2023", 1):
                wait_until(lambda: sum(r["state"] == "card" for r in self.daemon.readers()) == 2, "two cards")
                readers = sorted(reader["id"] for reader in self.daemon.readers())
                answer = self.read("passport", reader=readers[0])
                self.assertEqual(answer.status, 503, answer)
                self.assertIn(answer.json["code"], ["deadline_exceeded", "reader_unresponsive"])
                state = {reader["id"]: reader["state"] for reader in self.daemon.readers()}
                self.assertEqual(state[readers[0]], "unresponsive")
                self.assert_problem(self.daemon.read({"reader": readers[0]}), 503, "reader_unresponsive")
                self.assertEqual(self.read("five-star-2023", reader=readers[1]).status, 200)
                silent.say("speak")
                wait_until(lambda: {r["id"]: r["state"] for r in self.daemon.readers()}[readers[0]] == "card",
                           "the reader's recovery")
                self.assertEqual(self.read("passport", reader=readers[0]).json["verification"]["verdict"], "genuine")

    def test_programs_of_others_talk_to_the_chip(self):
        with Card("passport"):
            opensc = ["opensc-tool", "--reader", self.one_reader()["name"]]
            atr = subprocess.run([*opensc, "-a"], capture_output=True, text=True, timeout=60)
            self.assertEqual(atr.returncode, 0, atr)
            self.assertRegex(atr.stdout.strip(), r"^3b:")
            sent = subprocess.run([*opensc, "-s", "00A4040C07A0000002471001", "-s", "0084000008"],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(sent.stdout.count("SW1=0x90, SW2=0x00"), 2, sent)
            scan = subprocess.run(["pcsc_scan", "-r"], capture_output=True, text=True, timeout=60)
            self.assertIn("Virtual PCD", scan.stdout)
            # They left the application selected, which has no EF.CardAccess.
            verdict, checks = self.verification(self.read("passport"))
            self.assertEqual((verdict, checks["access"]["method"]), ("genuine", "pace-mrz"))

    def test_tampering_is_seen(self):
        expected = {
            "bit-in-dg1": ("not_genuine", "data_group_hashes", "failed"),
            "bit-in-dg2": ("not_genuine", "data_group_hashes", "failed"),
            "bit-in-signature": ("not_genuine", "signature", "failed"),
            "unlisted-data-group": ("not_genuine", "data_group_hashes", "failed"),
            "dg15-missing": ("not_genuine", "chip_authenticity", "failed"),
            "unknown-csca": ("unverified", "certificate_chain", "not_performed"),
            "expired-signer": ("genuine", "certificate_validity", "failed"),
            "revoked-signer": ("not_genuine", "revocation", "failed"),
        }
        for quirk, (verdict, check, outcome) in expected.items():
            with self.subTest(quirk), Card("passport", quirk=quirk):
                self.one_reader()
                answer = self.read("passport")
                self.assertEqual(answer.status, 200, answer)
                verification = answer.json["verification"]
                outcomes = {each["name"]: each["outcome"] for each in verification["checks"]}
                self.assertEqual((verification["verdict"], outcomes[check]), (verdict, outcome), verification)
            self.no_cards()

    def test_a_read_streams_its_progress(self):
        with Card("passport"):
            self.one_reader()
            events = self.daemon.events(target="/v1/read", method="POST",
                                        body=json.dumps({"access": {"mrz": self.mrz["passport"]}}))
            _, result = events.wait_for("result")
            names = events.names()
            self.assertIn("progress", names)
            self.assertLess(names.index("record"), names.index("result"))
            portrait = [at for at, (_, data, _) in enumerate(events.events) if data.get("step") == "read_dg2"]
            self.assertLess(names.index("record"), portrait[0], "the text comes before the portrait is read")
            self.assertEqual(result["verification"]["verdict"], "genuine")
            events.close()

    def test_a_read_is_held_for_its_client_and_gone_on_delete(self):
        with Card("passport"):
            self.one_reader()
            read = self.read("passport").json["id"]
            answer = self.daemon.get(f"/v1/reads/{read}")
            self.assertEqual(answer.json["record"]["document"]["type"], "passport")
            self.assertEqual(self.daemon.request("DELETE", f"/v1/reads/{read}").status, 204)
            self.assert_problem(self.daemon.get(f"/v1/reads/{read}"), 404, "no_such_read")


class Suspension(unittest.TestCase):
    """The machine is suspended as far as CLOCK_BOOTTIME says. pcscd sees no change, and systemd's watchdog wakes the daemon, since no
    clock of the kernel jumps here."""

    LIBRARY = BUILD / "tests" / "e2e" / "libsuspended_clock.so"

    def test_a_card_is_a_new_one_and_yesterdays_read_is_gone(self):
        zone = "\n".join(simulator.personas()["passport"]["mrz"])
        with tempfile.TemporaryDirectory() as folder:
            suspended = pathlib.Path(folder, "seconds")
            trust = simulator.write_trust()
            self.addCleanup(trust.cleanup)
            environment = {"LD_PRELOAD": str(self.LIBRARY), "FIVESTAR_SUSPENDED": str(suspended), "WATCHDOG_USEC": "400000"}
            with Daemon(trust=trust.name, environment=environment) as daemon, Card("passport"):
                card = daemon.reader_with_card("Virtual PCD")["card"]["id"]
                read = daemon.read({"access": {"mrz": zone}}).json["id"]
                events = daemon.events()
                events.wait_for("snapshot")
                suspended.write_text("27")
                gone, _ = events.wait_for("card_removed", card=card)
                _, again = events.wait_for("card_inserted", after=gone)
                self.assertNotEqual(again["card"], card)
                self.assertEqual(daemon.get(f"/v1/reads/{read}").status, 200)  # hold_seconds are 60
                self.assertEqual(daemon.read({"access": {"mrz": zone}}).status, 200)
                suspended.write_text("87")
                self.assertEqual(daemon.get(f"/v1/reads/{read}").json["code"], "no_such_read")
                events.wait_for("card_removed", card=again["card"])
                events.close()


if __name__ == "__main__":
    not_run.main()
