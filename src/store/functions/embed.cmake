# SPDX-License-Identifier: Apache-2.0
# Turns every <name>.lua of a folder into a C array, OUT/<name>.lua.c:
#   cmake -DFOLDER=src/store/functions -DOUT=build/functions -P embed.cmake
#
# A line "-- @include shared/<name>.lua@" becomes the text of that file: Redis has no other way to share.
# @version@ becomes the first 8 hex digits of the SHA-256 of all their text, so that libraries and functions
# that changed have another name, and old and new workers run side by side. C knows it as library_version.
cmake_minimum_required(VERSION 3.25) # Without it "@version@" would mean a variable.
file(GLOB sources ${FOLDER}/*.lua)
file(GLOB shared RELATIVE ${FOLDER} ${FOLDER}/shared/*.lua)
list(SORT sources)

# A library's text with what it includes.
function(read_library source out)
  file(READ ${source} text)
  foreach(part ${shared})
    file(READ ${FOLDER}/${part} included)
    string(REPLACE "-- @include ${part}@" "${included}" text "${text}")
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

set(all "")
foreach(source ${sources})
  read_library(${source} text)
  string(APPEND all "${text}")
endforeach()
string(SHA256 hash "${all}")
string(SUBSTRING ${hash} 0 8 version)

function(write_array out name text)
  string(HEX "${text}" bytes)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${bytes}")
  string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
  string(REGEX REPLACE "(${line})" "\\1\n    " array "${array}")
  file(WRITE ${out} "#include \"store/library.h\"

const char ${name}[] = {
    ${array}0};
const size_t ${name}_bytes = sizeof ${name} - 1;
")
endfunction()

foreach(source ${sources})
  get_filename_component(name ${source} NAME_WE)
  read_library(${source} text)
  string(REPLACE "@version@" "${version}" text "${text}")
  write_array(${OUT}/${name}.lua.c library_${name} "${text}")
endforeach()
write_array(${OUT}/version.lua.c library_version "${version}")
