# How every room is built: one place for the flags, so that a room's own file names only its sources and its arrows.

add_library(fivestar_warnings INTERFACE)
target_include_directories(fivestar_warnings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(fivestar_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wundef)
if(FIVESTAR_WERROR)
  target_compile_options(fivestar_warnings INTERFACE -Werror)
endif()
if(NOT FIVESTAR_UNITY)
  # In a unity build a local variable would shadow the names of other sources.
  target_compile_options(fivestar_warnings INTERFACE -Wshadow)
endif()
target_compile_definitions(fivestar_warnings INTERFACE _GLIBCXX_ASSERTIONS)

add_library(fivestar_flags INTERFACE)
target_link_libraries(fivestar_flags INTERFACE fivestar_warnings)

if(FIVESTAR_SANITIZE STREQUAL "address")
  target_compile_options(fivestar_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                  -fno-omit-frame-pointer)
  target_link_options(fivestar_flags INTERFACE -fsanitize=address,undefined)
elseif(FIVESTAR_SANITIZE STREQUAL "thread")
  target_compile_options(fivestar_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(fivestar_flags INTERFACE -fsanitize=thread)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's headers use fences, which this compiler's thread sanitizer does not model. Instrumented code makes it see
    # uninitialised members of std::expected where there are none.
    target_compile_options(fivestar_flags INTERFACE -Wno-tsan -Wno-maybe-uninitialized)
  endif()
elseif(NOT FIVESTAR_SANITIZE STREQUAL "")
  message(FATAL_ERROR "FIVESTAR_SANITIZE is '${FIVESTAR_SANITIZE}'; it can be address, thread or empty")
else()
  # Hardening, in every optimised build of what ships.
  target_compile_options(fivestar_flags INTERFACE -fstack-protector-strong
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
  target_link_options(fivestar_flags INTERFACE LINKER:-z,relro,-z,now)
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

# fivestar_room(NAME SOURCES ... [DEPENDS ...] [PRIVATE ...])
# A static library named fivestar_NAME. DEPENDS are the rooms and libraries whose headers show in its own headers.
function(fivestar_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(fivestar_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(fivestar_${name} PUBLIC ${ROOM_DEPENDS} PRIVATE fivestar_flags ${ROOM_PRIVATE})
  target_include_directories(fivestar_${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# fivestar_program(NAME SOURCES ... DEPENDS ...)
function(fivestar_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE fivestar_flags ${PROGRAM_DEPENDS})
endfunction()
