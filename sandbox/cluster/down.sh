#!/usr/bin/env bash
# Ends what up.sh started and removes what it made. Nothing there is fine.
#
#   down.sh --dir D
set -euo pipefail
# shellcheck source=/dev/null
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

parse_dir "$@"
[[ -d $dir ]] || exit 0
dir=$(cd "$dir" && pwd -P)
exec 8<"$dir" && flock 8 # One at a time, also with up.sh.
take_down
rmdir --ignore-fail-on-non-empty "$dir"
