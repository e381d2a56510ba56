# SPDX-License-Identifier: Apache-2.0
"""The libraries of fivestar-compat as its package has them, and the two ways by which a program finds them."""

import os
import re
import subprocess

PROGRAM = """
#include <stdio.h>
int SDT_OpenPort(int);
int InitComm(int);
int GetBmp(const char*, int);
int main(void) { printf("%d %d %d\\n", SDT_OpenPort(1001), InitComm(1001), GetBmp("none", 2)); return 0; }
"""


def check(test, root, work):
    """`root` has the package's files, `work` is an empty folder."""
    folder = next(root.rglob("fivestar-compat/libsdtapi.so")).parent
    test.assertEqual(sorted(path.name for path in folder.iterdir()), ["handle", "lib100UD.so", "libsdtapi.so", "libwltrs.so", "libzysdtapi.so"])
    test.assertEqual([os.readlink(folder / name) for name in ("libwltrs.so", "libzysdtapi.so")], ["libsdtapi.so"] * 2)
    for library in (folder / "libsdtapi.so", folder / "lib100UD.so", folder / "handle" / "libsdtapi.so"):
        told = subprocess.run(["readelf", "--dynamic", "--wide", library], check=True, capture_output=True, text=True).stdout
        needed = re.findall(r"NEEDED.*\[(.*)\]", told)
        test.assertEqual([name for name in needed if not re.match(r"lib(c|m)\.so|ld-linux", name)], [], library)
        test.assertNotIn("(SONAME)", told)
    (work / "program.c").write_text(PROGRAM)
    subprocess.run(["cc", "-Wall", "-Werror", "-o", work / "program", work / "program.c", f"-L{folder}", "-lsdtapi"], check=True)
    # Without a daemon no port is known.
    nowhere = {"FIVESTAR_COMPAT_CONFIG": "/nonexistent"}
    found = subprocess.run([work / "program"], capture_output=True, text=True, env={**nowhere, "LD_LIBRARY_PATH": str(folder)})
    test.assertEqual((found.returncode, found.stdout), (0, "1 0 -2\n"), found.stderr)
    (work / "ld.so.conf").write_text(f"{folder}\n")
    subprocess.run(["/sbin/ldconfig", "-X", "-f", work / "ld.so.conf", "-C", work / "cache"], check=True, capture_output=True)
    listed = subprocess.run(["/sbin/ldconfig", "-p", "-C", work / "cache"], check=True, capture_output=True, text=True).stdout
    for name in ("libsdtapi.so", "lib100UD.so"):
        test.assertIn(f"{folder}/{name}", listed, "a folder in /etc/ld.so.conf.d")
