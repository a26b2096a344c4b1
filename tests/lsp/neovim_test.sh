#!/usr/bin/env bash
# `opta lsp` under Neovim's own client, started as docs/manual/editor.md says.
#
#   neovim_test.sh OPTA
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OPTA=$(realpath "${1:?which opta?}")
export OPTA

command -v nvim >/dev/null || {
  echo "neovim_test: there is no nvim; run tools/setup --tests" >&2
  exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nobody's own configuration, and nothing left in anybody's home.
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state XDG_CACHE_HOME=$work/cache
mkdir "$work/layer"
cd "$work/layer"
cat >opta.yaml <<'YAML'
name: staging
org_name: acme
providers:
  aws: {region: us-east-1, account_id: "111122223333"}
modules:
  - type: base
    single_nat_gatway: true
YAML
timeout 60 nvim --headless --clean -S "$here/neovim_test.lua" </dev/null
