# SPDX-License-Identifier: Apache-2.0
"""Reading machines with a SAM_V module: pcscd finds each of their three forms by itself and reads cards through our driver, libusb and the kernel."""

import project  # noqa: F401: finds the modules below

import not_run
from daemon import wait_until
from module_forms import FORMS, IDS
from on_terminal import OnTerminal


class Modules(OnTerminal):
    def read_cards(self, module):
        ids = set()
        for turn in range(2):
            one = self.one_card(ids)
            self.assertEqual(one["interface"], "sam")
            ids.add(one["card"]["id"])
            self.genuine(self.read(reader=one))
            module.say("lift")
            self.no_cards()
            if turn == 0:
                module.say("present")

    def test_each_form_is_found_and_read(self):
        for form in FORMS:
            with self.case(form):
                _, module = self.plug_module(form)
                self.read_cards(module)
            wait_until(lambda: self.readers() == [], "no readers")

    def test_only_root_may_open_the_device(self):
        for form in ("two pipes", "reports"):
            with self.case(form):
                self.plug_module(form)
                self.one_card()
                vendor, product = IDS[form]
                bus, device = self.guest.run(f"lsusb -d {vendor:04x}:{product:04x}").split()[1:4:2]
                node = f"/dev/bus/usb/{bus}/{device.rstrip(':')}"
                self.assertEqual(self.guest.run(f"stat --format='%a %U %G' {node}").strip(), "660 root root")
                if form == "reports":
                    hidraw = self.guest.try_run("stat --format='%a %U %G' /dev/hidraw*")
                    self.assertIn(hidraw.output.strip(), ("", "600 root root"))  # the driver has detached the kernel's

    def test_unplugged_and_plugged_in_again(self):
        reader, module = self.plug_module("two pipes")
        for _ in range(2):
            self.read_cards(module)
            reader.unplug()
            wait_until(lambda: self.readers() == [], "no readers")
            module.say("present")
            reader.plug()


if __name__ == "__main__":
    not_run.main()
