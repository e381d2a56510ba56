# SPDX-License-Identifier: Apache-2.0
"""A Debian as a disk for QEMU, with a kernel and an initial file system beside it. It has what the project's packages need as fetched files, not
installed. Making it needs root."""

import pathlib
import shutil
import subprocess

import project  # noqa: F401: finds the modules below

import clean_root
import initrd

# The guest's own tools: a static busybox for the initial file system, opensc as a foreign program that uses pcscd, curl for the socket.
TOOLS = ["kmod", "busybox-static", "opensc", "curl", "usbutils"]
DISK = "3G"
FETCH = "APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get --quiet=2 --yes --download-only -o APT::Install-Recommends=true install "
# udev tells systemd of the port, so that the agent can wait for it.
PORT_RULE = 'SUBSYSTEM=="virtio-ports", TAG+="systemd"\n'


def _bootstrap(release, architecture, root, packages):
    fetch = FETCH + " ".join(str(package) for package in packages)
    foreign = ["--skip=check/qemu,chroot/mount/sys"] if architecture.foreign else []
    make = [clean_root.DEBIAN_ROOT, "make", release, root, f"--architectures={architecture.name}", *foreign, "--variant=apt", "--skip=cleanup/apt",
            f"--include={','.join([*clean_root.BARE, *TOOLS])}", f"--customize-hook={fetch}", f"--customize-hook={FETCH} {architecture.kernel}"]
    subprocess.run(architecture.on_host(make), check=True)


def _unpack_kernel(architecture, root):
    """Unpacks the kernel, and returns its version. It is not installed because an initial file system would then be made."""
    package = next((root / "var/cache/apt/archives").glob("linux-image-[0-9]*.deb"))
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as files:
        subprocess.run(["tar", "--extract", "--keep-directory-symlink", "--directory", root], stdin=files.stdout, check=True)
    package.unlink()
    version = next(root.glob("boot/vmlinuz-*")).name.removeprefix("vmlinuz-")
    subprocess.run(architecture.on_host(["chroot", root, "/sbin/depmod", version]), check=True)
    return version


def _add_agent(root):
    here = pathlib.Path(__file__).parent
    shutil.copy(here / "agent.sh", root / "usr/local/sbin/agent.sh")
    (root / "usr/local/sbin/agent.sh").chmod(0o755)
    shutil.copy(here / "agent.service", root / "etc/systemd/system/agent.service")
    (root / "etc/udev/rules.d/90-agent.rules").write_text(PORT_RULE)
    subprocess.run(["systemctl", f"--root={root}", "enable", "agent.service"], check=True, capture_output=True)


def make(release, architecture, packages, folder):
    """Writes disk, kernel and initrd into the folder. `packages` are files; what they need is fetched into the guest's apt."""
    root = folder / "root"
    root.mkdir()
    _bootstrap(release, architecture, root, packages)
    version = _unpack_kernel(architecture, root)
    initrd.make(architecture, root, version, folder / "initrd")
    shutil.copy(root / f"boot/vmlinuz-{version}", folder / "kernel")
    _add_agent(root)
    (root / "etc/hostname").write_text("terminal\n")
    (root / "etc/machine-id").write_text("0123456789abcdef0123456789abcdef\n")
    subprocess.run(["/usr/sbin/mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-d", root, folder / "disk", DISK], check=True)
    shutil.rmtree(root)
