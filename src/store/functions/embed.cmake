# SPDX-License-Identifier: Apache-2.0
# Turns a file into a C array:
#   cmake -DIN=rooms.lua -DOUT=rooms.lua.c -DNAME=library_rooms -P embed.cmake
file(READ "${IN}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${bytes}")
string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
string(REGEX REPLACE "(${line})" "\\1\n    " array "${array}")
file(WRITE "${OUT}" "#include \"store/library.h\"

const char ${NAME}[] = {
    ${array}0};
const size_t ${NAME}_bytes = sizeof ${NAME} - 1;
")
