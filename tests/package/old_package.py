# SPDX-License-Identifier: Apache-2.0
"""Packages as they were when they had a conffile, made from today's."""

import subprocess


def with_conffile(package, path, folder):
    """Makes a package of an older version that has this conffile, which its own postinst leaves alone."""
    root = folder / package.name.split("_")[0]
    subprocess.run(["dpkg-deb", "--raw-extract", package, root], check=True)
    control = (root / "DEBIAN/control").read_text()
    (root / "DEBIAN/control").write_text("".join("Version: 0.0.9-1\n" if line.startswith("Version:") else line
                                                 for line in control.splitlines(keepends=True)))
    (root / "DEBIAN/conffiles").write_text(f"{path}\n")
    postinst = root / "DEBIAN/postinst"
    assert 'rm -f "$file"' in postinst.read_text()
    postinst.write_text(postinst.read_text().replace('rm -f "$file"', "true"))
    file = root / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# The older package's.\n")
    made = folder / f"{root.name}_0.0.9-1_old.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", root, made], check=True, capture_output=True)
    return made
