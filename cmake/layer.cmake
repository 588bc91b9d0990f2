# layer(name SEES layers... USES libraries...): every .c of src/<name> as one static library. A layer
# without sources is what it sees, so that the layers above it can be built on their own.
function(layer name)
  cmake_parse_arguments(ARG "" "" "SEES;USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.c)
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${ARG_SEES} PRIVATE ${ARG_USES})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${ARG_SEES})
  endif()
  set_property(GLOBAL APPEND PROPERTY CLAMEUR_LAYERS ${name})
endfunction()

# link_what_it_includes(target files...): links the layers, and the test library, whose headers the
# files include: a test of the domain needs nothing above the domain, and says so.
function(link_what_it_includes target)
  get_property(layers GLOBAL PROPERTY CLAMEUR_LAYERS)
  set(seen "")
  foreach(file ${ARGN})
    file(STRINGS ${file} includes REGEX "^#include \"[a-z]+/")
    set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    foreach(include ${includes})
      string(REGEX REPLACE "^#include \"([a-z]+)/.*" "\\1" folder "${include}")
      if(NOT include MATCHES "\"lib/sim/") # A library of its own: see add_sim_library.
        list(APPEND seen ${folder})
      endif()
    endforeach()
  endforeach()
  if("lib" IN_LIST seen AND TARGET testlib AND NOT target STREQUAL testlib)
    target_link_libraries(${target} PUBLIC testlib)
  endif()
  # From the top down, as the linker wants it.
  list(REVERSE layers)
  foreach(name ${layers})
    if(name IN_LIST seen)
      target_link_libraries(${target} PUBLIC ${name})
    endif()
  endforeach()
endfunction()

# embed_functions(layer folder): each <name>.lua of the folder becomes the array library_<name>, and what they
# are called by library_version, by the folder's own embed.cmake. The .lua stays the only source.
function(embed_functions name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.lua)
  get_target_property(type ${name} TYPE)
  if(NOT sources OR type STREQUAL INTERFACE_LIBRARY)
    return()
  endif()
  set(embed ${CMAKE_SOURCE_DIR}/${folder}/embed.cmake)
  set(into ${CMAKE_BINARY_DIR}/functions)
  set(arrays ${into}/version.lua.c)
  file(GLOB shared CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/shared/*.lua)
  foreach(source ${sources})
    get_filename_component(library ${source} NAME_WE)
    list(APPEND arrays ${into}/${library}.lua.c)
  endforeach()
  # All at once: a change of one changes the version of all.
  add_custom_command(
    OUTPUT ${arrays} DEPENDS ${sources} ${shared} ${embed} VERBATIM COMMENT "Embedding the functions"
    COMMAND ${CMAKE_COMMAND} -E make_directory ${into}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} -DOUT=${into} -P ${embed})
  target_sources(${name} PRIVATE ${arrays})
endfunction()

# embed_shapes(layer): src/wire/shapes.json becomes the array shapes_json.
function(embed_shapes name)
  set(source ${CMAKE_SOURCE_DIR}/src/wire/shapes.json)
  set(embed ${CMAKE_SOURCE_DIR}/src/wire/embed.cmake)
  set(array ${CMAKE_BINARY_DIR}/shapes.json.c)
  add_custom_command(
    OUTPUT ${array} DEPENDS ${source} ${embed} VERBATIM COMMENT "Embedding the shapes"
    COMMAND ${CMAKE_COMMAND} -DFILE=${source} -DOUT=${array} -P ${embed})
  target_sources(${name} PRIVATE ${array})
endfunction()
