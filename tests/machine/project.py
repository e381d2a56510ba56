# SPDX-License-Identifier: Apache-2.0
"""Where the sources, the build and the cache are. Importing it lets the tests of this folder import what tests/e2e and tests/package share."""

import os
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.setdefault("FIVESTAR_BUILD", str(SOURCE / "build" / "release"))).resolve()
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "fivestar" / "machine"

sys.path[:0] = [str(SOURCE / "tests" / "e2e"), str(SOURCE / "tests" / "package")]
