# SPDX-License-Identifier: Apache-2.0
"""The Debian packages of a release build, and their fields."""

import subprocess

NAMES = ["fivestard", "libifd-samv", "libfivestar0", "libfivestar-dev", "fivestar-compat", "python3-fivestar", "fivestar-scan",
         "fivestar-trust-update", "fivestar-browser", "fivestar-sim"]


def make(build, folder, release=None, **more):
    """The packages of this build, by name; with this Debian revision instead of the build's own."""
    revision = ["-D", f"CPACK_DEBIAN_PACKAGE_RELEASE={release}"] if release is not None else []
    subprocess.run(["cpack", "-G", "DEB", "--config", build / "CPackConfig.cmake", "-B", folder, *revision], cwd=build, check=True,
                   capture_output=True, **more)
    return {path.name.split("_")[0]: path for path in folder.glob("*.deb")}


def field(package, name):
    return subprocess.run(["dpkg-deb", "--field", package, name], check=True, capture_output=True, text=True).stdout
