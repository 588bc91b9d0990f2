# What the program and its tests are built on. Everything missing is named at once, with the line that
# installs it.
set(missing "")

find_package(PkgConfig)
if(NOT PKG_CONFIG_FOUND)
  message(FATAL_ERROR "pkg-config is missing. On Debian:\n  apt-get install pkg-config")
endif()

# pkg(PREFIX module package): PkgConfig::PREFIX, or a line in the list of what is missing.
macro(pkg prefix module package)
  pkg_check_modules(${prefix} QUIET IMPORTED_TARGET ${module})
  if(NOT ${prefix}_FOUND)
    list(APPEND missing ${package})
  endif()
endmacro()

pkg(JANSSON jansson libjansson-dev)
pkg(HIREDIS hiredis libhiredis-dev)
pkg(UV libuv libuv1-dev)
pkg(SODIUM libsodium libsodium-dev)
pkg(LWS libwebsockets libwebsockets-dev)
pkg(ZLIB zlib zlib1g-dev)
pkg(OPENSSL openssl libssl-dev)
if(CLAMEUR_TESTS AND NOT CLAMEUR_FUZZ)
  pkg(CMOCKA cmocka libcmocka-dev)
  pkg(LUA lua5.1 liblua5.1-0-dev)
endif()

# These two come without a .pc file.
find_path(UNISTRING_INCLUDE unistr.h)
find_library(UNISTRING_LIBRARY unistring)
if(UNISTRING_INCLUDE AND UNISTRING_LIBRARY)
  add_library(unistring INTERFACE)
  target_link_libraries(unistring INTERFACE ${UNISTRING_LIBRARY})
else()
  list(APPEND missing libunistring-dev)
endif()
find_path(UTHASH_INCLUDE uthash.h)
if(NOT UTHASH_INCLUDE)
  list(APPEND missing uthash-dev)
endif()

if(missing)
  list(JOIN missing " " packages)
  message(FATAL_ERROR "Libraries are missing. On Debian, as root:\n  apt-get install ${packages}\n"
                      "or let scripts/setup do it.")
endif()
