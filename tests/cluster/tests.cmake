# Real Helm and kubectl against a real control plane. The first run on a machine builds it: five minutes on two cores.
# One at a time: each has half a gigabyte of servers, and the waits of all would grow. First, so that they run beside
# the other long ones and not behind them.
foreach(subject control_plane sandbox base services rollouts links daily destroy deploys gitops)
  opta_script_test(cluster.${subject} LABEL cluster TIMEOUT 3600
    COMMAND ${Python3_EXECUTABLE} -B tests/cluster/${subject}_test.py --verbose)
  set_tests_properties(cluster.${subject} PROPERTIES RESOURCE_LOCK control_plane COST 1000
    ENVIRONMENT "OPTA_BINARY=$<TARGET_FILE:opta>")
endforeach()
