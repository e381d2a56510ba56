# SPDX-License-Identifier: Apache-2.0
"""Reads SAM_V modules on USB: opensc-tool, a real pcscd, our driver, libusb, and a device simulated by umockdev. Run below tools/with-pcscd,
whose pcscd it restarts with umockdev."""

import os
import pathlib
import re
import subprocess
import unittest

import not_run
import usb_device
from daemon import wait_until
from module_forms import IDS

DIRECTORY = pathlib.Path(os.environ["FIVESTAR_PCSCD_DIRECTORY"])
DRIVER = pathlib.Path(os.environ["FIVESTAR_BUILD"]) / "driver" / "serial" / "libifd-samv.so"
READER = "SAM_V USB 00 00"


def pcscd(action, **environment):
    subprocess.run([os.environ["FIVESTAR_PCSCD"], action], check=True, env={**os.environ, **environment})


def transmit(*commands):
    """The answers to these commands in opensc-tool: (status word, octets) each; None without a card."""
    options = [part for command in commands for part in ("--send-apdu", command)]
    said = subprocess.run(["opensc-tool", "--reader", READER, *options], capture_output=True, text=True, timeout=30)
    if said.returncode != 0:
        return None
    answers = []
    for answer in said.stdout.split("Received (SW1=")[1:]:
        sw1, sw2 = re.match(r"0x(..), SW2=0x(..)", answer).groups()
        rows = re.findall(r"^((?:[0-9A-F]{2} ){1,16})", answer, re.MULTILINE)
        answers.append((sw1 + sw2, bytes.fromhex("".join(rows))))
    return answers


class UsbModules(unittest.TestCase):
    def use(self, form):
        device = usb_device.UsbDevice(form)
        vendor, product = IDS[form]
        entry = DIRECTORY / "reader.conf.d" / "usb"
        entry.write_text(f'FRIENDLYNAME "SAM_V USB"\nDEVICENAME /dev/null:usb:{vendor:04x}:{product:04x}@1-2\n'
                         f"LIBPATH {DRIVER}\n")
        self.addCleanup(pcscd, "start")
        self.addCleanup(entry.unlink)
        self.addCleanup(pcscd, "stop")
        pcscd("stop")
        pcscd("start", **device.environment)
        return device

    def read_cards(self, device):
        for text in (b"1" * 256, b"2" * 256):
            device.module.text = text
            device.module.present()
            wait_until(lambda: transmit("FF:CA:F1:00:00"), "card")
            answers = transmit("FF:B0:00:00:00", "FF:B0:05:00:00", "FF:CA:F0:00:00")
            self.assertEqual([status for status, _ in answers], ["9000"] * 3)
            self.assertEqual(answers[0][1], bytes.fromhex("01000400") + text[:252])
            self.assertEqual(answers[1][1], b"PPPP")
            self.assertEqual(answers[2][1], usb_device.Module.SAM_ID)
            device.module.present(False)
            wait_until(lambda: transmit("FF:CA:F1:00:00") is None, "removal")
        self.assertEqual([fault for fault in device.requests if isinstance(fault, Exception)], [])

    def test_two_pipes(self):
        device = self.use("two pipes")
        self.read_cards(device)
        self.assertIn((0x01, bytes.fromhex("aaaaaa96690003200122")), device.requests)

    def test_four_pipes(self):
        device = self.use("four pipes")
        self.read_cards(device)
        head = device.requests.index((0x02, bytes.fromhex("aaaaaa96690003")))
        self.assertEqual(device.requests[head + 1][0], 0x06)

    def test_reports(self):
        device = self.use("reports")
        self.read_cards(device)
        self.assertIn((0x04, bytes.fromhex("aaaaaa96690003200122") + bytes(54)), device.requests)

    def test_a_device_that_goes_and_comes_back(self):
        device = self.use("two pipes")
        self.read_cards(device)
        device.plugged = False
        wait_until(lambda: transmit("FF:B0:00:00:00") is None, "removal")
        device.plugged = True
        self.read_cards(device)


if __name__ == "__main__":
    not_run.main()
