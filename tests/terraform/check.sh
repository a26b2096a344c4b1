#!/usr/bin/env bash
# Checks the Terraform half of the module library:
#   * formatting (terraform fmt -check);
#   * module.yaml against variables.tf and outputs.tf (compare.py);
#   * terraform validate with the real AWS provider, each module laid out as Opta lays it out (modules/<type>), without
#     errors and without warnings: a deprecated argument is a warning;
#   * tags on every resource that can carry them (tags.py).
#
# The provider comes from where TF_CLI_CONFIG_FILE says if that file exists, else from the folder
# OPTA_PROVIDER_MIRROR (which holds registry.terraform.io/hashicorp/aws/...), else from the registry.
# OPTA_TERRAFORM names another engine, such as tofu.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
library=$(cd "$here/../../modules" && pwd)
terraform=${OPTA_TERRAFORM:-terraform}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# The provider takes this file for AWS's certificates, which a proxy's bundle is not.
unset AWS_CA_BUNDLE
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1

if [[ ! -f ${TF_CLI_CONFIG_FILE:-} ]]; then
  : >"$work/terraformrc"
  if [[ -n ${OPTA_PROVIDER_MIRROR:-} ]]; then
    printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$OPTA_PROVIDER_MIRROR" >"$work/terraformrc"
  fi
  export TF_CLI_CONFIG_FILE=$work/terraformrc
fi

passed=0
failed=0

# check WHAT COMMAND...: runs the command, counts, and shows its output only if it failed.
check() {
  local what=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
    printf 'ok    %s\n' "$what"
  else
    failed=$((failed + 1))
    printf 'FAIL  %s\n' "$what"
    sed 's/^/      /' "$work/output"
  fi
}

# The modules that hold Terraform, as "type folder" lines.
list_modules() {
  local file folder
  for file in "$library"/*/*/module.yaml; do
    folder=$(dirname "$file")
    if compgen -G "$folder/*.tf" >/dev/null; then
      printf '%s %s\n' "$(sed -n 's/^type: *//p' "$file")" "$folder"
    fi
  done
}

# Modules whose provider cannot be had where these tests run: their form is checked, and their names against module.yaml,
# but no provider says whether their arguments exist.
unvalidated=" mongodb-atlas "

# One root that calls every module, so that the provider and its large schema are loaded once for all of them.
lay_out() {
  local type folder
  mkdir -p "$root/modules"
  while read -r type folder; do
    [[ $unvalidated == *" $type "* ]] && continue
    cp -R "$folder" "$root/modules/$type"
    python3 "$here/compare.py" --call "$type" "$folder"
  done < <(list_modules) >"$root/main.tf"
}

# shellcheck disable=SC2317 # called by check
validate() {
  "$terraform" -chdir="$root" validate -json >"$work/validate.json"
  python3 -c '
import json, sys

found = json.load(sys.stdin)["diagnostics"]
for each in found:
    place = each.get("range", {})
    print(place.get("filename"), place.get("start", {}).get("line"), each["summary"], each.get("detail", ""))
sys.exit(bool(found))
' <"$work/validate.json"
}

# shellcheck disable=SC2317 # called by check
tagged() {
  "$terraform" -chdir="$root" providers schema -json >"$work/schema.json"
  python3 "$here/tags.py" "$root"/modules/* <"$work/schema.json"
}

check 'terraform fmt' "$terraform" fmt -check -diff -recursive "$library"
while read -r type folder; do
  check "$type: module.yaml matches variables.tf and outputs.tf" python3 "$here/compare.py" "$type" "$folder"
done < <(list_modules)
lay_out
check 'terraform init' "$terraform" -chdir="$root" init -backend=false -no-color
check 'terraform validate, without warnings' validate
check 'every taggable resource is tagged' tagged
printf 'not validated, for want of their providers:%s\n' "$unvalidated"

printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
