# SPDX-License-Identifier: Apache-2.0
"""Modules behind USB-serial adapters, with entries in pcscd's configuration as docs/SAM.md describes them: found, read, unplugged, and two equal ones
told apart, also after a reboot."""

import project  # noqa: F401: finds the modules below

import not_run
from daemon import wait_until
from on_terminal import OnTerminal

ENTRIES = "/etc/reader.conf.d/modules"
LIBRARY = "/usr/lib/pcsc/drivers/serial/libifd-samv.so"
BY_NUMBER = "/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_{}-if00-port0"
READS = 2


class SerialModules(OnTerminal):
    def tearDown(self):
        self.doCleanups()
        self.guest.run(f"rm --force {ENTRIES}; systemctl restart pcscd.service")
        wait_until(lambda: self.readers() == [], "no readers")

    def configure(self, ports):
        """Names of readers, each with the path of its serial port."""
        entries = "".join(f'FRIENDLYNAME "{name}"\nDEVICENAME /dev/null:serial:{path}\nLIBPATH {LIBRARY}\n\n' for name, path in ports.items())
        self.guest.write(ENTRIES, entries.encode())
        self.guest.run("systemctl restart pcscd.service")

    def paths(self, folder):
        return self.guest.try_run(f"ls {folder}/*").output.split()

    def cards_by_reader(self):
        return {one["name"].rsplit(" ", 2)[0]: one for one in self.cards()}

    def test_a_module_behind_an_adapter(self):
        module, line = self.start_module()
        adapter = self.plug_adapter(line)
        wait_until(lambda: BY_NUMBER.format("A1") in self.paths("/dev/serial/by-id"), "serial port")
        self.configure({"counter": BY_NUMBER.format("A1")})
        seen = set()
        for turn in range(READS):
            one = self.one_card(seen)
            self.assertEqual((one["id"], one["interface"]), ("counter", "sam"))
            seen.add(one["card"]["id"])
            self.genuine(self.read(reader=one))
            module.say("lift")
            self.no_cards()
            if turn + 1 < READS:
                module.say("present")
        # The reader stays: pcscd has it from its configuration. The module is found again when the adapter is.
        self.guest.remove_serial_adapter(adapter)
        wait_until(lambda: self.paths("/dev/serial/by-id") == [], "no serial port")
        module.say("present")
        self.no_cards()
        self.plug_adapter(line)
        self.genuine(self.read(reader=self.one_card(seen)))

    def test_two_equal_adapters(self):
        """With numbers of their own they are told apart by them, with the same number by their ports."""
        for folder, numbers in {"by-id": ("A1", "A2"), "by-path": ("A1", "A1")}.items():
            with self.case(folder):
                personas = {1: "five-star-2023", 2: "resident"}
                modules = {port: self.start_module(persona) for port, persona in personas.items()}
                paths = {}
                for port in (1, 2):
                    before = set(self.paths(f"/dev/serial/{folder}"))
                    self.plug_adapter(modules[port][1], port, numbers[port - 1])
                    paths[port] = wait_until(lambda: set(self.paths(f"/dev/serial/{folder}")) - before, "serial port").pop()
                self.configure({"first": paths[1], "second": paths[2]})
                self.check_both()
                self.guest.reboot()
                for module, _ in modules.values():
                    module.say("lift", "present")  # the simulated module has kept its power, so that its card counts as read
                self.check_both()

    def check_both(self):
        """Each reader has the card of its own module."""
        wait_until(lambda: len(self.cards()) == 2, "two cards")
        types = {name: self.genuine(self.read(reader=one))["document"]["type"] for name, one in self.cards_by_reader().items()}
        self.assertEqual(types, {"first": "permanent_resident_card", "second": "resident_id_card"})


if __name__ == "__main__":
    not_run.main()
