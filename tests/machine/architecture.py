# SPDX-License-Identifier: Apache-2.0
"""The processors that a terminal under emulation may have. A suite names a release of Debian, and a processor unless it is amd64: `bookworm`,
`bookworm-arm64`."""

import dataclasses

import project  # noqa: F401: finds the module below

import clean_root


@dataclasses.dataclass(frozen=True)
class Architecture:
    name: str  # Debian's
    emulator: str
    machine: tuple  # QEMU's options
    console: str  # its first serial line, as the kernel calls it
    suspends: bool  # the machine can suspend to memory and be woken
    packages: str  # the group of tools/packages with what the host needs
    foreign: bool = False  # the host executes its programs under emulation only

    @property
    def kernel(self):
        return f"linux-image-{self.name}"  # amd64's cloud kernel has no USB

    def on_host(self, command):
        """The command such that it, and what it starts, can execute this processor's programs."""
        return [clean_root.DEBIAN_ROOT, "with-arm64", *command] if self.foreign else command


ARCHITECTURES = {one.name: one for one in (
    Architecture("amd64", "qemu-system-x86_64", ("-machine", "q35,usb=off", "-cpu", "max"), "ttyS0", suspends=True, packages="machine"),
    # A processor without pointer authentication, which is slow to emulate.
    Architecture("arm64", "qemu-system-aarch64", ("-machine", "virt", "-cpu", "cortex-a72"), "ttyAMA0", suspends=False, packages="machine-arm64",
                 foreign=True))}


def of(suite):
    return ARCHITECTURES[suite.partition("-")[2] or "amd64"]


def release(suite):
    return suite.partition("-")[0]
