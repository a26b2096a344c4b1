#!/usr/bin/env bash
# Prints the folder that holds etcd, kube-apiserver and kube-controller-manager; builds them first where they are not
# at hand, from the source and Go of Debian 12's archive. No installation, no root.
#
#   build.sh [--cached|--clear]
#
#   --cached                 build nothing, only say (by the exit code) whether they are there
#   --clear                  only remove what a killed build left
#
#   KUBEBUILDER_ASSETS       a folder that has all three: used as it is
#   OPTA_DEBIAN_MIRROR       a mirror of Debian; default: the one that this machine's apt uses
#   XDG_CACHE_HOME           what is built is kept in $XDG_CACHE_HOME/opta/control-plane/<version>; default ~/.cache
set -euo pipefail

# What the server says of itself, which is what charts and clients look at; behind the plus sign, what it is.
kubernetes_version=v1.35.0+debian.1.20.2
# Raise it when a change to the recipe changes the programs: the cache is by version and recipe.
recipe=2

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=(etcd kube-apiserver kube-controller-manager)
# Sources, objects and Go's own cache at their largest; given back at the end.
scratch_mebibytes=2300

main() {
  local cached_only='' clear=''
  case ${1-} in
    '') ;;
    --cached) cached_only=1 ;;
    --clear) clear=1 ;;
    *) usage_error "unknown option $1" ;;
  esac

  if [[ ${KUBEBUILDER_ASSETS-} ]]; then
    complete "$KUBEBUILDER_ASSETS" ||
      die "KUBEBUILDER_ASSETS ($KUBEBUILDER_ASSETS) does not have all of: ${programs[*]}
  envtest's archives leave out kube-controller-manager; Kubernetes' own server archive of the same version has it"
    (cd "$KUBEBUILDER_ASSETS" && pwd)
    return
  fi

  local cache=${XDG_CACHE_HOME:-${HOME:?is not set}/.cache}/opta/control-plane
  local folder=$cache/$kubernetes_version-$recipe
  if [[ $clear ]]; then
    clear_scratch "$cache"
    return
  fi
  if ! complete "$folder"; then
    [[ ! $cached_only ]] || exit 1
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock --nonblock 9 || {
      say 'another build is under way; waiting for it'
      flock 9
    }
    complete "$folder" || build "$cache" "$folder"
    exec 9>&-
  fi
  echo "$folder"
}

# Unless a build is under way: the lock tells.
clear_scratch() {
  [[ -e $1/lock ]] || return 0
  exec 9>"$1/lock"
  ! flock --nonblock 9 || rm -rf "$1"/build.*/
}

say() { printf 'control plane: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}
usage_error() {
  say "$*; see the head of build.sh"
  exit 2
}

complete() {
  local program
  for program in "${programs[@]}"; do [[ -x $1/$program ]] || return 1; done
}

build() {
  local cache=$1 folder=$2
  check_machine "$cache"
  rm -rf "$cache"/build.*/ # Left by a build that was killed; the lock says that none is alive.
  work=$(mktemp -d "$cache/build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'say "ended; removing what it made"; exit 130' INT
  trap 'exit 143' TERM
  say "building Kubernetes from Debian's sources, once: about 5 minutes on two idle cores, $scratch_mebibytes MiB of" \
    "disk meanwhile; what is built stays in $folder"

  local log=$cache/build.log step started=$SECONDS
  for step in fetch unpack backport compile; do
    say "$step ($((SECONDS - started)) s)"
    VERSION=$kubernetes_version nice bash "$here/recipe/$step.sh" "$work" 3>&2 >>"$work/log" 2>&1 9>&- || {
      mv "$work/log" "$log"
      tail -n 15 "$log" >&2
      die "$step failed; all that it said is in $log
  Without the build: name a folder with ${programs[*]} in KUBEBUILDER_ASSETS, or use a cluster of your own (KUBECONFIG)"
    }
  done
  rm -rf "$folder" "$log"
  # The rename makes an interrupted build leave nothing half done.
  mv -T "$work/bin" "$folder"
  rm -rf "$work"
  say "built in $((SECONDS - started)) s"
}

check_machine() {
  local tool missing=() free
  for tool in apt-get dpkg-deb patch perl tar xz; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) || die "cannot build, ${missing[*]} not found: the build needs a Debian system.
  Elsewhere name a folder with ${programs[*]} in KUBEBUILDER_ASSETS, or use a cluster of your own (KUBECONFIG)"
  free=$(df --output=avail -BM "$1" | tail -n 1 | tr -dc '0-9')
  ((free >= scratch_mebibytes)) ||
    die "the build needs $scratch_mebibytes MiB in $1 for a while, and $free MiB are free"
}

main "$@"
