#!/usr/bin/env bash
# Checks the Terraform half of the module library:
#   * formatting (terraform fmt -check);
#   * module.yaml against variables.tf and outputs.tf (compare.py);
#   * terraform validate with the real AWS provider, each module laid out as Opta lays it out (modules/<type>).
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

# Module folders that hold Terraform, as "type folder" lines.
list_modules() {
  local file type
  for file in "$library"/*/*/module.yaml; do
    type=$(sed -n 's/^type: *//p' "$file")
    if compgen -G "$(dirname "$file")/*.tf" >/dev/null; then
      printf '%s %s\n' "$type" "$(dirname "$file")"
    fi
  done
}

lay_out() {
  mkdir -p "$work/root/modules"
  while read -r type folder; do
    cp -R "$folder" "$work/root/modules/$type"
  done < <(list_modules)
}

# One root that calls every module, so that the provider is found and its schema loaded once. Arguments come from
# compare.py; their values do not matter to validate beyond their types.
write_root() {
  while read -r type folder; do
    python3 "$here/compare.py" --call "$type" "$folder"
  done < <(list_modules) >"$work/root/main.tf"
}

lay_out
check 'terraform fmt' "$terraform" fmt -check -diff -recursive "$library"
while read -r type folder; do
  check "$type: module.yaml matches variables.tf and outputs.tf" python3 "$here/compare.py" "$type" "$folder"
done < <(list_modules)
write_root
check 'terraform init' "$terraform" -chdir="$work/root" init -backend=false -no-color
check 'terraform validate' "$terraform" -chdir="$work/root" validate -no-color
check 'no deprecated argument' "$here/deprecations.sh" "$terraform" "$work/root"

printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
