# SPDX-License-Identifier: Apache-2.0
"""A terminal after `apt install ./*.deb`: the service runs, a granted user reads cards in CCID readers of all kinds through the real libccid, a
stranger reads nothing."""

import project  # noqa: F401: finds the modules below

import ccid_reader
import not_run
from daemon import wait_until
from installation import STRANGER
from on_terminal import SOCKET, OnTerminal

# Each level of exchange of the CCID specification, and what readers are known for.
READERS = {"extended APDUs": {"level": "extended"},
           "extended APDUs in chained blocks": {"level": "extended", "longest_message": 271},
           "short APDUs": {"level": "short"},
           "TPDUs": {"level": "TPDU"},
           "characters": {"level": "character"},
           "extended APDUs, firmware that refuses long blocks": {"level": "extended", "longest_block": 261},
           "extended APDUs, no interrupt endpoint": {"level": "extended", "events": False}}


class Installed(OnTerminal):
    def check_units(self):
        for unit in ("fivestard.service", "fivestard.socket"):
            self.assertEqual(self.guest.run(f"systemctl is-active {unit}").strip(), "active")
            self.assertEqual(self.guest.run(f"systemctl is-enabled {unit}").strip(), "enabled")
        self.assertEqual(self.guest.run(f"stat --format='%a %U %G' {SOCKET}").strip(), "660 root fivestar")
        self.assertEqual(self.guest.run("systemctl --failed --no-legend"), "")

    def test_the_service_runs(self):
        self.check_units()

    def test_it_reads_after_a_boot(self):
        self.insert("passport", self.plug_reader())
        self.one_card()
        self.guest.reboot()
        self.check_units()
        self.one_card()
        self.genuine(self.read("passport"), "SP1234567")

    def test_a_stranger_reads_nothing(self):
        self.insert("passport", self.plug_reader())
        self.one_card()
        self.assertIsNone(self.request("GET", "/v1/readers", user=STRANGER))
        self.assertEqual(self.guest.try_run("fivestarctl readers", user=STRANGER).status, 3)
        # Debian 12's pcscd is open to all users until an operator closes it. 13's asks polkit.
        if self.guest.run("fivestar-restrict-pcscd status").strip() == "open" and not self.asks_polkit():
            self.assertEqual(self.guest.try_run("opensc-tool --atr", user=STRANGER).status, 0)
            self.guest.run("fivestar-restrict-pcscd enable")
            self.one_card()
        self.assertNotEqual(self.guest.try_run("opensc-tool --atr", user=STRANGER).status, 0)
        self.genuine(self.read("passport"), "SP1234567")

    def asks_polkit(self):
        return self.guest.try_run("test -e /usr/share/polkit-1/actions/org.debian.pcsc-lite.policy").status == 0


class CcidReaders(OnTerminal):
    def test_a_passport_in_each_kind_of_reader(self):
        for kind, properties in READERS.items():
            with self.case(kind):
                reader = self.plug_reader(**properties)
                card = self.insert("passport", reader)
                self.one_card()
                self.genuine(self.read("passport"), "SP1234567")
                card.remove()
                self.no_cards()

    def test_each_persona(self):
        reader = self.plug_reader()
        for persona in self.personas:
            if persona == "passport-contact" or persona.startswith("five-star"):
                continue  # the first is for another reader, the profile of the others is off after installation
            with self.subTest(persona):
                card = self.insert(persona, reader)
                self.one_card()
                self.genuine(self.read(persona))
                card.remove()
                self.no_cards()

    def test_a_contact_card_over_t_0(self):
        for level in ("character", "TPDU", "short"):
            with self.case(level):
                reader = self.plug_reader(ids=ccid_reader.CONTACT, level=level)
                card = self.insert("passport-contact", reader)
                self.one_card()
                self.genuine(self.read("passport-contact"), "SPC98765")
                card.remove()
                self.no_cards()

    def test_two_slots(self):
        reader = self.plug_reader(slots=2)
        self.insert("passport", reader, 0)
        self.insert("identity-card", reader, 1)
        wait_until(lambda: len(self.cards()) == 2, "two cards")
        by_name = {one["name"]: one for one in self.cards()}
        for persona, end in {"passport": "00 00", "identity-card": "00 01"}.items():
            slot = next(one for name, one in by_name.items() if name.endswith(end))
            self.assertEqual(self.genuine(self.read(persona, slot))["raw"]["mrz"], self.personas[persona]["mrz"])


if __name__ == "__main__":
    not_run.main()
