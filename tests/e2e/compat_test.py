# SPDX-License-Identifier: Apache-2.0
"""Programs at counters over libsdtapi.so: each habit of callers that is known, over the daemon, a real pcscd, our driver and simulated
modules. Run below tools/with-pcscd --modules 2."""

import concurrent.futures
import ctypes
import mmap
import os
import pathlib
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import not_run
from daemon import BUILD, FIVESTARD, SOURCE, Daemon, wait_until
from sam_module import Module
from sdt import Buffer, Sdt, configuration

PORTS = os.environ.get("FIVESTAR_MODULE_PORTS", "").split()
VECTORS = SOURCE / "tests" / "vectors" / "samv"
LIBRARY = BUILD / "compat" / "libsdtapi.so"
HANDLE_LIBRARY = BUILD / "compat" / "handle" / "libsdtapi.so"
SAM_ID = "05.03-20150101-0001234567-0123456789"
FOUND, SUCCESS, NO_ITEM, NOT_FOUND, NOT_SELECTED, READ_FAILED = 0x9F, 0x90, 0x91, 0x80, 0x81, 0x41
PORT_ERROR, TIMEOUT, PARAMETER, REFUSED, KIND = 0x01, 0x02, 0x21, 0x23, 0x40
# Text records of tests/vectors/samv/README.md, which these personas carry.
KINDS = {"five-star-2023": "Y", "permanent-resident-2017": "I", "hmt-resident": "J"}
# A visitor's uid, to whom only some kinds of cards are shown.
VISITOR = 12345

# The program of another process: sdt is the library, and `argument` its argument.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from sdt import *
sdt = Sdt(sys.argv[2])
"""


def as_text(octets):
    return octets.decode("utf-16-le")


class OverTheDaemon(unittest.TestCase):
    """One daemon and one library for all tests; each test starts and stops its own modules."""

    GRANTS = (f'[[client]]\nname = "citizens"\nuid = {VISITOR}\nfields = ["raw.cn_text", "module", "verification"]\n'
              'documents = ["resident_id_card", "hmt_residence_permit", "permanent_resident_card/2017"]\n'
              f'[[client]]\nname = "no-portraits"\nuid = {VISITOR + 1}\nfields = ["raw.cn_text", "verification"]\n'
              f'[[client]]\nname = "no-records"\nuid = {VISITOR + 2}\nfields = ["holder.names", "verification"]\n'
              f'[[client]]\nname = "counter"\nuid = {os.getuid()}\nfields = ["*"]\n')

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="fivestar-compat-")
        os.chmod(cls.folder.name, 0o755)
        cls.library = shutil.copy(LIBRARY, cls.folder.name)
        os.mkdir(f"{cls.folder.name}/handle")
        cls.handle_library = shutil.copy(HANDLE_LIBRARY, f"{cls.folder.name}/handle")
        shutil.copy(pathlib.Path(__file__).with_name("sdt.py"), cls.folder.name)
        cls.daemon = Daemon(cls.GRANTS)
        os.chmod(cls.daemon.folder.name, 0o711)
        os.environ["FIVESTAR_COMPAT_CONFIG"] = str(configuration(cls.folder.name, cls.daemon.socket))
        cls.sdt = Sdt(cls.library)
        wait_until(lambda: len(cls.readers()) == len(PORTS), "the modules' readers")

    @classmethod
    def tearDownClass(cls):
        status = cls.daemon.stop()
        log = cls.daemon.log_text()
        cls.folder.cleanup()
        cls.daemon.folder.cleanup()
        assert status == 0, log
        assert "ERROR: " not in log and "WARNING: ThreadSanitizer" not in log, log

    def tearDown(self):
        for number in range(len(PORTS)):
            self.wait_for_none(number)

    @classmethod
    def readers(cls):
        """The readers with modules, in the order of the daemon, which is that of the library's ports."""
        return [reader for reader in cls.daemon.readers() if reader["interface"] == "sam"]

    @classmethod
    def module(cls, persona="five-star-2023", number=0, **more):
        """A module at the port that the library knows as 1001 and `number`."""
        name = cls.readers()[number]["name"]
        return Module(PORTS[int(re.search(r"SAM_V (\d+) ", name).group(1))], persona, **more)

    def state(self, number=0):
        return self.readers()[number]["state"]

    def wait_for_card(self, number=0):
        wait_until(lambda: "card" in self.readers()[number], "a card")
        time.sleep(0.06)  # the library looks again after 50 ms

    def wait_for_none(self, number=0):
        wait_until(lambda: "card" not in self.readers()[number], "no card")
        time.sleep(0.06)

    def other_process(self, program, *arguments, user=None, library=None, **environment):
        """Runs a program of its own; returns what it prints."""
        done = subprocess.run([sys.executable, "-B", "-c", PROGRAM + program, self.folder.name, library or self.library, *arguments],
                              capture_output=True, timeout=60, cwd="/", env={**os.environ, **environment},
                              **({"user": user, "group": os.getgid(), "extra_groups": []} if user else {}))
        self.assertEqual((done.returncode, done.stderr), (0, b""), done)
        return done.stdout.decode()


class Habits(OverTheDaemon):
    def test_each_kind_without_opening_the_port(self):
        for persona in [*KINDS, "resident"]:
            with self.subTest(persona), self.module(persona):
                self.wait_for_card()
                self.assertEqual(self.sdt.find(), (FOUND, bytes(4)))
                code, serial = self.sdt.select()
                self.assertEqual((code, serial.strip(b"\0")), (SUCCESS, b""))
                code, text, photo = self.sdt.read()
                self.assertEqual((code, len(text), len(photo)), (SUCCESS, 256, 1024))
                if persona in KINDS:
                    self.assertEqual(text, (VECTORS / f"text_{KINDS[persona]}.bin").read_bytes())
                else:
                    self.assertEqual(as_text(text)[:4], "张三样本")
                self.assertTrue(photo.startswith(b"SPECIMEN"))
            self.wait_for_none()

    def test_ports_are_scanned(self):
        started = time.monotonic()
        codes = {port: self.sdt.open(port) for port in [*range(1001, 1017), *range(1, 17)]}
        self.assertLess(time.monotonic() - started, 1)
        self.assertEqual([port for port, code in codes.items() if code == SUCCESS], [1001, 1002])
        self.assertEqual(set(codes.values()), {SUCCESS, PORT_ERROR})
        self.assertEqual([self.sdt.close(1001), self.sdt.close(1002), self.sdt.close(3)], [SUCCESS, SUCCESS, PORT_ERROR])

    def test_absurd_ports(self):
        for port in [-2**31, -1, 0, 17, 64, 65, 1000, 1017, 1064, 1065, 2**31 - 1]:
            self.assertEqual([self.sdt.open(port), self.sdt.close(port), self.sdt.find(port)[0], self.sdt.select(port)[0],
                              self.sdt.read(port)[0], self.sdt.new_addresses(port)[0], self.sdt.sam_id(port)[0],
                              self.sdt.call("GetSAMStatus", port, 1), self.sdt.call("ResetSAM", port, 1)],
                             [PORT_ERROR] * 9, port)

    def test_a_port_is_opened_first_or_within_the_call(self):
        with self.module():
            self.wait_for_card()
            for call in (self.sdt.find, self.sdt.select, self.sdt.read, self.sdt.new_addresses, self.sdt.sam_id):
                self.assertEqual(call(if_open=0)[0], PORT_ERROR)
            self.assertEqual(self.sdt.open(), SUCCESS)
            self.assertEqual(self.sdt.open(), SUCCESS)
            self.assertEqual(as_text(self.sdt.card(if_open=0))[124], "Y")
            self.assertEqual(self.sdt.close(), SUCCESS)
            self.assertEqual(self.sdt.find(if_open=0)[0], PORT_ERROR)

    def test_a_presentation_outlives_open_and_close(self):
        with self.module():
            self.wait_for_card()
            for call, good in ((self.sdt.find, FOUND), (self.sdt.select, SUCCESS), (self.sdt.read, SUCCESS)):
                self.assertEqual(self.sdt.open(), SUCCESS)
                self.assertEqual(call(if_open=0)[0], good)
                self.assertEqual(self.sdt.close(), SUCCESS)

    def test_a_card_is_found_again_only_when_it_was_lifted(self):
        for persona, addresses in (("five-star-2023", b""), ("resident", "北京市海淀区样本街2号".encode("utf-16-le"))):
            with self.subTest(persona), self.module(persona) as module:
                self.wait_for_card()
                present = SUCCESS if addresses else NO_ITEM
                self.assertEqual(self.sdt.new_addresses()[0], READ_FAILED, "a card that was not found yet")
                self.assertEqual(self.sdt.find()[0], FOUND)
                self.assertEqual(self.sdt.find()[0], FOUND, "programs try twice")
                self.assertNotEqual(self.sdt.card(), NOT_FOUND)
                for _ in range(3):
                    code, octets = self.sdt.new_addresses()
                    self.assertEqual(code, present)
                    self.assertTrue(octets.startswith(addresses) and len(octets) in (0, 140))
                    self.assertEqual(self.sdt.find(), (NOT_FOUND, b""))
                self.assertEqual(self.sdt.read()[0], SUCCESS, "programs read to memory, then to files")
                module.say("lift")
                self.wait_for_none()
                self.assertEqual([self.sdt.new_addresses()[0], self.sdt.find()[0], self.sdt.select()[0], self.sdt.read()[0]],
                                 [READ_FAILED, NOT_FOUND, NOT_SELECTED, READ_FAILED])
                module.say("present")
                self.wait_for_card()
                self.assertEqual(self.sdt.new_addresses()[0], READ_FAILED)
                self.assertEqual(len(self.sdt.card()), 256)
            self.wait_for_none()

    def test_the_order_is_kept(self):
        with self.module():
            self.wait_for_card()
            self.assertEqual([self.sdt.select()[0], self.sdt.read()[0], self.sdt.management()[0]],
                             [NOT_SELECTED, READ_FAILED, READ_FAILED])
            self.assertEqual(self.sdt.find()[0], FOUND)
            self.assertEqual(self.sdt.read()[0], READ_FAILED)
            self.assertEqual(self.sdt.select()[0], SUCCESS)
            self.assertEqual(self.sdt.read()[0], SUCCESS)

    def test_the_usual_loop(self):
        """Probe, find, select, read, every 100 ms: each card comes once."""
        seen = []
        with self.module("resident") as module:
            for persona in ("resident", "hmt-resident", "five-star-2023"):
                module.say(f"persona {persona}")
                end = time.monotonic() + 60
                while len(seen) < 1 or seen[-1][0] != persona:
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.1)
                    if self.sdt.new_addresses()[0] in (SUCCESS, NO_ITEM) or self.sdt.find()[0] != FOUND:
                        continue
                    if self.sdt.select()[0] != SUCCESS:
                        continue
                    code, text, _ = self.sdt.read()
                    if code == SUCCESS:
                        seen.append((persona, as_text(text)[124]))
                for _ in range(5):
                    time.sleep(0.1)
                    self.assertIn(self.sdt.new_addresses()[0], (SUCCESS, NO_ITEM))
                    self.assertEqual(self.sdt.find()[0], NOT_FOUND)
        self.assertEqual(seen, [("resident", " "), ("hmt-resident", "J"), ("five-star-2023", "Y")])

    def test_two_ports_are_two_cards(self):
        with self.module("resident", 0), self.module("hmt-resident", 1):
            self.wait_for_card(0)
            self.wait_for_card(1)
            self.assertEqual([self.sdt.find(port)[0] for port in (1001, 1002)], [FOUND, FOUND])
            self.assertEqual([self.sdt.select(port)[0] for port in (1002, 1001)], [SUCCESS, SUCCESS])
            self.assertEqual([as_text(self.sdt.read(port)[1])[124] for port in (1001, 1002)], [" ", "J"])

    def test_lengths_are_outputs_only(self):
        with self.module():
            self.wait_for_card()
            self.assertNotEqual(self.sdt.card(), NOT_FOUND)
            for length in (0, 1, 2**32 - 1):
                code, text, photo = self.sdt.read(length=length)
                self.assertEqual((code, len(text), len(photo)), (SUCCESS, 256, 1024))
            text, photo = Buffer(256), Buffer(1024)
            self.assertEqual(self.sdt.patiently("ReadBaseMsg", 1001, text.pointer, None, photo.pointer, None, 1), SUCCESS)
            self.assertEqual(len(text.octets()), 256)

    def test_larger_buffers_and_the_buffer_of_find_for_select(self):
        with self.module():
            self.wait_for_card()
            self.assertEqual(self.sdt.find(size=256), (FOUND, bytes(4)))
            code, _ = self.sdt.select(size=4)  # its guards are looked at
            self.assertEqual(code, SUCCESS)
            for text_size, photo_size in ((257, 1025), (512, 2048)):
                self.assertEqual(self.sdt.read(text_size=text_size, photo_size=photo_size)[0], SUCCESS)

    def test_fingerprints_are_those_of_a_card_without_any(self):
        with self.module():
            self.wait_for_card()
            self.assertNotEqual(self.sdt.card(), NOT_FOUND)
            self.assertEqual(self.sdt.read_with_fingerprints(), (SUCCESS, [256, 1024, 0], b""))

    def test_management_information_and_ids(self):
        with self.module() as module:
            self.wait_for_card()
            self.assertNotEqual(self.sdt.card(), NOT_FOUND)
            for name in ("ReadIINSNDN", "ReadMngInfo"):
                code, octets = self.sdt.management(name=name)
                self.assertEqual((code, len(octets), octets[4:12].hex()), (SUCCESS, 28, "5350454300002023"))
            self.assertEqual(self.sdt.sam_id(), (SUCCESS, struct.pack("<HHIII", 5, 3, 20150101, 1234567, 123456789)))
            self.assertEqual(self.sdt.printed_sam_id(), (SUCCESS, SAM_ID.encode() + b"\0"))
            self.assertEqual(self.sdt.call("GetSAMStatus", 1001, 1), SUCCESS)
            self.assertEqual(self.sdt.call("ResetSAM", 1001, 1), SUCCESS)
            self.assertEqual(len(self.sdt.card()), 256, "a reset makes the card a new one")
            del module

    def test_rates_and_radio_frames(self):
        rate = ctypes.c_uint(0)
        self.assertEqual(self.sdt.call("GetCOMBaud", 1001, ctypes.byref(rate)), PORT_ERROR, "a port on USB has no rate")
        self.assertEqual(self.sdt.call("SetCOMBaud", 3, 115200, 4800), PARAMETER)
        self.assertEqual([self.sdt.call("SetMaxRFByte", 1001, octets, 1) for octets in (0, 23, 24, 80, 255)],
                         [PARAMETER, PARAMETER, SUCCESS, SUCCESS, SUCCESS])

    def test_configured_ports(self):
        ports = "".join(f'{port} = "{self.readers()[1]["id"]}"\n' for port in (3, 1005)) + '7 = "no such reader"\n'
        file = configuration(self.folder.name, self.daemon.socket, "[ports]\n" + ports).rename(
            pathlib.Path(self.folder.name) / "ports.toml")
        configuration(self.folder.name, self.daemon.socket)
        with self.module("hmt-resident", 1):
            self.wait_for_card(1)
            told = self.other_process(
                "rate = ctypes.c_uint(0)\n"
                "print([sdt.open(port) for port in (1001, 1002, 1005, 3, 7)], sdt.card(port=3)[248:249], sdt.card(port=1005)[248:249],\n"
                "      [sdt.call('GetCOMBaud', 3, ctypes.byref(rate)), rate.value],\n"
                "      [sdt.call('SetCOMBaud', 3, *rates) for rates in ((9600, 9600), (115200, 9600), (9600, 115200), (1, 9600))])",
                FIVESTAR_COMPAT_CONFIG=str(file))
        self.assertEqual(told, f"{[1, 1, 0x90, 0x90, 1]} b'J' b'J' {[0x90, 115200]} {[2, 0x90, 0x90, 0x21]}\n")

    def test_the_handle_form(self):
        ids = [reader["id"] for reader in self.readers()]
        with self.module("hmt-resident", 1):
            self.wait_for_card(1)
            told = self.other_process(
                "handles = HandleSdt(sys.argv[3])\n"
                "devices = handles.devices()\n"
                "print([(device.serial.decode(), device.address) for device in devices], len(handles.devices(1)), len(handles.devices(0)))\n"
                "print(handles.card(1002), handles.open(Device()), handles.library.SDT_OpenDevice(None), handles.library.SDT_EnumDevice(None, 4))\n"
                "handle = handles.open(devices[1])\n"
                "text, photo = handles.card(handle)\n"
                "print(text[248:249], len(text), len(photo), handles.card(handle), handles.card(handle + 1), handles.card(-1))\n"
                "print(handles.library.SDT_CloseDevice(handle), handles.library.SDT_CloseDevice(0), handles.card(handle))",
                self.handle_library)
        self.assertEqual(told.splitlines(), [f"{list(zip(ids, (1001, 1002)))} 1 0", f"{PORT_ERROR} 0 0 0",
                                             f"b'J' 256 1024 {NOT_FOUND} {PORT_ERROR} {PORT_ERROR}",
                                             f"{SUCCESS} {PORT_ERROR} {PORT_ERROR}"])

    def test_error_texts(self):
        self.assertEqual(self.sdt.error_text(0x90), (SUCCESS, "success"))
        self.assertEqual(self.sdt.error_text(0x80)[1], "no card found, or lift it first")
        for code in (-1, 0, 0x7F, 2**31 - 1):
            self.assertEqual(self.sdt.error_text(code), (PARAMETER, "unknown code"))


class Files(OverTheDaemon):
    def read(self, text, photo):
        with self.module() as module:
            self.wait_for_card()
            self.assertNotEqual(self.sdt.card(), NOT_FOUND)
            result = self.sdt.read_to_files(text, photo)
            del module
        self.wait_for_none()
        return result

    def test_two_files_for_their_owner_alone(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "wz.txt").write_text("older, longer and for everybody" * 20)
            os.chmod(folder / "wz.txt", 0o666)
            self.assertEqual(self.read(folder / "wz.txt", folder / "xp.wlt"), (SUCCESS, 256, 1024))
            self.assertEqual((folder / "wz.txt").read_bytes(), (VECTORS / "text_Y.bin").read_bytes())
            self.assertEqual(len((folder / "xp.wlt").read_bytes()), 1024)
            self.assertEqual([stat.S_IMODE((folder / file).stat().st_mode) for file in ("wz.txt", "xp.wlt")], [0o600] * 2)
            self.assertEqual(sorted(os.listdir(name)), ["wz.txt", "xp.wlt"])

    def test_no_link_no_pipe_no_half(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "target").write_text("untouched")
            (folder / "link").symlink_to(folder / "target")
            os.mkfifo(folder / "pipe")
            for photo in ("link", "pipe", "missing/photo", "."):
                self.assertEqual(self.read(folder / "wz.txt", folder / photo)[0], REFUSED, photo)
            self.assertEqual((folder / "target").read_text(), "untouched")
            self.assertEqual(sorted(os.listdir(name)), ["link", "pipe", "target"])


class Processes(OverTheDaemon):
    def test_wrong_pointers_are_a_code(self):
        with self.module():
            self.wait_for_card()
            told = self.other_process(
                "sdt.card()\n"
                "libc = ctypes.CDLL(None); libc.mmap.restype = ctypes.c_void_p\n"
                "read_only = libc.mmap(None, ctypes.c_size_t(4096), 1, 0x22, -1, ctypes.c_long(0))\n"
                "memory = Buffer(2048)\n"
                "good = memory.pointer\n"
                "codes = set()\n"
                "for bad in (None, ctypes.c_void_p(1), ctypes.c_void_p(read_only), ctypes.c_void_p(2**64 - 8)):\n"
                "    sdt.call('ResetSAM', 1001, 1)\n"
                "    codes.add(sdt.call('StartFindIDCard', 1001, bad, 1))\n"
                "    codes.add(sdt.call('SelectIDCard', 1001, bad, 1) if sdt.find()[0] == 0x9F else 'lost')\n"
                "    sdt.select()\n"
                "    codes.add(sdt.patiently('ReadBaseMsg', 1001, bad, None, good, None, 1))\n"
                "    codes.add(sdt.patiently('ReadBaseMsg', 1001, good, None, bad, None, 1))\n"
                "    if bad: codes.add(sdt.patiently('ReadBaseMsg', 1001, good, bad, good, bad, 1))\n"
                "    codes.add(sdt.patiently('ReadIINSNDN', 1001, bad, 1))\n"
                "    codes.add(sdt.call('GetSAMID', 1001, bad, 1))\n"
                "    codes.add(sdt.call('GetSAMIDToStr', 1001, bad, 1))\n"
                "    codes.add(sdt.call('GetErrorString', 0x90, bad))\n"
                "    if bad: codes.add(sdt.patiently('ReadNewAppMsg', 1001, good, bad, 1))\n"
                "    file = sdt.patiently('ReadBaseMsgToFile', 1001, bad, None, bad, None, 1)\n"
                "    codes.add(0x21 if file == 0x23 and bad else file)\n"
                "print(codes)")
        self.assertEqual(told, f"{ {PARAMETER} }\n")

    def test_a_buffer_at_the_end_of_memory_is_filled_to_its_last_octet(self):
        with self.module():
            self.wait_for_card()
            pages = mmap.mmap(-1, 2 * mmap.PAGESIZE)
            address = ctypes.addressof(ctypes.c_char.from_buffer(pages))
            libc = ctypes.CDLL(None, use_errno=True)
            self.assertEqual(libc.mprotect(ctypes.c_void_p(address + mmap.PAGESIZE), mmap.PAGESIZE, 0), 0)

            def last(octets):
                return ctypes.c_void_p(address + mmap.PAGESIZE - octets)
            photo = Buffer(1024)
            self.assertEqual(self.sdt.call("StartFindIDCard", 1001, last(4), 1), FOUND)
            self.assertEqual(self.sdt.call("SelectIDCard", 1001, last(4), 1), SUCCESS)
            self.assertEqual(self.sdt.patiently("ReadBaseMsg", 1001, last(256), None, photo.pointer, None, 1), SUCCESS)
            self.assertEqual(self.sdt.patiently("ReadBaseMsg", 1001, photo.pointer, None, last(1024), None, 1), SUCCESS)
            self.assertEqual(self.sdt.patiently("ReadBaseMsg", 1001, last(255), None, photo.pointer, None, 1), PARAMETER)
            self.assertEqual(libc.mprotect(ctypes.c_void_p(address + mmap.PAGESIZE), mmap.PAGESIZE, 3), 0)

    def test_a_forked_child_goes_on_and_so_does_its_parent(self):
        with self.module():
            self.wait_for_card()
            self.assertEqual(self.sdt.open(), SUCCESS)
            self.assertEqual(self.sdt.find(if_open=0)[0], FOUND)
            stop = threading.Event()

            def poll():
                while not stop.is_set():
                    self.sdt.new_addresses()
            pollers = [threading.Thread(target=poll) for _ in range(3)]
            for poller in pollers:
                poller.start()
            try:
                for _ in range(20):
                    child = os.fork()
                    if child == 0:
                        good = (self.sdt.select(if_open=0)[0], self.sdt.read(if_open=0)[0]) == (SUCCESS, SUCCESS)
                        os._exit(0 if good else 1)
                    self.assertEqual(os.waitpid(child, 0)[1], 0)
            finally:
                stop.set()
                for poller in pollers:
                    poller.join()
            self.assertEqual([self.sdt.select(if_open=0)[0], self.sdt.read(if_open=0)[0]], [SUCCESS, SUCCESS])
            self.assertEqual(self.sdt.close(), SUCCESS)

    def test_threads_poll_while_another_reads(self):
        with self.module("resident") as module:
            self.wait_for_card()
            stop = threading.Event()
            codes = set()

            def poll():
                while not stop.is_set():
                    codes.update((self.sdt.new_addresses()[0], self.sdt.call("GetSAMStatus", 1001, 1), self.sdt.printed_sam_id()[0]))
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                pollers = [pool.submit(poll) for _ in range(4)]
                try:
                    for _ in range(5):
                        self.assertEqual(len(wait_until(lambda: card if isinstance(card := self.sdt.card(), bytes) else None,
                                                        "the record")), 256)
                        module.say("lift")
                        self.wait_for_none()
                        module.say("present")
                finally:
                    stop.set()
                for poller in pollers:
                    poller.result()
            self.assertLessEqual(codes, {SUCCESS, NO_ITEM, READ_FAILED})

    def test_no_output_no_handlers_no_threads_no_files(self):
        with self.module():
            self.wait_for_card()
            told = self.other_process(
                "import os, pathlib\n"
                "def facts():\n"
                "    status = pathlib.Path('/proc/self/status').read_text()\n"
                "    return [line for line in status.splitlines() if line.startswith(('SigCgt', 'SigIgn', 'SigBlk', 'Threads'))]\n"
                "before = facts()\n"
                "again = Sdt(sys.argv[2])\n"
                "ended = sdt.card()\n"
                "assert len(ended) == 256 and facts() == before and os.listdir(sys.argv[3]) == [], (ended, facts(), before)\n",
                tempfile.mkdtemp(dir=self.folder.name))
        self.assertEqual(told, "")

    def test_a_daemon_that_hangs(self):
        with self.module():
            self.wait_for_card()
            self.assertEqual([self.sdt.find()[0], self.sdt.select()[0]], [FOUND, SUCCESS])
            os.kill(self.daemon.process.pid, signal.SIGSTOP)
            try:
                time.sleep(0.06)
                started = time.monotonic()
                self.assertEqual(self.sdt.find()[0], TIMEOUT)
                self.assertLess(time.monotonic() - started, 1.2)
                started = time.monotonic()
                codes = {self.sdt.open(port) for port in [*range(1001, 1017), *range(1, 17)]}
                self.assertLess(time.monotonic() - started, 0.5)
                self.assertLessEqual(codes, {TIMEOUT, PORT_ERROR})
            finally:
                os.kill(self.daemon.process.pid, signal.SIGCONT)
            wait_until(lambda: self.sdt.open() == SUCCESS, "the daemon")
            self.assertEqual([self.sdt.select()[0], self.sdt.read()[0]], [SUCCESS, SUCCESS])

    def test_a_daemon_that_is_restarted(self):
        with self.module() as module:
            self.wait_for_card()
            self.assertEqual(self.sdt.open(), SUCCESS)
            self.assertEqual(len(self.sdt.card()), 256)
            self.daemon.process.terminate()
            self.assertEqual(self.daemon.process.wait(60), 0)
            time.sleep(0.06)
            started = time.monotonic()
            self.assertEqual([self.sdt.find(if_open=0)[0], self.sdt.open(), self.sdt.read()[0]], [PORT_ERROR] * 3)
            self.assertLess(time.monotonic() - started, 1)
            self.daemon.process = subprocess.Popen([FIVESTARD, "--config", self.daemon.configuration_file],
                                                   stdout=self.daemon.log, stderr=self.daemon.log)
            wait_until(self.daemon._ready, "the daemon's socket")
            self.wait_for_card()
            self.assertEqual(len(self.sdt.card(if_open=0)), 256, "of the port that was opened before")
            self.assertEqual(self.sdt.close(), SUCCESS)
            del module

    def test_a_configuration_that_is_wrong_or_missing(self):
        wrong = pathlib.Path(self.folder.name) / "wrong.toml"
        for text in ("sockets = 1\n", "[ports]\n1001 = front\n", "[ports]\n0 = \"r\"\n", "[ports]\n3 = \"r\"\n3 = \"s\"\n"):
            wrong.write_text(text)
            for file in (wrong, pathlib.Path("/nonexistent")):
                self.assertEqual(self.other_process("print(sdt.open(), sdt.find())", FIVESTAR_COMPAT_CONFIG=str(file)), "1 (1, b'')\n")


@unittest.skipUnless(os.getuid() == 0, "other users' programs need root")
class Grants(OverTheDaemon):
    def test_a_kind_that_a_program_does_not_know_is_refused_to_it_alone(self):
        allowed = {"resident": " ", "hmt-resident": "J", "permanent-resident-2017": "I"}
        program = ("print(sdt.find()[0], sdt.select()[0], end=' ')\n"
                   "code, text, photo = sdt.read()\n"
                   "print(code, text[248:249].decode(), sdt.read()[0], sdt.new_addresses()[0], sdt.management()[0], sdt.find()[0])")
        for persona, flag in allowed.items():
            with self.subTest(persona), self.module(persona):
                self.wait_for_card()
                self.assertTrue(self.other_process(program, user=VISITOR).startswith(f"{FOUND} {SUCCESS} {SUCCESS} {flag} "))
            self.wait_for_none()
        events = self.daemon.events()
        with self.module("five-star-2023"):
            self.wait_for_card()
            self.assertEqual(self.other_process(program, user=VISITOR),
                             f"{FOUND} {SUCCESS} {KIND}  {KIND} {KIND} {KIND} {NOT_FOUND}\n")
            events.wait_for("read_finished", outcome="document_not_accepted")
            self.assertEqual(as_text(self.sdt.card())[124], "Y", "another program reads it")
        events.close()
        audited = [line for line in self.daemon.log_text().splitlines() if "citizens" in line and "document_not_accepted" in line]
        self.assertEqual(len(audited), 1, "in the log, once")

    def test_a_program_without_the_portrait_reads_the_text(self):
        with self.module():
            self.wait_for_card()
            told = self.other_process("sdt.find(), sdt.select()\ncode, text, photo = sdt.read()\nprint(code, len(text), len(photo))",
                                      user=VISITOR + 1)
        self.assertEqual(told, f"{SUCCESS} 256 0\n")

    def test_a_program_without_the_record_is_told_so(self):
        with self.module():
            self.wait_for_card()
            self.assertEqual(self.other_process("print(sdt.find()[0], sdt.select()[0], sdt.read()[0])", user=VISITOR + 2),
                             f"{FOUND} {SUCCESS} {REFUSED}\n")
            self.assertEqual(self.other_process("print(sdt.open())", user=VISITOR + 3), f"{REFUSED}\n", "a client with no grant")


if __name__ == "__main__":
    not_run.main()
