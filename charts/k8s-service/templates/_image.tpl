{{/* Which image runs, if any. */}}

{{- define "k8s-service.builds-own-image" -}}
{{- if eq (upper .Values.image) "AUTO" }}true{{ end -}}
{{- end -}}

{{/*
The image's reference; empty when there is none yet: `image: AUTO` before the first deployment. A digest wins
over a tag, and both over what `image` itself ends with.
*/}}
{{- define "k8s-service.image" -}}
{{- $own := include "k8s-service.builds-own-image" . -}}
{{- $bare := regexReplaceAll "(:[^:/@]+)?(@.+)?$" .Values.image "" -}}
{{- $repository := ternary .Values.repository_url $bare (not (empty $own)) -}}
{{- if .Values.digest -}}
  {{- $repository }}@{{ .Values.digest -}}
{{- else if .Values.tag -}}
  {{- $repository }}:{{ .Values.tag -}}
{{- else if not $own -}}
  {{- .Values.image -}}
{{- end -}}
{{- end -}}

{{/* A digest never changes, nor does a tag of our own repository; any other tag may. */}}
{{- define "k8s-service.pull-policy" -}}
{{- if or (include "k8s-service.builds-own-image" .) (contains "@" (include "k8s-service.image" .)) -}}
IfNotPresent
{{- else -}}
Always
{{- end -}}
{{- end -}}

{{/* What runs, as a label can hold it. */}}
{{- define "k8s-service.version" -}}
{{- $reference := include "k8s-service.image" . -}}
{{- $version := regexFind "(:[^:/@]+)?(@.+)?$" $reference | trimPrefix ":" | trimPrefix "@" -}}
{{- regexReplaceAll "[^A-Za-z0-9._-]" $version "-" | trunc 63 | trimAll "-._" | default "latest" -}}
{{- end -}}

{{/* Whether servers run all the time. */}}
{{- define "k8s-service.has-servers" -}}
{{- if and (include "k8s-service.image" .) (gt (int .Values.max_containers) 0) }}true{{ end -}}
{{- end -}}

{{/* Volumes that outlive their pod need a pod with a name that stays. */}}
{{- define "k8s-service.workload-kind" -}}
{{- ternary "StatefulSet" "Deployment" (not (empty .Values.persistent_storage)) -}}
{{- end -}}
