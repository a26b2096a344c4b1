# shellcheck shell=bash
# Sourced by the other steps, which set `WORK`: the Go of the unpacked packages, and where the source tree stands.
export GOROOT=$WORK/unpacked/usr/lib/go-1.19
# The old way, as upstream built this version: Go 1.19 refuses its go.mod together with its vendor folder.
export GO111MODULE=off GOPATH=$WORK/go
export GOCACHE=$WORK/go-cache GOFLAGS='' GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=0
# The compiler is short-lived and memory is at hand (1 GB at most): collecting less often saves a sixth of the time.
export GOGC=400
export PATH=$GOROOT/bin:$PATH
export TREE=$GOPATH/src/k8s.io/kubernetes

# Past the log, to whoever waits.
progress() { printf 'control plane: %s\n' "$*" >&3; }
