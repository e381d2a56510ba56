# SPDX-License-Identifier: Apache-2.0
"""The command that starts the emulated machine. A saved state fits this command alone: its devices are those here, and everything on USB comes and
goes while the machine runs."""

import pathlib
import shlex

MEMORY = 1024  # MiB
KERNEL_COMMAND = ("console={0} root=/dev/vda rw quiet systemd.show_status=0 mitigations=off audit=0 "
                  "systemd.mask=serial-getty@{0}.service")


def make(architecture, folder, kernel, initrd, disk, state=None, keeps=False):
    """QEMU with its sockets `qmp` and `agent` and its console in this folder. It ends with the test, however that ends."""
    form = "qcow2" if pathlib.Path(disk).suffix == ".qcow2" else "raw"
    command = ["setpriv", "--pdeathsig", "KILL", architecture.emulator, *architecture.machine,
               "-accel", "tcg,thread=multi,tb-size=512", "-smp", "2", "-m", str(MEMORY),
               "-nodefaults", "-no-user-config", "-display", "none",
               "-kernel", kernel, "-initrd", initrd, "-append", KERNEL_COMMAND.format(architecture.console),
               "-drive", f"file={disk},format={form},if=virtio,cache=unsafe,snapshot={'off' if keeps else 'on'}",
               "-serial", f"file:{folder / 'console.log'}", "-qmp", f"unix:{folder / 'qmp'},server=on,wait=off",
               "-device", "virtio-serial-pci", "-chardev", f"socket,id=agent,path={folder / 'agent'},server=on,wait=off",
               "-device", "virtserialport,chardev=agent,name=agent", "-device", "qemu-xhci,id=xhci"]
    return [*command, "-incoming", f"exec:cat {shlex.quote(str(state))}"] if state else command
