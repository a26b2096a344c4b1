# The prover against evidence that is broken on purpose: real plans and renderings, one place at a time.
file(GLOB mutation_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp ${CMAKE_CURRENT_LIST_DIR}/mutators/*.cpp)
add_executable(mutation_test ${mutation_sources})
target_link_libraries(mutation_test PRIVATE opta_app opta_options)
