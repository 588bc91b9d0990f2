# Every test is one file and one program: a new file is a new test, nothing else to edit.

# tests/lib: what tests share (fixtures, clients, fakes), included as "lib/<name>.h".
function(add_test_library)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/lib/*.c)
  if(NOT sources)
    return()
  endif()
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/lib/*.h)
  add_library(testlib STATIC ${sources})
  target_include_directories(testlib PUBLIC ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(testlib PUBLIC PkgConfig::CMOCKA PkgConfig::JANSSON PkgConfig::HIREDIS
                        PkgConfig::UV PkgConfig::LUA PkgConfig::LWS PkgConfig::SODIUM
                        PkgConfig::OPENSSL m)
  link_what_it_includes(testlib ${sources} ${headers})
endfunction()

# tests/lib/sim: the world of tests/sim. Objects, not an archive: what it puts in place of
# store/redis_stream.c and store/turn.c is then found first.
function(add_sim_library)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/lib/sim/*.c)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/lib/sim/*.h)
  add_library(simlib OBJECT ${sources})
  target_include_directories(simlib PUBLIC ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(simlib PUBLIC PkgConfig::JANSSON PkgConfig::HIREDIS PkgConfig::UV PkgConfig::LUA)
  link_what_it_includes(simlib ${sources} ${headers})
endfunction()

function(test_program target source)
  add_executable(${target} ${source})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
  link_what_it_includes(${target} ${source})
  target_link_libraries(${target} PUBLIC PkgConfig::CMOCKA PkgConfig::JANSSON PkgConfig::UV
                        PkgConfig::HIREDIS PkgConfig::SODIUM PkgConfig::LWS)
endfunction()

# add_tests(kind folder prefix): ctest <kind>/<name> for each <prefix><name>.c. Tests run in the source
# folder; CLAMEUR_BINARY names the program for those that start it: neither unit tests nor the simulation do.
function(add_tests kind folder prefix)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/${prefix}*.c)
  foreach(source ${sources})
    get_filename_component(file ${source} NAME_WE)
    string(REGEX REPLACE "^${prefix}(.)" "\\1" name ${file})
    set(target ${kind}_${name})
    test_program(${target} ${source})
    if(kind STREQUAL sim)
      target_link_libraries(${target} PRIVATE simlib)
    endif()
    add_test(NAME ${kind}/${name} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${kind}/${name} PROPERTIES LABELS ${kind} TIMEOUT 120)
    if(name MATCHES "^(chaos|store_cluster|store_sentinel)" OR kind STREQUAL sim)
      # These have a long form too, for CLAMEUR_LONG=1.
      set_tests_properties(${kind}/${name} PROPERTIES LABELS "${kind};chaos" TIMEOUT 1200)
    endif()
    if(TARGET clameur AND NOT kind MATCHES "^(unit|sim)$")
      set_property(TEST ${kind}/${name} PROPERTY ENVIRONMENT
                   "CLAMEUR_BINARY=$<TARGET_FILE:clameur>")
      add_dependencies(${target} clameur)
    endif()
  endforeach()
endfunction()

# Built with everything else, so that they cannot rot; run by scripts/bench.
function(add_benches)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/bench/bench_*.c)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    test_program(${name} ${source})
  endforeach()
endfunction()

# The cheap gates; the dear ones are in .ci/run.
function(add_gates)
  foreach(gate check-layers check-budgets)
    add_test(NAME gate/${gate} COMMAND scripts/${gate} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(gate/${gate} PROPERTIES LABELS gate)
  endforeach()
  find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
  if(CLANG_FORMAT)
    add_test(NAME gate/format COMMAND scripts/format --check WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(gate/format PROPERTIES LABELS gate)
  endif()
endfunction()

function(add_fuzzers)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/fuzz_*.c)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
    link_what_it_includes(${name} ${source})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()
