# SPDX-License-Identifier: Apache-2.0
"""terminal.py [SUITE]: the saved terminal of a release of Debian, with the project's packages installed by apt. Three layers are kept in the cache,
each under a name made of what it was made of: a bare Debian, the same booted, and the same with the packages. Making the first needs root."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import project

import architecture
import base
import clean_root
import installation
import packages
from guest import Guest

INSTALLED = ["fivestard", "libifd-samv"]
REPRODUCIBLE = {"SOURCE_DATE_EPOCH": "1700000000"}  # equal programs make equal packages, thus the same layer
LAYERS = ("bare", "booted", "installed")
HERE = pathlib.Path(__file__).parent


def _key(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def _sources(*names):
    return [(HERE / name).read_text() for name in names]


@contextlib.contextmanager
def _locked(suite):
    project.CACHE.mkdir(parents=True, exist_ok=True)
    with open(project.CACHE / f"lock-{suite}", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for layer in LAYERS:
            for unfinished in project.CACHE.glob(f"new-{suite}-{layer}-*"):  # of a run that was killed
                shutil.rmtree(unfinished)
        yield


def _layer(name, key, make):
    """The folder of this layer, made by `make(folder)` if the cache does not have it. Older ones of the same name are removed."""
    folder = project.CACHE / f"{name}-{key}"
    if folder.exists():
        return folder
    print(f"terminal: making {folder}", file=sys.stderr, flush=True)
    new = pathlib.Path(tempfile.mkdtemp(prefix=f"new-{name}-", dir=project.CACHE))
    try:
        make(new)
        for old in project.CACHE.glob(f"{name}-*"):
            shutil.rmtree(old)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return folder


def _overlay(file, below):
    form = "qcow2" if below.suffix == ".qcow2" else "raw"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", below, "-F", form, file], check=True)


def prepared(suite, files):
    """The folders of the three layers for these package files, making those that are missing."""
    machine = architecture.of(suite)
    with _locked(suite):
        needs = [packages.field(file, name) for file in files for name in ("Depends", "Recommends")]
        bare_key = _key(*needs, *_sources("architecture.py", "base.py", "initrd.py", "agent.sh", "agent.service"))
        bare = _layer(f"{suite}-bare", bare_key, lambda folder: base.make(architecture.release(suite), machine, files, folder))

        def boot(folder):
            _overlay(folder / "disk.qcow2", bare / "disk")
            with Guest(machine, bare / "kernel", bare / "initrd", folder / "disk.qcow2", keeps=True) as guest:
                guest.save(folder / "state")
        emulator = subprocess.run([machine.emulator, "--version"], check=True, capture_output=True, text=True).stdout
        booted_key = _key(bare_key, emulator, *_sources("qemu_command.py"))
        booted = _layer(f"{suite}-booted", booted_key, boot)

        def install(folder):
            _overlay(folder / "disk.qcow2", booted / "disk.qcow2")
            with Guest(machine, bare / "kernel", bare / "initrd", folder / "disk.qcow2", booted / "state", keeps=True) as guest:
                installation.install(guest, files, folder)
                guest.save(folder / "state")
        contents = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
        installed = _layer(f"{suite}-installed", _key(booted_key, *contents, *_sources("installation.py")), install)
        return bare, booted, installed


def package_files(suite, folder):
    """The files of the project's packages: of this build, or for another suite those that tools/on-debian makes in build/on-SUITE."""
    if suite == clean_root.release():
        made = packages.make(project.BUILD, folder, env={**os.environ, **REPRODUCIBLE})
        return [made[name] for name in INSTALLED]
    return [file for name in INSTALLED for file in other_packages(suite).glob(f"{name}_*.deb")]


def other_packages(suite):
    return project.SOURCE / "build" / f"on-{suite}" / ("arm64" if architecture.of(suite).foreign else "packages")


def is_kept(suite):
    """Whether the cache has the layer that only root can make."""
    return any(project.CACHE.glob(f"{suite}-bare-*"))


def start(suite):
    """A running terminal in the state after installation."""
    with tempfile.TemporaryDirectory(prefix="fivestar-packages-") as folder:
        bare, _, installed = prepared(suite, package_files(suite, pathlib.Path(folder)))
    return Guest(architecture.of(suite), bare / "kernel", bare / "initrd", installed / "disk.qcow2", installed / "state")


if __name__ == "__main__":
    start(sys.argv[1] if len(sys.argv) > 1 else clean_root.release()).close()
