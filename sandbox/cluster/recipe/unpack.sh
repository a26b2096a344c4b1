#!/usr/bin/env bash
# unpack.sh WORK: the source tree with Debian's patches and what a program of Go 1.15 needs to be right under Go 1.19.
set -euo pipefail
export WORK=${1:?}
# shellcheck source=/dev/null
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

for package in "$WORK"/debs/*.deb; do dpkg-deb -x "$package" "$WORK/unpacked"; done

mkdir -p "$TREE" "$WORK/debian"
tar -xzf "$WORK"/source/kubernetes_*.orig.tar.gz --strip-components=1 -C "$TREE"
tar -xJf "$WORK"/source/kubernetes_*.debian.tar.xz -C "$WORK/debian"
cd "$TREE"
patches=$WORK/debian/debian/patches
while read -r name; do patch -p1 -s <"$patches/$name"; done < <(grep -v '^#' "$patches/series")

# The vendored copies crash when built by Go 1.18 or later (kubernetes/kubernetes#104947).
for module in github.com/json-iterator/go github.com/modern-go/reflect2; do
  rm -rf "vendor/$module"
  mkdir -p "vendor/$module"
  tar -cf - -C "$WORK/unpacked/usr/share/gocode/src/$module" --exclude='*_test.go' . | tar -xf - -C "vendor/$module"
done

# From Go 1.16 on this comparison takes "" for null (kubernetes/kubernetes#99804): the fix of upstream.
for file in vendor/github.com/go-openapi/validate/type.go vendor/k8s.io/kube-openapi/pkg/validation/validate/type.go; do
  perl -pi -e '$n += s/if data == nil \|\| reflect\.DeepEqual\(.*\) \{/if data == nil {/; END { exit($n == 1 ? 0 : 1) }' "$file"
done
