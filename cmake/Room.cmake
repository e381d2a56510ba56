# SPDX-License-Identifier: Apache-2.0
# How every room is built: one place for the flags, so that a room's own file names only its sources and its arrows.

# Sources are compiled in batches, and what most of them include beforehand: half of a build's time went into parsing the same headers.
set(CMAKE_UNITY_BUILD ${FIVESTAR_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)

add_library(fivestar_warnings INTERFACE)
target_include_directories(fivestar_warnings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(fivestar_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wundef
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast> $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
# A switch over an enumeration names every value: a new ErrorCode must be sorted (crypto/base/error.cpp).
target_compile_options(fivestar_warnings INTERFACE -Werror=switch)
if(FIVESTAR_WERROR)
  target_compile_options(fivestar_warnings INTERFACE -Werror)
endif()
# In a unity build a local variable would shadow the names of other sources, and each source counts as a header of the batch.
if(NOT FIVESTAR_UNITY)
  target_compile_options(fivestar_warnings INTERFACE -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(fivestar_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
endif()
target_compile_definitions(fivestar_warnings INTERFACE _GLIBCXX_ASSERTIONS)

# Hardening, for what ships and what is built as it ships, whatever sanitizer the rest has.
add_library(fivestar_hardened INTERFACE)
target_link_libraries(fivestar_hardened INTERFACE fivestar_warnings)
target_compile_options(fivestar_hardened INTERFACE -fstack-protector-strong
  $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
target_link_options(fivestar_hardened INTERFACE LINKER:-z,relro,-z,now)

add_library(fivestar_flags INTERFACE)

if(FIVESTAR_SANITIZE STREQUAL "")
  target_link_libraries(fivestar_flags INTERFACE fivestar_hardened)
elseif(FIVESTAR_SANITIZE STREQUAL "address")
  target_link_libraries(fivestar_flags INTERFACE fivestar_warnings)
  target_compile_options(fivestar_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                  -fno-omit-frame-pointer)
  target_link_options(fivestar_flags INTERFACE -fsanitize=address,undefined)
elseif(FIVESTAR_SANITIZE STREQUAL "thread")
  target_link_libraries(fivestar_flags INTERFACE fivestar_warnings)
  target_compile_options(fivestar_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(fivestar_flags INTERFACE -fsanitize=thread)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # The static runtime of clang does not allow the operator new of our own that the daemon has.
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libclang_rt.tsan-${CMAKE_SYSTEM_PROCESSOR}.so
                    OUTPUT_VARIABLE runtime OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    cmake_path(GET runtime PARENT_PATH runtime_directory)
    target_link_options(fivestar_flags INTERFACE -shared-libsan LINKER:-rpath,${runtime_directory})
  endif()
else()
  message(FATAL_ERROR "FIVESTAR_SANITIZE is '${FIVESTAR_SANITIZE}'; it can be address, thread or empty")
endif()
if(FIVESTAR_FUZZ)
  target_compile_options(fivestar_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 at -O3 sees overreads in std::string and std::vector that do not happen (GCC bugs 105329 and 105651).
  target_compile_options(fivestar_flags INTERFACE $<$<CONFIG:Release>:-Wno-stringop-overread>
                                                  $<$<CONFIG:Release>:-Wno-stringop-overflow>
                                                  $<$<CONFIG:Release>:-Wno-restrict> $<$<CONFIG:Release>:-Wno-array-bounds>)
endif()

# fivestar_precompiled(TARGET HEADERS ... [DEPENDS ...])
# An object library with these headers compiled once, for fivestar_reuse_headers. Its source is empty.
function(fivestar_precompiled target)
  cmake_parse_arguments(PRECOMPILED "" "" "HEADERS;DEPENDS" ${ARGN})
  if(FIVESTAR_UNITY)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp CONTENT "")
    add_library(${target} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
    target_link_libraries(${target} PRIVATE fivestar_flags ${PRECOMPILED_DEPENDS})
    target_precompile_headers(${target} PRIVATE ${PRECOMPILED_HEADERS})
  endif()
endfunction()

# fivestar_reuse_headers(TARGET PRECOMPILED): only in unity builds; elsewhere a source shows that it includes what it uses.
function(fivestar_reuse_headers target precompiled)
  if(FIVESTAR_UNITY)
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
  endif()
endfunction()

fivestar_precompiled(fivestar_standard_headers HEADERS
  <algorithm> <array> <charconv> <chrono> <cstdint> <cstring> <expected> <filesystem> <functional> <map> <memory> <mutex>
  <optional> <set> <span> <string> <string_view> <thread> <utility> <variant> <vector>)

# fivestar_room(NAME SOURCES ... [DEPENDS ...] [PRIVATE ...])
# A static library named fivestar_NAME. DEPENDS are the rooms and libraries whose headers show in its own headers.
function(fivestar_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(fivestar_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(fivestar_${name} PUBLIC ${ROOM_DEPENDS} PRIVATE fivestar_flags ${ROOM_PRIVATE})
  target_include_directories(fivestar_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  fivestar_reuse_headers(fivestar_${name} fivestar_standard_headers)
endfunction()

# fivestar_program(NAME SOURCES ... DEPENDS ...)
function(fivestar_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE fivestar_flags ${PROGRAM_DEPENDS})
endfunction()
