# SPDX-License-Identifier: Apache-2.0
"""Reads Chinese identity cards: a simulated SAM_V module on a serial port, our driver in a real pcscd, fivestard, its socket. Run below
tools/with-pcscd --modules."""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import time
import unittest

import not_run
import simulator
from daemon import SOURCE, Daemon, wait_until
from sam_module import Module

PORTS = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()
VECTORS = SOURCE / "tests" / "vectors" / "samv"
SAM_ID = "05.03-20150101-0001234567-0123456789"

# Values of tests/vectors/samv/README.md, which the personas carry; the resident's name and sex, and what is not in the text
# record, are those of sim/personas/sam.
EXPECTED = {
    "five-star-2023": {
        "document.type": "permanent_resident_card", "document.edition": "2023", "document.issuing_state": "CHN",
        "document.number": "931586198001010028", "document.previous_numbers": ["PAK310080010103"],
        "document.valid_from": "2023-08-08", "document.valid_until": "2033-08-07", "document.long_term": False,
        "document.renewal_count": "00", "document.issuing_authority.en": "National Immigration Administration",
        "holder.names.latin": "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN",
        "holder.names.chinese": "证件样本证件样本证件样本证件样", "holder.sex": "female", "holder.birth_date": "1980-01-01",
        "holder.nationality": "PAK", "holder.ethnicity": None, "holder.address": None,
        "number.valid": True, "number.first_nationality": "PAK", "number.acceptance_place.code": "31",
    },
    "permanent-resident-2017": {
        "document.type": "permanent_resident_card", "document.edition": "2017", "document.number": "PAK310080010103",
        "document.valid_from": "2023-08-08", "document.valid_until": "2033-08-07", "document.card_version": "01",
        "document.acceptance_authority.code": "1500", "document.issuing_authority.en": "Ministry of Public Security",
        "holder.names.latin": "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y",
        "holder.names.chinese": "证件样本证件样本证件样本证件", "holder.sex": "female", "holder.birth_date": "1980-01-01",
        "holder.nationality": "PAK", "holder.address": None, "number.valid": True,
    },
    "resident": {
        "document.type": "resident_id_card", "document.number": "11010519491231002X", "document.valid_from": "2020-01-01",
        "document.valid_until": None, "document.long_term": True, "document.issuing_authority.zh": "北京市公安局朝阳分局",
        "holder.names.chinese": "张三样本", "holder.names.latin": None, "holder.sex": "female",
        "holder.birth_date": "1949-12-31", "holder.ethnicity.code": "01", "holder.address": "北京市朝阳区样本路1号",
        "holder.address_appended": ["北京市海淀区样本街2号", "上海市浦东新区样本路3号院4号楼"], "number.valid": True,
    },
    "hmt-resident": {
        "document.type": "hmt_residence_permit", "document.number": "810000199001010019",
        "document.valid_from": "2020-01-01", "document.valid_until": "2025-01-01",
        "document.travel_permit_number": "H00000000", "document.issue_count": "01",
        "document.issuing_authority.zh": "深圳市公安局", "holder.names.chinese": "样本", "holder.sex": "male",
        "holder.birth_date": "1990-01-01", "holder.ethnicity": None, "holder.address": "广东省深圳市样本路1号",
        "holder.address_appended": [], "number.valid": True,
    },
}

# The allowed results of a lasting fault, at each command of a read.
CLEAR_PROBLEMS = {"no_card", "card_removed", "sam_error", "reader_unresponsive", "deadline_exceeded"}
# These faults do not disturb a correct reader of the protocol.
HARMLESS = {"noise-before", "late"}
STATUSES = ["10", "11", "21", "24", "31", "32", "33", "40", "41", "47", "60", "66", "80", "81", "91", "ee"]
FRAMES = ["noise-before", "noise-inside", "wrong-checksum", "long-length", "short-length", "zero-length",
          "greatest-length", "short-frame", "long-frame", "inner-lengths", "half-frame", "endless", "echo", "doubled",
          "foreign-answer", "late", "slow", "silence", "card-lifted", "unplugged"]
COMMANDS = ["find", "select", "management", "read", "addresses"]


def value_at(record, path):
    for name in path.split("."):
        record = record[name]
    return record


def pcscd_process():
    return int((pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"]) / "pid").read_text())


class OverModules(unittest.TestCase):
    """One daemon for all tests; each test starts and stops its own modules."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.pcscd = pcscd_process()
        wait_until(lambda: all(cls.reader(number) for number in range(len(PORTS))), "the modules' readers")

    @classmethod
    def tearDownClass(cls):
        status = cls.daemon.stop()
        log = cls.daemon.log_text()
        assert status == 0, log
        assert "ERROR: " not in log and "WARNING: ThreadSanitizer" not in log, log

    def tearDown(self):
        self.assert_pcscd_lives()

    def assert_pcscd_lives(self):
        self.assertEqual(pathlib.Path(f"/proc/{self.pcscd}/comm").read_text(), "pcscd\n")
        self.assertEqual(pcscd_process(), self.pcscd)

    @classmethod
    def reader(cls, number=0):
        """The reader of the module with this number; None if there is none."""
        found = [reader for reader in cls.daemon.readers() if re.search(rf"SAM_V {number} [0-9A-F]{{2}} 00$", reader["name"])]
        return found[0] if found else None

    def wait_for_card(self, number=0):
        def found():
            reader = self.reader(number)
            return reader if reader["state"] == "card" and "card" in reader else None
        return wait_until(found, f"a card on module {number}")

    def wait_for_state(self, state, number=0):
        wait_until(lambda: self.reader(number)["state"] == state, f"module {number} to be {state}")

    def read(self, number=0, **more):
        answer = self.daemon.read({"reader": self.reader(number)["id"], "wait_seconds": 10, **more})
        return answer

    def read_well(self, number=0, persona=None, **more):
        answer = self.read(number, **more)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["verification"]["verdict"], "genuine", answer.json["verification"])
        if persona:
            number = answer.json["record"]["document"]["number"]
            self.assertEqual(number, EXPECTED[persona]["document.number"])
        return answer.json

    def test_each_record_is_right(self):
        for persona, expected in EXPECTED.items():
            with self.subTest(persona), Module(PORTS[0], persona):
                reader = self.wait_for_card()
                self.assertEqual((reader["interface"], reader["card"]["kind"]), ("sam", "cn_id_sam"))
                answer = self.read_well(0)
                self.assertEqual(answer["profile"], "sam")
                self.assertEqual({path: value_at(answer["record"], path) for path in expected}, expected)
                self.assertEqual(answer["verification"]["sam_id"], SAM_ID)
                checks = {check["name"]: check for check in answer["verification"]["checks"]}
                self.assertEqual([checks[name]["outcome"] for name in
                                  ("access", "chip_authenticity", "number_check_digit", "record_consistency")],
                                 ["passed"] * 4, checks)
                self.assertEqual({checks[name]["method"] for name in ("access", "chip_authenticity")}, {"sam"})
                for name in ("signature", "certificate_chain", "data_group_hashes"):
                    self.assertEqual((checks[name]["outcome"], checks[name]["reason"]),
                                     ("not_performed", "not_on_this_card"), name)
                portrait = self.daemon.get(answer["record"]["portrait"]["href"])
                self.assertEqual((portrait.status, portrait.headers["Content-Type"], len(portrait.body)),
                                 (200, "application/x-wlt", 1024))
                self.assertTrue(portrait.body.startswith(b"SPECIMEN"))
            self.wait_for_state("empty")

    def test_a_read_of_text_delivers_no_portrait(self):
        with Module(PORTS[0], "resident"):
            self.wait_for_card()
            answer = self.read_well(0, fields=["document.number", "holder.names", "verification"])
            self.assertNotIn("portrait", answer["record"])
            self.assertEqual(self.daemon.get(f"/v1/reads/{answer['id']}/portrait").status, 404)
        self.wait_for_state("empty")

    def test_a_card_is_read_again_and_again_while_it_lies_there(self):
        with Module(PORTS[0], "five-star-2023"):
            self.wait_for_card()
            for _ in range(3):
                self.read_well(0, "five-star-2023")
                time.sleep(1)  # the service powers the card down meanwhile
        self.wait_for_state("empty")

    def test_programs_of_others_use_the_reader_after_the_daemon(self):
        with Module(PORTS[0], "hmt-resident"):
            self.wait_for_card()
            self.read_well(0, "hmt-resident")
            scan = subprocess.run(["pcsc_scan", "-r"], capture_output=True, text=True, timeout=60)
            self.assertRegex(scan.stdout, r"SAM_V 0 [0-9A-F]{2} 00")
            opensc = ["opensc-tool", "--reader", self.reader()["name"]]
            atr = subprocess.run([*opensc, "-a"], capture_output=True, text=True, timeout=60)
            self.assertEqual(atr.stdout.strip(),
                             "3b:8f:80:01:80:4f:0c:a0:00:00:03:06:07:ff:b0:00:00:00:00:20", atr)
            blocks = []
            for block in range(6):
                sent = subprocess.run([*opensc, "-s", f"FF B0 {block:02X} 00 00"], capture_output=True, text=True,
                                      timeout=60)
                self.assertIn("SW1=0x90, SW2=0x00", sent.stdout, sent)
                lines = re.findall(r"^((?:[0-9A-F]{2} )+)", sent.stdout, re.MULTILINE)
                blocks.append(bytes.fromhex("".join(lines)))
            self.assertEqual([len(block) for block in blocks], [256] * 5 + [4])
            stream = b"".join(blocks)
            self.assertEqual(stream[:260], bytes.fromhex("01000400") + (VECTORS / "text_J.bin").read_bytes())
            self.assertTrue(stream[260:].startswith(b"SPECIMEN"))
            self.read_well(0, "hmt-resident")
        self.wait_for_state("empty")

    def test_removal_is_noticed_soon_before_and_after_a_read(self):
        with Module(PORTS[0], "resident", lifted=True) as module:
            self.wait_for_state("empty")
            events = self.daemon.events()
            at, _ = events.wait_for("snapshot")
            taken = []
            for read in (False, True, True):
                module.say("present")
                at, _ = events.wait_for("card_inserted", after=at)
                if read:
                    self.read_well(0, "resident")
                    time.sleep(0.5)
                lifted = time.monotonic()
                module.say("lift")
                at, _ = events.wait_for("card_removed", after=at)
                taken.append(time.monotonic() - lifted)
            # The fastest, because the machine may be busy.
            self.assertLess(min(taken), 1.5)
            events.close()
        self.wait_for_state("empty")

    def test_another_card_laid_down_at_once_is_another_card(self):
        with Module(PORTS[0], "resident") as module:
            first = self.wait_for_card()["card"]["id"]
            self.read_well(0, "resident")
            module.say("persona hmt-resident")
            wait_until(lambda: (self.reader().get("card") or {}).get("id") not in (first, None), "the other card")
            self.read_well(0, "hmt-resident")
        self.wait_for_state("empty")

    def test_waiting_for_a_card(self):
        with Module(PORTS[0], "resident", lifted=True) as module:
            self.wait_for_state("empty")
            order = {"reader": self.reader()["id"], "wait_for": "next", "wait_seconds": 60}
            events = self.daemon.events(target="/v1/read", method="POST", body=json.dumps(order))  # returns when the stream begins
            module.say("present")
            events.wait_for("result")
            events.close()
        self.wait_for_state("empty")

    def test_the_port_is_unplugged_and_plugged_again(self):
        with Module(PORTS[0], "five-star-2023") as module:
            self.wait_for_card()
            self.read_well(0, "five-star-2023")
            for _ in range(3):
                module.say("unplug")
                self.wait_for_state("empty")
                module.say("plug")
                self.wait_for_card()
                self.read_well(0, "five-star-2023")
        self.wait_for_state("empty")

    def test_a_module_at_each_rate(self):
        for rate in (115200, 57600, 38400, 19200, 9600):
            with self.subTest(rate), Module(PORTS[0], "resident", "--baud", str(rate)):
                self.wait_for_card()
                self.read_well(0, "resident")
            self.wait_for_state("empty")

    def test_modules_that_ask_for_the_card_to_be_lifted(self):
        with Module(PORTS[0], "resident", "--fault", "reset-keeps-card", "--fault", "reads-once") as module:
            self.wait_for_card()
            self.read_well(0, "resident")
            self.read_well(0, "resident")
            module.say("lift")
            self.wait_for_state("empty")
            module.say("present")
            self.wait_for_card()
            self.read_well(0, "resident")
        self.wait_for_state("empty")

    def one_fault(self, number, fault, command):
        """A fault lasts from before the card comes: each read gets a clear answer, and after its end a good record."""
        with Module(PORTS[number], "resident", "--fault", f"{fault}@{command}") as module:
            started = time.monotonic()
            answer = self.read(number, wait_seconds=4)
            taken = time.monotonic() - started
            self.assertLess(taken, 45, f"{fault}@{command}")
            if answer.status != 200:
                self.assertIn(answer.json["code"], CLEAR_PROBLEMS, f"{fault}@{command}: {answer}")
            if fault in HARMLESS:
                self.assertEqual(answer.status, 200, f"{fault}@{command}: {answer}")
            elif command == "read" and fault.startswith("sw-"):
                self.assertEqual((answer.status, answer.json.get("code"), answer.json.get("module_code")),
                                 (502, "sam_error", fault[3:].upper()), f"{fault}@{command}: {answer}")
            module.say("fault none", "plug", "lift")
            self.wait_for_state("empty", number)
            module.say("present")
            self.wait_for_card(number)
            self.read_well(number, "resident", wait_seconds=20)
        self.wait_for_state("empty", number)

    def every_fault(self, faults):
        """Reads all modules at the same time."""
        free = list(range(len(PORTS)))
        complaints = []

        def run(pair):
            number = free.pop()
            try:
                self.one_fault(number, *pair)
            except Exception as error:  # the other threads continue
                complaints.append(f"{pair}: {error}")
            finally:
                free.append(number)

        with concurrent.futures.ThreadPoolExecutor(len(PORTS)) as pool:
            list(pool.map(run, [(fault, command) for fault in faults for command in COMMANDS]))
        self.assertFalse(complaints, "\n".join(complaints))

    def test_every_status_at_every_command(self):
        self.every_fault([f"sw-{status}" for status in STATUSES])

    def test_every_broken_answer_at_every_command(self):
        self.every_fault(FRAMES)

    def test_the_list_of_faults_is_whole(self):
        listed = {line.split()[0] for line in simulator.run("--faults").splitlines() if not line.startswith("Commands:")}
        self.assertEqual(listed - {"reset-keeps-card", "reads-once"}, {f"sw-{status}" for status in STATUSES} | set(FRAMES))


if __name__ == "__main__":
    not_run.main()
