#!/usr/bin/env bash
# Checks what the base of a cluster is made of, without a cluster and without the official charts:
#   * our small charts: helm lint --strict, golden renderings, and values that they must refuse;
#   * the list of value keys that we set in each official chart (value-keys);
#   * modules/compatibility.yaml against the modules (matrix.py);
#   * that the mirror of stand-ins is the same bytes each time, and that its charts render.
# What official charts say to our values: tests/charts/check-official.
#
#   tests/charts/base/check.sh [--accept]    --accept writes golden files and value keys anew; look at the difference
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
charts=$(cd "$here/../../../charts" && pwd)
helm=${OPTA_HELM:-helm}
accept=0
[[ ${1:-} == --accept ]] && accept=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm
passed=0 failed=0

# check WHAT COMMAND...: runs the command, counts, and shows its output only if it failed.
check() {
  local what=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAIL  %s\n' "$what"
    sed 's/^/      /' "$work/output"
  fi
}

render() {
  "$helm" template "$1" "$charts/$1" --namespace base --kube-version 1.35.0 --values "$2"
}

# shellcheck disable=SC2317 # called by check
renders_as_golden() {
  local golden=${2%.yaml}.golden
  render "$1" "$2" >"$work/rendered" || return
  if ((accept)); then cp "$work/rendered" "$golden"; fi
  diff "$golden" "$work/rendered"
}

# shellcheck disable=SC2317 # called by check
is_refused() {
  if render "$1" "$2" >/dev/null 2>"$work/refusal"; then echo 'it renders' && return 1; fi
  grep -qF -- "$(sed -n '1s/^# //p' "$2")" "$work/refusal" || { cat "$work/refusal" && return 1; }
}

# shellcheck disable=SC2317 # called by check
mirrors_alike() {
  "$here/make_mirror.sh" "$work/mirror1"
  "$here/make_mirror.sh" "$work/mirror2"
  diff -r "$work/mirror1" "$work/mirror2" || return
  local chart
  for chart in "$work"/mirror1/*.tgz; do
    "$helm" template stand-in "$chart" --include-crds --set clusterName=c,autoDiscovery.clusterName=c >/dev/null || return
  done
  # Like the official one, it does not render without its cluster's name.
  if "$helm" template stand-in "$work"/mirror1/aws-load-balancer-controller-*.tgz >/dev/null 2>&1; then return 1; fi
}

for folder in "$here"/cases/*/; do
  chart=$(basename "$folder")
  for case in "$folder"*.yaml; do
    check "$chart/$(basename "$case"): renders as its golden file" renders_as_golden "$chart" "$case"
    check "$chart/$(basename "$case"): lint" "$helm" lint --strict "$charts/$chart" --values "$case"
  done
  for case in "$folder"refused/*.yaml; do
    check "$chart: refuses $(basename "$case")" is_refused "$chart" "$case"
  done
done

write=()
if ((accept)); then write=(--write); fi
check 'value keys' python3 "$here/releases.py" keys "$here/value-keys" "${write[@]}"
check 'compatibility matrix' python3 "$here/matrix.py"
check 'mirror of stand-ins' mirrors_alike

printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
