#!/usr/bin/env bash
# fetch.sh WORK: Go, etcd and the sources of Kubernetes from Debian 12's archive, into WORK/debs and WORK/source.
# apt keeps its lists and its state in WORK too and so needs no root; it checks the archive's signature as ever.
set -euo pipefail
work=${1:?}

# Debian 12's is the last Kubernetes in Debian with the server's sources: later packages build kubectl alone.
kubernetes_source=kubernetes=1.20.5+really1.20.2-1.1+deb12u1
packages=(
  golang-1.19-go golang-1.19-src etcd-server
  # In place of the vendored copies: see unpack.sh.
  golang-github-json-iterator-go-dev golang-github-modern-go-reflect2-dev
)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() {
  echo "$*" >&2
  exit 1
}

# The mirror that this machine uses, whatever the suite; the security archive has another layout.
machine_mirror() {
  # shellcheck disable=SC2016 # $(REPO_URI) is apt's.
  apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' | grep -v security | sort -u | head -n 1
}

mirror=${OPTA_DEBIAN_MIRROR:-$(machine_mirror || true)}
[[ $mirror ]] || die 'this machine has no mirror of Debian: name one in OPTA_DEBIAN_MIRROR'
[[ -r $keyring ]] || die "$keyring is not there: install debian-archive-keyring"

mkdir -p "$work"/{debs,source,root} "$work"/apt/{state/lists/partial,cache/archives/partial,sources,preferences}
: >"$work/apt/state/status"
cat >"$work/apt/sources/bookworm.sources" <<SOURCES
Types: deb deb-src
URIs: $mirror
Suites: bookworm
Components: main
Signed-By: $keyring
SOURCES
cat >"$work/apt/conf" <<CONF
Dir::State "$work/apt/state";
Dir::State::status "$work/apt/state/status";
Dir::Cache "$work/apt/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/apt/sources";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$work/apt/preferences";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
export APT_CONFIG=$work/apt/conf

apt-get -q update
(cd "$work/debs" && apt-get -q download "${packages[@]}")
(cd "$work/source" && apt-get -q source --download-only "$kubernetes_source")
