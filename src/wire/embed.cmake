# SPDX-License-Identifier: Apache-2.0
# Turns shapes.json into a C array: cmake -DFILE=src/wire/shapes.json -DOUT=build/shapes.json.c -P embed.cmake
file(READ ${FILE} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${bytes}")
string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
string(REGEX REPLACE "(${line})" "\\1\n    " array "${array}")
file(WRITE ${OUT} "#include \"wire/shapes.h\"

const char shapes_json[] = {
    ${array}0};
const size_t shapes_json_bytes = sizeof shapes_json - 1;
")
