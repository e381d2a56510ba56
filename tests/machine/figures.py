# SPDX-License-Identifier: Apache-2.0
"""figures.py: how long a terminal under emulation takes from a reader that is plugged in, with a card in it, to `card_inserted`, and from waking to
the first good read. Prints the median and the range of some turns. QEMU without KVM is about ten times slower than the processor."""

import statistics
import time
import unittest

import project  # noqa: F401: finds the modules below

from daemon import wait_until
from on_terminal import OnTerminal

TURNS = 5


class Figures(OnTerminal):
    def show(self, what, seconds):
        print(f"{what}: {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})", flush=True)

    def measure_plugging(self, what, device):
        """The reader is unplugged and plugged in again; events are watched inside the guest."""
        events = self.follow_events()
        self.wait_for_event(events, "event: card_inserted", 0)
        seconds = []
        for turn in range(1, TURNS + 1):
            device.unplug()
            wait_until(lambda: self.readers() == [], "no readers")
            started = time.monotonic()
            device.plug()
            self.wait_for_event(events, "event: card_inserted", turn)
            seconds.append(time.monotonic() - started)
        self.guest.run("pkill curl")
        self.show(f"plugging in {what} to card_inserted", seconds)

    def test_ccid_reader(self):
        reader = self.plug_reader()
        self.insert("passport", reader)
        self.one_card()
        self.measure_plugging("a CCID reader", reader)

    def test_module(self):
        device, _ = self.plug_module("two pipes")
        self.one_card()
        self.measure_plugging("a reading machine", device)

    def test_waking(self):
        seconds = []
        for _ in range(TURNS):
            self.insert("passport", self.plug_reader())
            self.one_card()
            self.guest.sleep()
            time.sleep(1)
            started = time.monotonic()
            self.guest.wake()
            wait_until(lambda: self.read("passport", wait_seconds=20).status == 200, "a good read")
            seconds.append(time.monotonic() - started)
            self.doCleanups()
            self.renew()  # QEMU 7.2 wakes at once from a second sleep
        self.show("waking to the first good read", seconds)

    def test_reading(self):
        self.insert("passport", self.plug_reader())
        self.one_card()
        seconds = [self.read("passport").json["timing"]["total_milliseconds"] / 1000 for _ in range(TURNS)]
        self.show("a read", seconds)


if __name__ == "__main__":
    unittest.main()
