#!/usr/bin/env bash
# Makes a chart mirror of stand-ins: for each chart that k8s-base and datadog install from a repository, one of the same
# name and version, which holds nothing but a ConfigMap with the values that it got. Where charts of ours need a kind
# that an official chart defines, its stand-in defines that kind without looking into it.
#
#   tests/charts/base/make_mirror.sh FOLDER
#
# The files are <name>-<version>.tgz, and the same bytes each time.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mirror=${1:?usage: make_mirror.sh FOLDER}
mkdir -p "$mirror"
mirror=$(cd "$mirror" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# define CHART GROUP VERSION KIND PLURAL SCOPE: gives the chart a kind of its own.
define() {
  mkdir -p "$work/$1/crds"
  cat >"$work/$1/crds/$5.yaml" <<END
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: $5.$2
spec:
  group: $2
  scope: $6
  names: {kind: $4, plural: $5, singular: $(tr '[:upper:]' '[:lower:]' <<<"$4")}
  versions:
    - name: $3
      served: true
      storage: true
      schema:
        openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
END
}

while read -r chart version; do
  mkdir -p "$work/$chart/templates"
  cat >"$work/$chart/Chart.yaml" <<END
apiVersion: v2
name: $chart
description: Stands in for the official chart
version: $version
END
  cat >"$work/$chart/templates/recorded-values.yaml" <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-recorded-values
  labels:
    app.kubernetes.io/managed-by: {{ .Release.Service }}
    helm.sh/chart: {{ .Chart.Name }}
data:
  chart: {{ printf "%s %s" .Chart.Name .Chart.Version | quote }}
  values.yaml: |
    {{- toYaml .Values | nindent 4 }}
END
done < <(python3 "$here/releases.py" charts)

define cert-manager cert-manager.io v1 Certificate certificates Namespaced
define cert-manager cert-manager.io v1 Issuer issuers Namespaced
define cert-manager cert-manager.io v1 ClusterIssuer clusterissuers Cluster
define trust-manager trust.cert-manager.io v1alpha1 Bundle bundles Cluster
define aws-load-balancer-controller elbv2.k8s.aws v1beta1 TargetGroupBinding targetgroupbindings Namespaced

# require CHART VALUE: without it the chart does not render, as the official one does not.
require() {
  cat >"$work/$1/templates/required.yaml" <<END
{{- \$_ := required "$2 is required" .Values.$2 }}
END
}
require aws-load-balancer-controller clusterName
require cluster-autoscaler autoDiscovery.clusterName

while read -r chart version; do
  tar --create --directory "$work" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX "$chart" |
    gzip --no-name >"$mirror/$chart-$version.tgz"
done < <(python3 "$here/releases.py" charts)
