# SPDX-License-Identifier: Apache-2.0
"""What happens to terminals: pcscd restarts under load, clocks are set, disks fill up, memory runs short. The daemon goes on, or says what is wrong,
and works when the trouble is over."""

import project  # noqa: F401: finds the modules below

import not_run
from on_terminal import LONG, SOCKET, OnTerminal

RESTARTS = 50 if LONG else 4
DAY = 24 * 3600


class Troubles(OnTerminal):
    def setUp(self):
        self.reader = self.plug_reader()
        self.insert("passport", self.reader)
        self.one_card()

    def read_works(self):
        self.one_card()
        self.genuine(self.read("passport"), "SP1234567")

    def main_process(self):
        return self.guest.run("systemctl show --value --property MainPID fivestard").strip()

    def test_pcscd_restarted_under_load(self):
        """Each restart falls into a read that other programs compete with."""
        before = self.main_process()
        access = '{"access":{"can":"000000"}}'  # a wrong key: it keeps the card busy, and must not open it
        self.guest.start(f"while sleep 0.1; do curl --silent --max-time 60 --unix-socket {SOCKET} --data '{access}' http://localhost/v1/read; "
                         "opensc-tool --atr; done")
        for turn in range(RESTARTS):
            with self.subTest(turn=turn):
                self.guest.run(f"sleep 0.{turn % 10}; systemctl restart pcscd.service")
                answer = self.read("passport", wait_seconds=20)
                if answer.status == 200:
                    self.genuine(answer, "SP1234567")
                else:
                    self.assertIn(answer.json["code"], ("card_removed", "no_card", "no_reader", "pcsc_unavailable", "reader_busy", "access_denied"), answer)
        self.guest.run("pkill --full '[w]hile sleep'; pkill curl; pkill opensc-tool; true")
        self.read_works()
        self.assertEqual(self.main_process(), before)

    def test_the_clock_set_forward_and_back(self):
        for offset in (400 * DAY, -400 * DAY, -3600, 3600):
            with self.subTest(offset):
                self.guest.run(f"date --set @$(( $(date +%s) + {offset} ))")
                answer = self.read("passport")
                self.assertEqual(answer.status, 200, answer)
                self.assertNotEqual(answer.json["verification"]["verdict"], "not_genuine")
        self.read_works()

    def test_a_full_disk(self):
        self.guest.run("fallocate --length $(df --output=avail --block-size=1 /var/tmp | tail -n 1) /var/tmp/full; cat /dev/zero >/var/tmp/rest; true")
        self.addCleanup(self.guest.run, "rm --force /var/tmp/full /var/tmp/rest")
        self.assertEqual(self.guest.run("df --output=avail / | tail -n 1").strip(), "0")
        self.read_works()
        # Debian 12's systemd puts the directory from which it makes a private /dev on the disk, if /tmp is there: two blocks.
        self.guest.run("systemctl stop fivestard; rm --force /var/tmp/rest; cat /dev/zero >/var/tmp/rest; truncate --size=-8192 /var/tmp/rest; sync; true")
        self.guest.run("systemctl start fivestard")
        self.read_works()

    def test_short_memory(self):
        """Of 100 MiB that are left, a read needs little; no process of ours is the one that is killed."""
        before = self.main_process()
        self.guest.run("mount -t tmpfs -o size=100% tmpfs /media")
        self.addCleanup(self.guest.run, "umount /media")
        self.guest.run("head --bytes $(( $(awk '/MemAvailable/ { print $2 }' /proc/meminfo) * 1024 - 100 * 1048576 )) /dev/zero >/media/held")
        for _ in range(5):
            self.read_works()
        self.assertEqual(self.main_process(), before)


if __name__ == "__main__":
    not_run.main()
