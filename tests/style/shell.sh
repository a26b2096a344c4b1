#!/usr/bin/env bash
# Runs shellcheck over every shell script: the executable files that name a shell, as our tools have no ending.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

find . \( -name build -o -name .git -o -name .opta -o -name .terraform -o -name node_modules \) -prune -o \
  -type f -perm -u+x -exec grep -lIZE -m1 '^#!(/usr/bin/env |/bin/)(ba)?sh$' {} + | xargs -0 shellcheck
