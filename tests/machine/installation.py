# SPDX-License-Identifier: Apache-2.0
"""What an operator does with a bare terminal: installs the packages from a USB stick, grants a user, trusts certificates."""

import shutil
import subprocess

import project  # noqa: F401: finds the module below

import simulator

GRANTED, STRANGER = "pms", "stranger"
STICK = "64M"
# The entry that an operator adds: the program at the counter may read everything.
GRANT = f"""
[[client]]
name = "counter"
user = "{GRANTED}"
fields = ["*"]
"""


def install(guest, files, folder):
    """Installs the packages from a USB stick, as an operator does. Then grants one of two users, and trusts the test PKI."""
    stick = folder / "stick"
    content = folder / "content"
    content.mkdir()
    for file in files:
        shutil.copy(file, content)
    with simulator.write_trust() as trust:
        shutil.copytree(trust, content / "trust")
    subprocess.run(["/usr/sbin/mke2fs", "-q", "-t", "ext4", "-d", content, stick, STICK], check=True)
    guest.qmp.do("blockdev-add", driver="raw", node_name="stick", read_only=True, file={"driver": "file", "filename": str(stick)})
    guest.add_device("usb-storage", "stick", drive="stick")
    guest.run("for turn in $(seq 100); do [ -b /dev/sda ] && break; sleep 0.1; done; mount -o ro /dev/sda /mnt")
    guest.run("DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o APT::Install-Recommends=true install /mnt/*.deb", seconds=900)
    guest.run(f"printf 'u {GRANTED}\\nu {STRANGER}\\nm {GRANTED} fivestar\\n' | systemd-sysusers -")
    guest.run(f"cat >/etc/fivestard/fivestard.d/test.toml <<'END'\n{GRANT}\nEND")
    guest.run("cp /mnt/trust/csca/* /etc/fivestard/trust; cp /mnt/trust/crl/* /etc/fivestard/crl; systemctl reload fivestard")
    guest.run("umount /mnt; apt-get clean; sync; echo 3 >/proc/sys/vm/drop_caches")
    guest.remove_device("stick")
    guest.qmp.do("blockdev-del", node_name="stick")
    shutil.rmtree(content)
    stick.unlink()
