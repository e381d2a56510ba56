# SPDX-License-Identifier: Apache-2.0
"""Node's packages of a lock file, fetched when they change; they are no part of what is installed."""

import contextlib
import fcntl
import hashlib
import re
import shutil
import subprocess

LEAST_NODE = (18, 18)
PATIENCE = 300  # seconds, for each program


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=PATIENCE, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}"[-20000:])
    return done.stdout


def no_node():
    """The reason why Node cannot be used; None if it can."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"{program} is not installed"
    version = tuple(map(int, re.findall(r"\d+", run("node", "--version"))[:2]))
    return f"Node {version} is too old" if version < LEAST_NODE else None


def fetch_packages(folder):
    """The reason why the packages of the lock file in `folder` are not there; None if they are."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes() + run("node", "--version").encode()).hexdigest()
    stamp = folder / "node_modules/.fivestar"
    if stamp.exists() and stamp.read_text() == lock:
        return None
    try:
        run("npm", "ci", "--no-audit", "--no-fund", cwd=folder)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        if re.search("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|timed out|network", str(error)):
            return "npm's registry cannot be reached"
        raise
    stamp.write_text(lock)
    return None


@contextlib.contextmanager
def alone(folder):
    """One run at a time in this checkout."""
    with open(folder / "package-lock.json", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
