#!/usr/bin/env bash
# deprecations.sh TERRAFORM ROOT: fails if `validate` warns about the root or any module that it calls.
set -euo pipefail

"$1" -chdir="$2" validate -json | python3 -c '
import json, sys

found = json.load(sys.stdin)["diagnostics"]
for diagnostic in found:
    place = diagnostic.get("range", {})
    print(place.get("filename"), place.get("start", {}).get("line"), diagnostic["summary"], diagnostic.get("detail", ""))
sys.exit(bool(found))
'
