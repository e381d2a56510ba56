# SPDX-License-Identifier: Apache-2.0
"""fivestar-scan as a program: its options, keyboards, unplugging. tests/scan has its parts."""

import subprocess
import tempfile
import unittest

import not_run
import people
from daemon import SOURCE, wait_until
from scanner_program import FIVESTAR_SCAN, PATIENT, KeySink, ScannerProgram, SerialScanner
from virtual_keyboard import (ENTER, EV_SYN, GERMAN, LEFT_CTRL, LEFT_SHIFT, SYN_DROPPED, MockKeyboard, no_kernel_keyboard,
                              virtual_keyboard)

# The specimen of Doc 9303-4.
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TWO_LINES = "".join(line + "\r" for line in LINES)


class WithSink(unittest.TestCase):
    def setUp(self):
        self.sink = KeySink()
        self.addCleanup(self.sink.close)

    def scanner(self, scanner):
        self.addCleanup(scanner.close)
        return scanner

    def assert_silent(self, program):
        """The log speaks of nobody."""
        for line in LINES:
            self.assertNotIn(line[:12], program.log())
        self.assertEqual(people.traces_in(program.log()), [])


class Options(unittest.TestCase):
    def run_with(self, text, *options):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(text)
            file.flush()
            return file.name, subprocess.run([FIVESTAR_SCAN, "--config", file.name, *options], capture_output=True, text=True)

    def test_the_installed_configuration_is_good(self):
        installed = SOURCE / "packaging" / "scan.toml"
        said = subprocess.run([FIVESTAR_SCAN, "--config", installed, "--check-config"], capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stdout), (0, "fivestar-scan: the configuration is good\n"), said)

    def test_a_fault_is_told_with_its_line(self):
        name, said = self.run_with("[[scanner]]\nname = 'a'\ndevice = '/dev/ttyS0'\nkind = 'serial'\nbauds = 1\n", "--check-config")
        self.assertEqual((said.returncode, said.stderr), (1, f"fivestar-scan: {name}:5: unknown key scanner.bauds\n"))

    def test_a_layout_and_its_variant_are_looked_up(self):
        head = "[[scanner]]\nname = 'a'\ndevice = '/dev/input/event5'\nkind = 'keyboard'\n"
        _, said = self.run_with(head + "layout = 'nowhere'\n", "--check-config")
        self.assertIn(":5: scanner.layout names no keyboard layout", said.stderr)
        _, said = self.run_with(head + "layout = 'de'\nvariant = 'nothing'\n", "--check-config")
        self.assertIn('the keyboard layout de has no variant "nothing"', said.stderr)
        self.assertEqual(said.returncode, 1)

    def test_one_scanner_is_chosen(self):
        one = "[[scanner]]\nname = '{0}'\ndevice = '/dev/{0}'\nkind = 'serial'\n"
        for text, name in (("", []), (one.format("a") + one.format("b"), []), (one.format("a"), ["c"])):
            _, said = self.run_with(text, *name)
            self.assertEqual(said.returncode, 1)
            self.assertIn("[[scanner]]", said.stderr)
        self.assertEqual(subprocess.run([FIVESTAR_SCAN, "--nothing"], capture_output=True).returncode, 64)

    def test_rules_name_the_device(self):
        _, said = self.run_with("[[scanner]]\nname = 'a'\ndevice = '/dev/serial/by-id/usb-x'\nkind = 'serial'\n", "--udev-rules")
        self.assertIn('SUBSYSTEM=="tty", SYMLINK=="serial/by-id/usb-x", OWNER="root", GROUP="fivestar-scan", MODE="0660"', said.stdout)


class Serial(WithSink):
    def test_to_the_only_reader(self):
        scanner = self.scanner(SerialScanner())
        with ScannerProgram(scanner, self.sink.socket, "serial") as program:
            scanner.send(b"\x02" + TWO_LINES.encode() + b"\x03")
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])
            self.assertEqual(self.sink.keys[0][0], "/v1/readers/only/key")
            program.wait_for("handed a scan to reader only")
            self.assert_silent(program)

    def test_unplugging_in_a_swipe(self):
        scanner = self.scanner(SerialScanner())
        with ScannerProgram(scanner, self.sink.socket, "serial") as program:
            scanner.send(b"\x02" + LINES[0].encode())
            scanner.unplug()
            program.wait_for("is not there; waiting for it")
            scanner.plug()
            program.wait_for("reads ", 2)
            scanner.send(b"\x02" + TWO_LINES.encode() + b"\x03")
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])

    def test_a_line_that_another_program_holds(self):
        scanner = self.scanner(SerialScanner())
        with ScannerProgram(scanner, self.sink.socket, "serial"):
            with ScannerProgram(scanner, self.sink.socket, "serial", ready=False) as second:
                second.wait_for("is held by another program")


class Keyboards(WithSink):
    """On a keyboard of the kernel, else on one of umockdev."""

    def setUp(self):
        super().setUp()
        self.keyboard = self.scanner(virtual_keyboard())

    def program(self, more="", **options):
        return ScannerProgram(self.keyboard, self.sink.socket, "keyboard", 'reader = "r1"\n' + (more or PATIENT), **options)

    def test_two_lines_with_enter_are_one_scan(self):
        with self.program() as program:
            self.keyboard.type(TWO_LINES)
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])
            self.keyboard.type(TWO_LINES)
            self.assertEqual(self.sink.wait_for(2), [TWO_LINES.encode()] * 2)
            self.assert_silent(program)

    def test_another_layout(self):
        with self.program('layout = "de"\n' + PATIENT):
            self.keyboard.type(TWO_LINES, GERMAN)
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])

    def test_marks_are_control_keys(self):
        with self.program("silence_milliseconds = 5000\n"):
            for mark in ("b", "c"):
                self.keyboard.press(LEFT_CTRL)
                self.keyboard.type(mark)
                self.keyboard.release(LEFT_CTRL)
                if mark == "b":
                    self.keyboard.type(TWO_LINES)
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])


class KernelKeyboards(unittest.TestCase):
    @not_run.skip_if(no_kernel_keyboard())
    def test_nobody_else_gets_the_keys(self):
        import os
        sink, keyboard = KeySink(), virtual_keyboard()
        self.addCleanup(sink.close)
        self.addCleanup(keyboard.close)
        other = os.open(keyboard.path, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, other)
        with ScannerProgram(keyboard, sink.socket, "keyboard"):
            keyboard.type("ABC\r")
            self.assertEqual(sink.wait_for(1), [b"ABC\r"])
            with self.assertRaises(BlockingIOError):
                os.read(other, 24)


class OddKeyboards(WithSink):
    """Situations that only umockdev's keyboard can play."""

    def setUp(self):
        super().setUp()
        self.keyboard = self.scanner(MockKeyboard())

    def program(self, **options):
        return ScannerProgram(self.keyboard, self.sink.socket, "keyboard", 'reader = "r1"\n' + PATIENT, **options)

    def test_it_is_grabbed(self):
        with self.program():
            self.assertEqual(self.keyboard.grabs, [True])

    def test_the_grab_waits_for_pressed_keys(self):
        self.keyboard.hold(ENTER)
        with self.program(ready=False) as program:
            wait_until(lambda: self.keyboard.asked_keys > 5, "questions for the pressed keys")
            self.assertEqual(self.keyboard.grabs, [])
            self.keyboard.release(ENTER)
            program.wait_for("reads ")
            self.assertEqual(self.keyboard.grabs, [True])
            self.keyboard.type(TWO_LINES)
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])

    def test_a_modifier_that_stays_pressed_counts(self):
        self.keyboard.hold(LEFT_SHIFT)
        with self.program():
            self.keyboard.type("a\r")
            self.keyboard.release(LEFT_SHIFT)
            self.assertEqual(self.sink.wait_for(1), [b"A\r"])
            self.keyboard.type("a\r")
            self.assertEqual(self.sink.wait_for(2), [b"A\r", b"a\r"])

    def test_what_was_typed_before_the_grab_is_no_scan(self):
        self.keyboard.type("abc")
        with self.program():
            self.keyboard.type("d\r")
            self.assertEqual(self.sink.wait_for(1), [b"d\r"])

    def test_lost_events_are_told(self):
        with self.program() as program:
            self.keyboard.type(LINES[0][:10])
            self.keyboard.emit(EV_SYN, SYN_DROPPED, 0)
            self.keyboard.type("xy")
            program.wait_for("a part of a scan was lost: scan again")
            self.keyboard.type(TWO_LINES)
            self.assertEqual(self.sink.wait_for(1), [TWO_LINES.encode()])

    def test_a_grab_by_another_program_is_told(self):
        self.keyboard.refused = 16  # EBUSY
        with self.program(ready=False) as program:
            program.wait_for("is held by another program")
            self.keyboard.refused = None
            program.wait_for("reads ")


if __name__ == "__main__":
    not_run.main()
