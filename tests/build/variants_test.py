# SPDX-License-Identifier: Apache-2.0
"""variants_test.py [FOLDER]: the project builds in the variants that no other stage of tools/test builds, below FOLDER.

Other stages build: g++ -O2 (release), clang Debug with sanitizers (address, thread)."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path[1:1] = [str(SOURCE / "tests" / folder) for folder in ("e2e", "package")]
import clean_root  # noqa: E402
import not_run  # noqa: E402

FOLDER = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else SOURCE / "build" / "variants"
COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang-19", "clang++-19")}
BUILD_TYPES = ("Debug", "Release", "RelWithDebInfo")
PROGRAMS = ("DAEMON", "DRIVER", "CLIENT", "CLI", "BROWSER", "SCAN", "SIM", "TRUST_UPDATE")
LIBRARIES = {"Boost", "CLI11", "CURL", "GTest", "ICU", "JPEG", "OpenSSL", "PNG", "PkgConfig", "Python3", "ZLIB", "fmt"}
# The packages that each program needs; no others may be looked for.
NEEDS = {
    "DAEMON": {"Boost", "CLI11", "ICU", "JPEG", "OpenSSL", "PNG", "PkgConfig", "ZLIB", "fmt"},
    "DRIVER": {"PkgConfig"},
    "CLIENT": set(),
    "CLI": {"Boost", "CLI11", "ICU", "OpenSSL", "PkgConfig", "fmt"},
    "BROWSER": {"Boost", "CLI11", "fmt"},
    "SIM": {"Boost", "CLI11", "ICU", "OpenSSL", "PkgConfig", "fmt"},
    "SCAN": {"CLI11", "PkgConfig", "fmt"},
    "TRUST_UPDATE": {"CLI11", "CURL", "ICU", "OpenSSL", "fmt"},
}
# As others would write it.
CONSUMER = """#include <fivestar.h>
#include <stdio.h>
int main(void) { return printf("%s\\n", fivestar_version()) < 0; }
"""
CONSUMER_CMAKE = """cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C)
find_package(fivestar 0.1 REQUIRED)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE fivestar::fivestar)
"""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"[-20000:])
    return done.stdout


def configure(build, *options, compiler="gcc"):
    shutil.rmtree(build, ignore_errors=True)
    c, cxx = COMPILERS[compiler]
    run("cmake", "-S", SOURCE, "-B", build, "-DFIVESTAR_WERROR=ON", f"-DCMAKE_C_COMPILER={c}", f"-DCMAKE_CXX_COMPILER={cxx}", *options)
    return build


def build_of(build, *targets):
    run("cmake", "--build", build, "--parallel", os.cpu_count(), *(["--target", *targets] if targets else []))


def only(program):
    """The options that build this program, where none of the libraries that it does not need can be found."""
    programs = {program, "CLIENT"} if program in ("CLI", "BROWSER", "SCAN") else {program}
    return ([f"-DFIVESTAR_BUILD_{name}={'ON' if name in programs else 'OFF'}" for name in PROGRAMS] +
            [f"-DCMAKE_DISABLE_FIND_PACKAGE_{name}=ON" for name in LIBRARIES - NEEDS[program]])


class Programs(unittest.TestCase):
    def test_gcc_release(self):
        """With g++ 12 at -O3, and Make: `cmake -B build` with nothing but a build type."""
        build_of(configure(FOLDER / "gcc-release", "-DCMAKE_BUILD_TYPE=Release", "-DFIVESTAR_BUILD_TESTS=OFF"))

    def test_gcc_debug_source_by_source(self):
        """And with `char` unsigned, as on 64-bit Arm: comparisons that are always true there are errors (-Wtype-limits)."""
        build_of(configure(FOLDER / "gcc-debug", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-funsigned-char", "-DFIVESTAR_BUILD_TESTS=OFF",
                           "-DFIVESTAR_UNITY=OFF", "-GNinja"))

    def test_clang_without_a_build_type(self):
        build = configure(FOLDER / "clang-default", "-DFIVESTAR_BUILD_TESTS=OFF", "-GNinja", compiler="clang")
        self.assertIn("CMAKE_BUILD_TYPE:STRING=RelWithDebInfo", (build / "CMakeCache.txt").read_text())
        build_of(build)

    def test_every_build_type_can_be_configured_with_every_compiler(self):
        for compiler in COMPILERS:
            for build_type in BUILD_TYPES:
                with self.subTest(compiler=compiler, build_type=build_type):
                    configure(FOLDER / "configured", f"-DCMAKE_BUILD_TYPE={build_type}", compiler=compiler)

    def test_each_program_needs_its_own_libraries_alone(self):
        for program in PROGRAMS:
            with self.subTest(program=program):
                configure(FOLDER / f"only-{program.lower()}", *only(program))

    def test_the_driver_alone(self):
        build_of(configure(FOLDER / "driver", *only("DRIVER"), "-DCMAKE_BUILD_TYPE=Release", compiler="clang"))

    def test_tests_without_a_program_are_refused(self):
        with self.assertRaisesRegex(AssertionError, "FIVESTAR_BUILD_TESTS needs FIVESTAR_BUILD_SIM"):
            configure(FOLDER / "refused", "-DFIVESTAR_BUILD_TESTS=ON", "-DFIVESTAR_BUILD_SIM=OFF")


class Libfivestar(unittest.TestCase):
    def installed(self, name, *options, compiler="gcc"):
        """libfivestar alone, built and installed."""
        prefix = FOLDER / name / "prefix"
        build = configure(FOLDER / name / "build", *only("CLIENT"), f"-DCMAKE_INSTALL_PREFIX={prefix}", *options, compiler=compiler)
        build_of(build)
        shutil.rmtree(prefix, ignore_errors=True)
        run("cmake", "--install", build)
        return prefix

    def test_every_build_type_with_every_compiler(self):
        for compiler in COMPILERS:
            for build_type in BUILD_TYPES:
                with self.subTest(compiler=compiler, build_type=build_type):
                    prefix = self.installed("libfivestar", f"-DCMAKE_BUILD_TYPE={build_type}", compiler=compiler)
                    self.assertEqual([path.name for path in prefix.glob("include/*")], ["fivestar.h"])
                    self.assertFalse(list(prefix.glob("[!is]*bin*")) + list(prefix.glob("etc")))

    def test_programs_find_it(self):
        prefix = self.installed("found")
        library = next(prefix.rglob("libfivestar.so")).parent
        with tempfile.TemporaryDirectory(prefix="fivestar-consumer-") as folder:
            folder = pathlib.Path(folder)
            (folder / "consumer.c").write_text(CONSUMER)
            (folder / "CMakeLists.txt").write_text(CONSUMER_CMAKE)
            run("cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
            run("cmake", "--build", folder / "build")
            self.assertEqual(run(folder / "build/consumer"), "0.1.0\n")
            environment = os.environ | {"PKG_CONFIG_PATH": str(library / "pkgconfig"), "LD_LIBRARY_PATH": str(library)}
            flags = run("pkg-config", "--cflags", "--libs", "fivestar", env=environment).split()
            run("gcc", folder / "consumer.c", "-o", folder / "consumer", *flags)
            self.assertEqual(run(folder / "consumer", env=environment), "0.1.0\n")

    @not_run.skip_if(not_run.no_namespaces())
    @not_run.skip_if(None if os.geteuid() == 0 else "a Debian of its own needs root")
    @not_run.skip_if(clean_root.no_archive())
    def test_in_a_root_with_a_compiler_cmake_and_make_alone(self):
        with tempfile.TemporaryDirectory(prefix="fivestar-root-") as folder:
            root = pathlib.Path(folder, "root")
            root.mkdir()
            run(clean_root.DEBIAN_ROOT, "make", clean_root.release(), root, "--variant=apt", "--include=cmake,g++,make")
            shutil.copytree(SOURCE, root / "fivestar", ignore=shutil.ignore_patterns("build", ".git"), symlinks=True)
            options = [option for option in only("CLIENT") if "DISABLE_FIND" not in option]
            run("chroot", root, "cmake", "-S", "/fivestar", "-B", "/build", "-DFIVESTAR_WERROR=ON", *options)
            run("chroot", root, "cmake", "--build", "/build", "--parallel", os.cpu_count())
            run("chroot", root, "cmake", "--install", "/build")


if __name__ == "__main__":
    not_run.main()
