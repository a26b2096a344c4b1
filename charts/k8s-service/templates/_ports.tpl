{{/* `port` and `ports` in one form: a list of name, type, protocol, port and service_port, as JSON. */}}

{{- define "k8s-service.ports" -}}
{{- $ports := list -}}
{{- range $kind, $number := .Values.port -}}
  {{- $type := ternary "tcp" "http" (eq $kind "tcp") -}}
  {{- $protocol := ternary $kind "" (has $kind (list "grpc" "websocket")) -}}
  {{- $ports = append $ports (dict "name" "main" "type" $type "protocol" $protocol "port" (int $number) "service_port" 80) -}}
{{- end -}}
{{- range .Values.ports -}}
  {{- $usual := ternary 80 .port (eq .type "http") -}}
  {{- $ports = append $ports (dict "name" .name "type" .type "protocol" (default "" .protocol) "port" (int .port) "service_port" (int (default $usual .service_port))) -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* The port that the ingress leads to, or an empty map. */}}
{{- define "k8s-service.http-port" -}}
{{- $found := dict -}}
{{- range include "k8s-service.ports" . | fromJsonArray -}}
  {{- if eq .type "http" -}}{{- $found = . -}}{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{/* The port that probes use: the named one, else the first. */}}
{{- define "k8s-service.probe-port" -}}
{{- $ports := include "k8s-service.ports" . | fromJsonArray -}}
{{- $found := first $ports -}}
{{- range $ports -}}
  {{- if eq .name $.Values.probe_port -}}{{- $found = . -}}{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{/*
Ports on which the mesh must not wait for the client to speak first, as a comma-separated list: on a port with a
protocol of its own that may be the server.
*/}}
{{- define "k8s-service.opaque-ports" -}}
{{- $numbers := list -}}
{{- if .Values.linkerd -}}
  {{- range include "k8s-service.ports" . | fromJsonArray -}}
    {{- if eq .type "tcp" -}}{{- $numbers = append $numbers (int .port) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- join "," $numbers -}}
{{- end -}}
