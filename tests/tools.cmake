# Tests that are scripts. A label is what `tools/test --without` leaves out.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(opta_script_test name)
  cmake_parse_arguments(test "" "LABEL;TIMEOUT" "COMMAND" ${ARGN})
  add_test(NAME ${name} COMMAND ${test_COMMAND} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${test_LABEL} TIMEOUT ${test_TIMEOUT})
endfunction()

opta_script_test(style.format LABEL style TIMEOUT 120 COMMAND ${PROJECT_SOURCE_DIR}/tools/format --check)
opta_script_test(style.shell LABEL style TIMEOUT 120 COMMAND ${PROJECT_SOURCE_DIR}/tests/style/shell.sh)
opta_script_test(style.promises LABEL style TIMEOUT 120
  COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tests/check_promises.py $<TARGET_FILE:opta> ${PROJECT_SOURCE_DIR})
opta_script_test(style.database_certificates LABEL style TIMEOUT 120
  COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tests/style/database_certificates.py)
opta_script_test(terraform.modules LABEL terraform TIMEOUT 1200 COMMAND ${PROJECT_SOURCE_DIR}/tests/terraform/check.sh)
opta_script_test(terraform.generated LABEL terraform TIMEOUT 1200
  COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tests/terraform/generated.py $<TARGET_FILE:opta>)
# Our charts under the real Helm.
opta_script_test(charts.services LABEL engines TIMEOUT 900 COMMAND ${PROJECT_SOURCE_DIR}/tests/charts/check.sh)
opta_script_test(charts.base LABEL engines TIMEOUT 600 COMMAND ${PROJECT_SOURCE_DIR}/tests/charts/base/check.sh)
# The language server under two editors' own clients.
opta_script_test(editor.vscode LABEL editor TIMEOUT 120
  COMMAND node ${PROJECT_SOURCE_DIR}/tests/lsp/client_test.mjs $<TARGET_FILE:opta>)
opta_script_test(editor.neovim LABEL editor TIMEOUT 120
  COMMAND ${PROJECT_SOURCE_DIR}/tests/lsp/neovim_test.sh $<TARGET_FILE:opta>)
# Our extension: what can be said of it without VS Code.
opta_script_test(editor.extension LABEL editor TIMEOUT 60
  COMMAND node ${PROJECT_SOURCE_DIR}/tests/lsp/extension_test.mjs)
# Builds by clang in a folder of its own; a short run finds what a change breaks at once.
opta_script_test(fuzz.smoke LABEL fuzz TIMEOUT 1800 COMMAND ${PROJECT_SOURCE_DIR}/tools/fuzz --seconds 10)
set_tests_properties(fuzz.smoke PROPERTIES RUN_SERIAL ON)

# The real binary, the real Terraform and AWS provider, and an emulator of their own: mostly waiting.
foreach(subject emulator doctor environment kill machine_death layers preview import k8s_base user_files stores
        shared_services verify public_examples vpn policy)
  opta_script_test(e2e.${subject} LABEL e2e TIMEOUT 3600
    COMMAND ${Python3_EXECUTABLE} -B tests/e2e/${subject}_test.py --verbose)
  set_tests_properties(e2e.${subject} PROPERTIES COST 500
    ENVIRONMENT "OPTA_BINARY=$<TARGET_FILE:opta>")
endforeach()
