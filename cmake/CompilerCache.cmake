# SPDX-License-Identifier: Apache-2.0
# Compiles through ccache where it is installed and no other launcher was chosen. The settings let another checkout of the same sources
# hit the cache, and let ccache keep what is compiled with precompiled headers.
if(DEFINED CMAKE_CXX_COMPILER_LAUNCHER OR DEFINED CMAKE_C_COMPILER_LAUNCHER)
  return()
endif()
find_program(FIVESTAR_CCACHE ccache DOC "Compiler cache; empty or not found: none")
mark_as_advanced(FIVESTAR_CCACHE)
if(FIVESTAR_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${FIVESTAR_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()
