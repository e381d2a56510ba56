# SPDX-License-Identifier: Apache-2.0
"""A clean Debian in memory to install packages into: this machine's release, from its sources, by mmdebstrap. Its systemd runs as the first
process of new namespaces and ends with this process. Needs root."""

import functools
import os
import pathlib
import signal
import subprocess
import tempfile
import time

BARE = ["systemd", "systemd-sysv", "udev", "dbus", "polkitd", "procps", "passwd"]
# Paths that hold no files of packages: caches, logs, package lists, and the state of systemd.
VOLATILE = ("dev", "proc", "run", "sys", "tmp", "var/cache", "var/lib/apt", "var/lib/dpkg", "var/log", "var/tmp",
            "var/lib/systemd/timers", "var/lib/systemd/random-seed", "etc/.pwd.lock", "etc/ld.so.cache",
            "var/lib/polkit-1", "root")
NAMESPACES = ["--pid", "--net", "--cgroup", "--ipc", "--uts"]  # besides that of mounts
ENVIRONMENT = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
DEBIAN_ROOT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "debian-root"


def release():
    """The code name of this machine's Debian."""
    return subprocess.run([DEBIAN_ROOT, "release"], check=True, capture_output=True, text=True).stdout.strip()


def debian_sources():
    """The lines of sources.list for this machine's Debian."""
    return subprocess.run([DEBIAN_ROOT, "sources"], check=True, capture_output=True, text=True).stdout.splitlines()


@functools.cache
def no_archive():
    """The reason why apt cannot reach Debian's archive; None if it can."""
    with tempfile.TemporaryDirectory(prefix="fivestar-apt-") as folder:
        sources = pathlib.Path(folder, "sources.list")
        sources.write_text("".join(f"{line}\n" for line in debian_sources()))
        places = {"Dir::Etc::SourceList": sources, "Dir::Etc::SourceParts": "-", "Dir::State::Lists": folder, "Dir::Cache": folder}
        done = subprocess.run(["apt-get", "--quiet=2", "--error-on=any", "--option=Acquire::Retries=5",
                               *(f"--option={name}={place}" for name, place in places.items()), "update"],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return f"no package can be fetched: {done.stderr.strip().splitlines()[-1]}" if done.returncode != 0 else None


class CleanRoot:
    def __init__(self, directory: pathlib.Path):
        self.path = directory / "root"
        self.path.mkdir(parents=True)
        self.systemd = None

    def mount(self):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3g,mode=0755", "fivestar-clean-root", self.path], check=True)

    def unmount(self):
        if self.path.is_mount():
            subprocess.run(["umount", "--lazy", self.path], check=True)

    def bootstrap(self, packages):
        """Installs Debian; fetches, without installing, what the packages in these files need."""
        fetch = ('APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get --quiet=2 --yes --download-only '
                 '-o APT::Install-Recommends=true install opensc libccid ' + " ".join(str(package) for package in packages))
        self.mount()
        subprocess.run([DEBIAN_ROOT, "make", release(), self.path, "--variant=apt", "--skip=cleanup/apt", f"--include={','.join(BARE)}",
                        f"--customize-hook={fetch}"], check=True)
        (self.path / "etc/machine-id").write_text("0123456789abcdef0123456789abcdef\n")

    def boot(self):
        outside = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", *NAMESPACES, "--fork", "--kill-child",
                                    DEBIAN_ROOT, "enter", self.path, "env", "-i", "container=fivestar-test", "PATH=/usr/sbin:/usr/bin",
                                    "/lib/systemd/systemd", "--system"], stdin=subprocess.DEVNULL)
        self.systemd = outside
        self.until(lambda: self.child() is not None, "the first process")
        self.until(lambda: self.try_run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"),
                   "systemd to be ready")
        subprocess.run(["nsenter", f"--net=/proc/{self.child()}/ns/net", "ip", "link", "set", "lo", "up"], check=True)

    def child(self):
        if self.systemd.poll() is not None:
            raise AssertionError("systemd could not be started in namespaces of its own: this test needs root's rights to mount")
        children = pathlib.Path(f"/proc/{self.systemd.pid}/task/{self.systemd.pid}/children").read_text().split()
        return int(children[0]) if children else None

    @staticmethod
    def until(condition, what, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s in vain for {what}")
            time.sleep(0.1)

    def command(self, arguments, user):
        inside = ["nsenter", f"--target={self.child()}", "--mount", *NAMESPACES, "--root",
                  "--wdns=/", "env", "-i", *ENVIRONMENT]
        if user != "root":
            inside += ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        return [*inside, *map(str, arguments)]

    def try_run(self, *arguments, user="root", **more):
        """Runs a command inside; returns a CompletedProcess with any status."""
        return subprocess.run(self.command(arguments, user), capture_output=True, text=True, timeout=300,
                              **{"stdin": subprocess.DEVNULL, **more})

    def run(self, *arguments, **more):
        """Runs a command inside, which must succeed; returns its standard output."""
        done = self.try_run(*arguments, **more)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *arguments, user="root"):
        """Starts a command inside; its standard input is a pipe."""
        return subprocess.Popen(self.command(arguments, user), stdin=subprocess.PIPE, text=True)

    @staticmethod
    def end(process):
        """Ends a process of `start`. The programs end with their standard input, or by their test."""
        process.stdin.close()
        process.kill()
        process.wait(30)

    def files(self):
        """The paths of all files inside that are not volatile, relative to the root."""
        found = set()
        for directory, folders, names in os.walk(self.path):
            where = os.path.relpath(directory, self.path).removeprefix(".").removeprefix("/")
            folders[:] = [name for name in folders if os.path.join(where, name) not in VOLATILE]
            found.update(os.path.join(where, name) for name in folders + names)
        return {name for name in found if not name.startswith(VOLATILE)}

    def read(self, path):
        return (self.path / path.lstrip("/")).read_text()

    def write(self, path, text):
        (self.path / path.lstrip("/")).write_text(text)

    def close(self):
        if self.systemd is not None and self.systemd.poll() is None:
            child = self.child()
            if child:
                os.kill(child, signal.SIGKILL)
            self.systemd.wait(30)
        self.unmount()
