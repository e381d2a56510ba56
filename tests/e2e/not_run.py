# SPDX-License-Identifier: Apache-2.0
"""Tests that need more than this machine allows are skipped, and listed with the reason in the file that FIVESTAR_NOT_RUN names.

A test program ends with `not_run.main()` instead of `unittest.main()`. It exits with 77, which CTest shows as "Skipped", if none of its tests
could run."""

import collections
import functools
import os
import pathlib
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXIT_STATUS = 77
PR_SET_DUMPABLE = 4


@functools.cache
def no_namespaces(*options):
    """The reason why mounting fails in namespaces of these options of unshare(1); None if it works."""
    done = subprocess.run(["unshare", *options, "--mount", "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    return f"mount namespaces cannot be made: {done.stderr.strip()}" if done.returncode != 0 else None


@functools.cache
def no_user_namespaces():
    done = subprocess.run(["unshare", "--user", "--map-root-user", "true"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return f"user namespaces cannot be made: {done.stderr.strip()}" if done.returncode != 0 else None


@functools.cache
def no_memory_of_others():
    """The reason why the memory of a process that is not dumpable, as fivestard is, cannot be read; None if it can."""
    code = f"import ctypes; ctypes.CDLL(None).prctl({PR_SET_DUMPABLE}, 0); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        try:
            with open(f"/proc/{other.pid}/mem", "rb"):
                return None
        except OSError as error:
            return f"the memory of other processes cannot be read (CAP_SYS_PTRACE): {error.strerror}"
        finally:
            other.communicate(b"\n")


def skip_if(reason):
    """Skips a test or a class of tests unless `reason` is None."""
    return unittest.skipIf(reason is not None, reason or "")


def report(name, reason):
    if file := os.environ.get("FIVESTAR_NOT_RUN"):
        with open(file, "a", encoding="utf-8") as lines:
            lines.write(f"{name}: {reason}\n")


def _report_all(program, skipped):
    by_class = collections.defaultdict(list)
    for test, reason in skipped:
        if isinstance(test, unittest.TestCase):
            by_class[type(test).__name__, reason].append(test.id().rpartition(".")[2])
        else:  # setUpClass of all tests of a class, or setUpModule
            report(program, reason)
    for (class_name, reason), names in by_class.items():
        report(f"{program} {class_name}.{names[0]}" if len(names) == 1 else f"{program} {class_name} ({len(names)} tests)", reason)


def main(**options):
    """Runs the tests of the program that calls it."""
    result = unittest.main(exit=False, **{"verbosity": 2, **options}).result
    _report_all(os.path.relpath(os.path.abspath(sys.argv[0]), SOURCE), result.skipped)
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(EXIT_STATUS if result.skipped and result.testsRun <= len(result.skipped) else 0)
