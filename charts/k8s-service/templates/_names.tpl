{{/* Names, labels and annotations. */}}

{{/* The name of every object. One namespace holds one service, so the module's name is enough. */}}
{{- define "k8s-service.name" -}}
{{- lower .Values.module_name -}}
{{- end -}}

{{/* Never changes during the life of a release: a workload's selector is immutable. */}}
{{- define "k8s-service.instance-labels" -}}
app.kubernetes.io/name: {{ include "k8s-service.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The pods that serve, without those of cron jobs. */}}
{{- define "k8s-service.server-labels" -}}
{{ include "k8s-service.instance-labels" . }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "k8s-service.labels" -}}
{{ include "k8s-service.instance-labels" . }}
app.kubernetes.io/part-of: {{ .Values.layer_name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
opta.dev/module-name: {{ .Values.module_name }}
opta.dev/layer-name: {{ .Values.layer_name }}
opta.dev/environment-name: {{ .Values.env_name }}
{{- end -}}

{{/*
Labels of a pod, of the component "server" or "cron-job". A user's labels win, except over those that
selectors look for. Takes a list: the root and the component.
*/}}
{{- define "k8s-service.pod-labels" -}}
{{- $root := index . 0 -}}
{{- $name := include "k8s-service.name" $root -}}
{{- $version := include "k8s-service.version" $root -}}
{{- $fixed := include "k8s-service.instance-labels" $root | fromYaml -}}
{{- $_ := set $fixed "app.kubernetes.io/component" (index . 1) -}}
{{- /* Not the chart's version: a new one alone must not start every pod again. */ -}}
{{- $ours := omit (include "k8s-service.labels" $root | fromYaml) "helm.sh/chart" "app.kubernetes.io/managed-by" -}}
{{- $_ := set $ours "app.kubernetes.io/version" $version -}}
{{- $_ := set $ours "tags.datadoghq.com/env" $root.Values.env_name -}}
{{- $_ := set $ours "tags.datadoghq.com/service" (printf "%s-%s" $name $root.Values.layer_name) -}}
{{- $_ := set $ours "tags.datadoghq.com/version" $version -}}
{{- merge $fixed (include "k8s-service.texts" $root.Values.pod_labels | fromJson) $ours | toYaml -}}
{{- end -}}

{{/* Annotations of a pod. Takes a list: the root and whether the autoscaler may move the pod. */}}
{{- define "k8s-service.pod-annotations" -}}
{{- $root := index . 0 -}}
{{- $ours := dict
  "checksum/config" (toJson $root.Values.db_ca_bundle | sha256sum)
  "cluster-autoscaler.kubernetes.io/safe-to-evict" (index . 1)
  "linkerd.io/inject" (ternary "enabled" "disabled" $root.Values.linkerd)
-}}
{{- with $root.Values.secrets_revision -}}
  {{- $_ := set $ours "opta.dev/secrets-revision" . -}}
{{- end -}}
{{- with include "k8s-service.opaque-ports" $root -}}
  {{- $_ := set $ours "config.linkerd.io/opaque-ports" . -}}
{{- end -}}
{{- merge (include "k8s-service.texts" $root.Values.pod_annotations | fromJson) $ours | toYaml -}}
{{- end -}}
