# Real Helm and kubectl against a real control plane. The first run on a machine builds it: five minutes on two cores.
foreach(subject control_plane)
  opta_script_test(cluster.${subject} LABEL cluster TIMEOUT 2400
    COMMAND ${Python3_EXECUTABLE} -B tests/cluster/${subject}_test.py --verbose)
  set_tests_properties(cluster.${subject} PROPERTIES RESOURCE_LOCK control_plane)
endforeach()
