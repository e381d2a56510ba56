# SPDX-License-Identifier: Apache-2.0
# Debian packages made by CPack: one for each component.
set(FIVESTAR_MAINTAINER "fivestar maintainers <maintainers@example.org>" CACHE STRING "Maintainer of the packages")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fivestar)
set(CPACK_PACKAGE_CONTACT ${FIVESTAR_MAINTAINER})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
# The summary of each package is the first line of its description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_COMPONENTS_ALL ${components})
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)
# Some files are installed in /etc, independent of the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
# The revision names the release of Debian that the packages are built on and for, so that packages of several releases can be published side
# by side, and an upgrade of Debian upgrades them: 1+deb12 is less than 1+deb13.
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
cmake_host_system_information(RESULT distribution QUERY DISTRIB_INFO)
if(distribution_ID STREQUAL "debian" AND distribution_VERSION_ID)
  string(APPEND CPACK_DEBIAN_PACKAGE_RELEASE +deb${distribution_VERSION_ID})
endif()
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

foreach(component IN LISTS components)
  string(TOUPPER ${component} name)
  set(CPACK_DEBIAN_${name}_PACKAGE_NAME ${package_${component}})
endforeach()

set(debian ${CMAKE_CURRENT_SOURCE_DIR}/debian)

set(CPACK_DEBIAN_DAEMON_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_DAEMON_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers | systemd-sysusers, tzdata")
set(CPACK_DEBIAN_DAEMON_PACKAGE_RECOMMENDS pcscd)
set(CPACK_DEBIAN_DAEMON_PACKAGE_SUGGESTS "libifd-samv, fivestar-scan, fivestar-trust-update, fivestar-browser, fivestar-sim")
set(CPACK_DEBIAN_DAEMON_DESCRIPTION "service that reads identity cards
Reads passports, residence permits and Chinese identity cards on PC/SC readers,
verifies signature, certificate chain and chip, and answers local programs over
a Unix socket with the decoded record and one verdict. Access is granted by
user, reader and field.
.
This package contains the service fivestard and its command line fivestarctl.")
set(CPACK_DEBIAN_DAEMON_PACKAGE_CONTROL_EXTRA
    ${debian}/fivestard/postinst ${debian}/fivestard/prerm ${debian}/fivestard/postrm)

set(CPACK_DEBIAN_DRIVER_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DRIVER_PACKAGE_DEPENDS pcscd)
set(CPACK_DEBIAN_DRIVER_DESCRIPTION "PC/SC driver for identity card reading machines
Presents reading machines with a SAM_V module (GA/T 467), on a serial line or
USB, to pcscd as readers. Such machines read the identity cards and residence
permits of China.")
set(CPACK_DEBIAN_DRIVER_PACKAGE_CONTROL_EXTRA ${debian}/libifd-samv/postinst ${debian}/libifd-samv/postrm)

set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
configure_file(${debian}/libfivestar/shlibs.in ${CMAKE_CURRENT_BINARY_DIR}/shlibs @ONLY)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/shlibs ${debian}/libfivestar/triggers)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "C client library for fivestard
For C programs that read identity cards with fivestard: requests and event
streams over its socket, with deadlines, and responses that are zeroized when
they are freed.")

set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS library)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "C client library for fivestard (development files)
Files for compiling programs with libfivestar: the header, the link for the
linker, and a pkg-config file. Also the header of plug-ins that decode the
portraits of Chinese identity cards.")

set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "python3:any (>= 3.9)")
set(CPACK_DEBIAN_PYTHON_PACKAGE_RECOMMENDS fivestard)
set(CPACK_DEBIAN_PYTHON_DESCRIPTION "Python package for fivestard
For Python programs that read identity cards with fivestard: a typed client,
plain or for asyncio, with progress, deadlines and cancellation.")
set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA ${debian}/python3-fivestar/postinst ${debian}/python3-fivestar/prerm)

set(CPACK_DEBIAN_SCANNER_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_SCANNER_PACKAGE_DEPENDS "fivestard, systemd | systemd-standalone-sysusers | systemd-sysusers, xkb-data")
set(CPACK_DEBIAN_SCANNER_DESCRIPTION "keys for fivestard from swipe readers and scanners
Takes the machine-readable zone that a swipe reader or scanner read, on a
serial line or as a keyboard, and hands it to fivestard as the key of the next
card. A keyboard is grabbed: no window gets the number of a passport.")
set(CPACK_DEBIAN_SCANNER_PACKAGE_CONTROL_EXTRA
    ${debian}/fivestar-scan/postinst ${debian}/fivestar-scan/prerm ${debian}/fivestar-scan/postrm)

set(CPACK_DEBIAN_TRUST_UPDATE_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_TRUST_UPDATE_PACKAGE_DEPENDS "fivestard, ca-certificates, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_TRUST_UPDATE_DESCRIPTION "updates of master lists and revocation lists for fivestard
Fetches master lists of country signing certificates and revocation lists over
HTTPS, verifies their signatures, and replaces the ones that fivestard uses. A
list that is older or not good never replaces a good one.")
set(CPACK_DEBIAN_TRUST_UPDATE_PACKAGE_CONTROL_EXTRA
    ${debian}/fivestar-trust-update/postinst ${debian}/fivestar-trust-update/prerm ${debian}/fivestar-trust-update/postrm)

set(CPACK_DEBIAN_COMPAT_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_COMPAT_PACKAGE_RECOMMENDS fivestard)
set(CPACK_DEBIAN_COMPAT_DESCRIPTION "SDT interface for programs at counters, on fivestard
A libsdtapi.so for existing programs that read the identity cards of China by
the functions SDT_*. The programs run unchanged, several at one reader, each
within the grants that fivestard has for it.")

set(CPACK_DEBIAN_BROWSER_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_BROWSER_PACKAGE_DEPENDS "fivestard, acl, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_BROWSER_PACKAGE_SUGGESTS "chromium, firefox-esr")
set(CPACK_DEBIAN_BROWSER_DESCRIPTION "identity cards in web pages, for fivestard
Pages of origins that the administrator allows read cards through an extension
of the browser and the program in this package. No port is opened, and the user
of the browser needs no access to the service. For pages that cannot be changed
there is a local service in the forms of three vendors, disabled by default.")
set(CPACK_DEBIAN_BROWSER_PACKAGE_CONTROL_EXTRA
    ${debian}/fivestar-browser/conffiles ${debian}/fivestar-browser/postinst ${debian}/fivestar-browser/postrm
    ${debian}/fivestar-browser/prerm)

set(CPACK_DEBIAN_SIMULATOR_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_SIMULATOR_PACKAGE_RECOMMENDS vsmartcard-vpcd)
set(CPACK_DEBIAN_SIMULATOR_DESCRIPTION "simulated identity cards and reading machines
Serves simulated passports and identity cards of invented people in virtual
PC/SC readers, and a SAM_V module on a pseudo-terminal, to try and test
programs that read identity cards.")

include(CPack)
