#!/usr/bin/env bash
# Checks the charts of charts/ without a cluster:
#   * helm lint --strict, and helm template, with each case CHART/*.yaml beside this script;
#   * each rendering against its golden file CASE.golden, and a second rendering against the first;
#   * cases in CHART/refused, which must fail with the words of their first line;
#   * what must hold of every rendering (properties.py);
#   * that ingress-nginx and Traefik make the same routes of it (routes.py);
#   * every object against the newest Kubernetes schema of npm's package kubernetes-models (schema.mjs);
#   * the same renderings with the other major version of Helm.
#
#   tests/charts/check.sh [--accept] [--offline]
#
#   --accept    write the golden files anew; look at the difference before you commit it
#   --offline   leave out the last two checks where tools/setup could not fetch what they need
#
# OPTA_HELM names the program. What the last two need: OPTA_TEST_KUBERNETES_MODELS and OPTA_TEST_OTHER_HELM, which
# tools/setup --tests sets in env.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
charts=$(cd "$here/../../charts" && pwd)
helm=${OPTA_HELM:-helm}

accept=0 offline=0 passed=0 failed=0
for argument; do
  case $argument in
    --accept) accept=1 ;;
    --offline) offline=1 ;;
    *) echo "unknown option $argument; see the head of this file" >&2 && exit 2 ;;
  esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

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

# render PROGRAM CHART CASE: the release as Opta names it, for a version of Kubernetes that stays.
render() {
  "$1" template hello-app "$charts/$2" --namespace hello --kube-version 1.35.0 --values "$3"
}

# shellcheck disable=SC2317 # called by check
renders_as_golden() {
  local chart=$1 case=$2 golden=${2%.yaml}.golden rendered
  rendered=$work/rendered/$chart/$(basename "${case%.yaml}").yaml
  mkdir -p "$(dirname "$rendered")"
  render "$helm" "$chart" "$case" >"$rendered" || return
  render "$helm" "$chart" "$case" | diff "$rendered" - || return
  if ((accept)); then cp "$rendered" "$golden"; fi
  diff "$golden" "$rendered"
}

# shellcheck disable=SC2317 # called by check
lints() {
  "$helm" lint --strict "$charts/$1" --values "$2"
}

# shellcheck disable=SC2317 # called by check
is_refused() {
  local chart=$1 case=$2 words
  words=$(sed -n '1s/^# //p' "$case")
  if render "$helm" "$chart" "$case" >/dev/null 2>"$work/refusal"; then
    echo 'it renders' && return 1
  fi
  grep -qF -- "$words" "$work/refusal" || { cat "$work/refusal" && return 1; }
}

# shellcheck disable=SC2317 # called by check
renders_alike() {
  render "$OPTA_TEST_OTHER_HELM" "$1" "$2" | diff "${2%.yaml}.golden" -
}

# given VARIABLE WHAT: whether tools/setup has delivered it. What it has not is a failure, unless --offline.
given() {
  if [[ -n ${!1-} ]]; then return; fi
  echo "not checked: $2; \`tools/setup --tests\` fetches it and sets $1 in env.sh"
  ((offline)) || failed=$((failed + 1))
  return 1
}

cases=()
for folder in "$here"/*/; do
  chart=$(basename "$folder")
  [[ -d $charts/$chart ]] || continue
  for case in "$folder"*.yaml; do
    name=$chart/$(basename "${case%.yaml}")
    check "$name: renders as its golden file" renders_as_golden "$chart" "$case"
    check "$name: lint" lints "$chart" "$case"
    cases+=("$case")
  done
  for case in "$folder"refused/*.yaml; do
    check "$chart: refuses $(basename "${case%.yaml}")" is_refused "$chart" "$case"
  done
done

check 'routes of nginx and Traefik' python3 "$here/routes.py" "$charts" "$charts/../modules" "$work/rendered"
check 'properties of every rendering' python3 "$here/properties.py" "$charts" "$work/rendered"

if given OPTA_TEST_KUBERNETES_MODELS 'Kubernetes schema'; then
  check 'Kubernetes schema' node "$here/schema.mjs" "$OPTA_TEST_KUBERNETES_MODELS" "$work/rendered"
fi
if given OPTA_TEST_OTHER_HELM 'the other Helm'; then
  for case in "${cases[@]}"; do
    chart=$(basename "$(dirname "$case")")
    check "$chart/$(basename "${case%.yaml}"): the other Helm renders the same" renders_alike "$chart" "$case"
  done
fi

printf '%d cases, %d passed, %d failed\n' "${#cases[@]}" "$passed" "$failed"
[[ $failed -eq 0 ]]
