include(CheckCCompilerFlag)
include(CheckPIESupported)

# Those of the list that this compiler, for this machine, knows.
function(add_known_options)
  foreach(flag ${ARGN})
    string(MAKE_C_IDENTIFIER "knows${flag}" known)
    check_c_compiler_flag(${flag} ${known})
    if(${known})
      add_compile_options(${flag})
    endif()
  endforeach()
endfunction()

if(CLAMEUR_WARNINGS)
  add_compile_options(
    -Wall -Wextra -Wpedantic -Werror
    -Wconversion -Wsign-conversion -Wdouble-promotion -Wcast-qual -Wwrite-strings
    -Wshadow -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wswitch-enum
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition)
  if(CMAKE_C_COMPILER_ID STREQUAL GNU)
    # clang would warn inside uthash's macros, not knowing its comments.
    add_compile_options(-Wimplicit-fallthrough -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wcast-align=strict)
  endif()
endif()

if(CLAMEUR_HARDENED)
  check_pie_supported(LANGUAGES C)
  add_known_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection=full
                    -mbranch-protection=standard -ftrivial-auto-var-init=zero)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
endif()
