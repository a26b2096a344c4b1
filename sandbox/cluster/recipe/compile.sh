#!/usr/bin/env bash
# compile.sh WORK: the programs, into WORK/bin. VERSION is what they say of themselves.
set -euo pipefail
export WORK=${1:?}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/environment.sh"
cd "$TREE"

# The one generated file that Debian's source package lacks.
go build -p 2 -o "$WORK/openapi-gen" k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen
sources=$(
  grep --include='*.go' --exclude='*_test.go' -rl '+k8s:openapi-gen=' vendor/k8s.io/*/ pkg plugin cmd |
    grep -vE '^vendor/k8s.io/(code-generator|sample-apiserver|gengo|kube-openapi)/|/testdata' |
    xargs -n1 dirname | LC_ALL=C sort -u | sed 's|^|k8s.io/kubernetes/|' | paste -sd,
)
"$WORK/openapi-gen" --logtostderr -i "$sources" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
  -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r /dev/null
perl "$here/tolerate.pl" "$here/newer-fields.txt" pkg/generated/openapi/zz_generated.openapi.go

IFS=. read -r major minor _ <<<"${VERSION#v}"
stamp=
for package in component-base/version client-go/pkg/version; do
  for pair in "gitVersion=$VERSION" "gitMajor=$major" "gitMinor=$minor" gitTreeState=clean gitCommit=debian \
    buildDate=2021-01-13T13:20:00Z; do
    stamp+=" -X k8s.io/kubernetes/vendor/k8s.io/$package.$pair"
  done
done
# Unoptimized (-N -l), as they serve a test for a minute: that saves a quarter of the build. No cloud providers.
mkdir -p "$WORK/bin"
for program in kube-apiserver kube-controller-manager; do
  progress "compile: $program"
  go build -p 2 -trimpath -tags providerless,dockerless -gcflags='all=-N -l' -ldflags "-s -w$stamp" \
    -o "$WORK/bin/$program" "k8s.io/kubernetes/cmd/$program"
done
install -m 755 "$WORK/unpacked/usr/bin/etcd" "$WORK/bin/"
