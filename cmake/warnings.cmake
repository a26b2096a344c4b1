# Warnings are errors for our own code only; system headers are not ours to mend.
add_library(opta_options INTERFACE)
target_compile_options(opta_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # TRY is a statement expression: the one extension we use, in base/result.h. g++ 12 also
  # reports false uninitialized, null and bounds faults from inside its own library at -O1 and above.
  target_compile_options(opta_options INTERFACE -Wno-pedantic -Wno-maybe-uninitialized -Wno-null-dereference
    -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict)
else()
  target_compile_options(opta_options INTERFACE -Wno-gnu-statement-expression -Wno-gnu-statement-expression-from-macro-expansion)
endif()
