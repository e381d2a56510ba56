# SPDX-License-Identifier: Apache-2.0
# Toolchain: cross-builds for arm64 with Debian's libraries of that architecture, which are installed beside the machine's own.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_INSTALL_LIBDIR lib/${CMAKE_LIBRARY_ARCHITECTURE} CACHE PATH "Libraries, below the prefix")
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/pkgconfig:/usr/share/pkgconfig)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
# Debian 12 calls it the former, 13 the latter.
find_program(FIVESTAR_QEMU NAMES qemu-aarch64-static qemu-aarch64 DOC "Runs programs of arm64" REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR ${FIVESTAR_QEMU})
