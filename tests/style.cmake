# Checks of the sources themselves, and tests that need what not every machine has. Included behind the unit tests.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME style.layers COMMAND Python3::Interpreter ${CMAKE_CURRENT_LIST_DIR}/check_layers.py ${PROJECT_SOURCE_DIR}/src)
add_test(NAME style.codes COMMAND Python3::Interpreter ${CMAKE_CURRENT_LIST_DIR}/check_codes.py ${PROJECT_SOURCE_DIR})

# Every header compiles alone: one file a header that includes nothing else. A target of its own, so that ninja and
# ccache make the second run quick; it is not part of `all`.
file(GLOB opta_headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/src/*/*.h
     ${PROJECT_SOURCE_DIR}/src/*/*/*.h)
set(opta_header_sources)
foreach(header ${opta_headers})
  string(REGEX REPLACE "[/.]" "_" name ${header})
  set(file ${CMAKE_CURRENT_BINARY_DIR}/headers/${name}.cpp)
  file(CONFIGURE OUTPUT ${file} CONTENT "#include \"${header}\"\n" @ONLY)
  list(APPEND opta_header_sources ${file})
endforeach()
add_library(opta_headers_alone OBJECT EXCLUDE_FROM_ALL ${opta_header_sources})
target_link_libraries(opta_headers_alone PRIVATE opta_app opta_options)
add_test(NAME style.headers COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target opta_headers_alone)
set_tests_properties(style.headers PROPERTIES TIMEOUT 600 RUN_SERIAL TRUE)

find_package(rapidcheck QUIET)
if(rapidcheck_FOUND AND TARGET yaml_test)
  foreach(test yaml_test prove_test)
    target_link_libraries(${test} PRIVATE rapidcheck)
    target_compile_definitions(${test} PRIVATE OPTA_RAPIDCHECK)
  endforeach()
endif()
