# The prover against evidence that is broken on purpose: real plans and renderings, one place at a time.
file(GLOB mutation_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp ${CMAKE_CURRENT_LIST_DIR}/mutators/*.cpp)
add_executable(mutation_test ${mutation_sources})
target_link_libraries(mutation_test PRIVATE opta_app opta_options)
# The real binary, Terraform and an emulator of its own make the evidence; then it takes seconds.
opta_script_test(mutation.promises LABEL e2e TIMEOUT 3600
  COMMAND ${Python3_EXECUTABLE} -B tests/mutation/mutation_test.py $<TARGET_FILE:mutation_test>
          --figures ${PROJECT_BINARY_DIR}/mutation_figures.txt)
set_tests_properties(mutation.promises PROPERTIES COST 500 ENVIRONMENT "OPTA_BINARY=$<TARGET_FILE:opta>")
