# The Debian packages, as CPack makes them: one of each component.
set(FIVESTAR_MAINTAINER "fivestar maintainers <maintainers@example.org>" CACHE STRING "Who answers for the packages")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fivestar)
set(CPACK_PACKAGE_CONTACT ${FIVESTAR_MAINTAINER})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
# Each package has a summary of its own, the first line of its description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_COMPONENTS_ALL ${components})
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)
# Some files go below /etc, whatever the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
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
set(CPACK_DEBIAN_DAEMON_PACKAGE_SUGGESTS "libifd-samv, fivestar-sim")
set(CPACK_DEBIAN_DAEMON_DESCRIPTION "service that reads identity cards
Reads passports, residence permits and Chinese identity cards that lie on a
PC/SC reader, verifies signature, certificate chain and chip, and answers local
programs over a Unix socket with the decoded record and one verdict. Who may
ask for what is granted by user, reader and field.
.
This package has the service, fivestard, and its command line, fivestarctl.")
set(CPACK_DEBIAN_DAEMON_PACKAGE_CONTROL_EXTRA
    ${debian}/fivestard/conffiles ${debian}/fivestard/postinst ${debian}/fivestard/prerm ${debian}/fivestard/postrm)

set(CPACK_DEBIAN_DRIVER_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DRIVER_PACKAGE_DEPENDS pcscd)
set(CPACK_DEBIAN_DRIVER_DESCRIPTION "PC/SC driver of identity card reading machines
Makes reading machines with a SAM_V module (GA/T 467), on a serial line or USB,
readers of pcscd. Such machines read the identity cards and residence permits
of China.")
set(CPACK_DEBIAN_DRIVER_PACKAGE_CONTROL_EXTRA ${debian}/libifd-samv/postinst ${debian}/libifd-samv/postrm)

set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
configure_file(${debian}/libfivestar/shlibs.in ${CMAKE_CURRENT_BINARY_DIR}/shlibs @ONLY)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/shlibs ${debian}/libfivestar/triggers)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "C library that asks fivestard
For programs in C that read identity cards through fivestard: requests and
event streams over its socket, with deadlines, and answers that are cleansed
when they are freed.")

set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS library)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "header of the C library that asks fivestard
What compiling programs with libfivestar takes: the header, the link for the
linker, and a file for pkg-config.")

set(CPACK_DEBIAN_SIMULATOR_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_SIMULATOR_PACKAGE_RECOMMENDS vsmartcard-vpcd)
set(CPACK_DEBIAN_SIMULATOR_DESCRIPTION "simulated identity cards and reading machines
Puts simulated passports and identity cards of invented people into virtual
PC/SC readers, and plays a SAM_V module on a pseudo-terminal: for trying out
and testing programs that read identity cards, without a card.")

include(CPack)
