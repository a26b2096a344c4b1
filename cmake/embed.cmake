# The binary carries the module library and the sandbox: one archive, packed by pack.py, taken in with .incbin.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(opta_embed_library target)
  set(archive ${CMAKE_CURRENT_BINARY_DIR}/library.bin)
  set(folders modules charts sandbox)
  file(GLOB_RECURSE assets CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/modules/* ${PROJECT_SOURCE_DIR}/charts/* ${PROJECT_SOURCE_DIR}/sandbox/*)
  add_custom_command(OUTPUT ${archive}
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/cmake/pack.py ${PROJECT_SOURCE_DIR} ${archive} ${folders}
    DEPENDS ${assets} ${PROJECT_SOURCE_DIR}/cmake/pack.py
    COMMENT "Packing the module library")
  set(asm ${CMAKE_CURRENT_BINARY_DIR}/library.S)
  file(CONFIGURE OUTPUT ${asm} CONTENT [[
    .section .rodata
    .global opta_library_begin
    .global opta_library_end
    .balign 8
opta_library_begin:
    .incbin "@archive@"
opta_library_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]] @ONLY)
  set_source_files_properties(${asm} PROPERTIES OBJECT_DEPENDS ${archive})
  target_sources(${target} PRIVATE ${asm})
endfunction()
