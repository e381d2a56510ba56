# SPDX-License-Identifier: Apache-2.0
"""Makes the initial file system of the guest: busybox, and the modules that mount its disk. Debian's own takes minutes to make under emulation and
seconds at each boot."""

import lzma
import stat
import subprocess

MODULES = ["virtio_pci", "virtio_blk", "ext4"]
# Modules are loaded in the order in which modprobe names them, each after those that it needs.
INIT = """#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
for module in $(/bin/busybox cat /modules); do /bin/busybox insmod /$module; done
for turn in $(/bin/busybox seq 100); do
    if [ -b /dev/vda ]; then break; fi
    /bin/busybox usleep 20000
done
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox mount --move /dev /root/dev
exec /bin/busybox switch_root /root /sbin/init
"""


def _modules(architecture, root, version):
    """The modules' files in the order of loading. Those that are built in are none."""
    found = []
    for module in MODULES:
        ask = ["chroot", root, "/sbin/modprobe", "-S", version, "--show-depends", module]
        said = subprocess.run(architecture.on_host(ask), check=True, capture_output=True, text=True).stdout
        found += [line.split()[1].lstrip("/") for line in said.splitlines() if line.startswith("insmod ")]
    return [root / name for name in dict.fromkeys(found)]


def _entry(number, name, mode, data=b""):
    """One file in the form "newc" of cpio(5)."""
    fields = [number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def make(architecture, root, version, file):
    """Writes the archive for the kernel of this version. Its modules and a static busybox are those in `root`."""
    archive, names = [], []
    for folder in ("bin", "dev", "root"):
        archive.append(_entry(len(archive) + 1, folder, stat.S_IFDIR | 0o755))
    for source in _modules(architecture, root, version):
        data = source.read_bytes()
        if source.suffix == ".xz":
            data = lzma.decompress(data)
        names.append(source.name.removesuffix(".xz"))
        archive.append(_entry(len(archive) + 1, names[-1], stat.S_IFREG | 0o644, data))
    for name, data in {"bin/busybox": (root / "bin/busybox").read_bytes(), "init": INIT.encode(),
                       "modules": "\n".join(names).encode()}.items():
        archive.append(_entry(len(archive) + 1, name, stat.S_IFREG | 0o755, data))
    archive.append(_entry(0, "TRAILER!!!", 0))
    file.write_bytes(b"".join(archive))
