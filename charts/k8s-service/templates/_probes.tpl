{{/* Probes. All three come from the fields for two: a container that has not started is not alive either. */}}

{{/* What one probe does. Takes a list: the root, a path, a command. */}}
{{- define "k8s-service.probe-action" -}}
{{- $root := index . 0 -}}
{{- $path := index . 1 -}}
{{- $command := index . 2 -}}
{{- $port := include "k8s-service.probe-port" $root | fromJson -}}
{{- if $command -}}
exec:
  command: {{- toYaml $command | nindent 4 }}
{{- else if eq $port.type "tcp" -}}
tcpSocket:
  port: {{ $port.name }}
{{- else if eq $port.protocol "grpc" -}}
{{- /* The standard health service; the path names the part of the server that is asked about. */ -}}
grpc:
  port: {{ int $port.port }}
  {{- with trimPrefix "/" $path }}
  service: {{ quote . }}
  {{- end }}
{{- else -}}
httpGet:
  path: {{ quote $path }}
  port: {{ $port.name }}
{{- end -}}
{{- end -}}

{{- define "k8s-service.liveness-action" -}}
{{- $values := .Values -}}
{{- if or $values.liveness_probe_path $values.liveness_probe_command -}}
  {{- include "k8s-service.probe-action" (list . $values.liveness_probe_path $values.liveness_probe_command) -}}
{{- else if or $values.healthcheck_path $values.healthcheck_command -}}
  {{- include "k8s-service.probe-action" (list . $values.healthcheck_path $values.healthcheck_command) -}}
{{- end -}}
{{- end -}}

{{- define "k8s-service.readiness-action" -}}
{{- $values := .Values -}}
{{- if or $values.readiness_probe_path $values.readiness_probe_command -}}
  {{- include "k8s-service.probe-action" (list . $values.readiness_probe_path $values.readiness_probe_command) -}}
{{- else if or $values.healthcheck_path $values.healthcheck_command -}}
  {{- include "k8s-service.probe-action" (list . $values.healthcheck_path $values.healthcheck_command) -}}
{{- end -}}
{{- end -}}

{{- define "k8s-service.probes" -}}
{{- with include "k8s-service.liveness-action" . }}
startupProbe:
  {{- nindent 2 . }}
  periodSeconds: 5
  failureThreshold: {{ divf $.Values.startup_seconds 5 | ceil | int }}
livenessProbe:
  {{- nindent 2 . }}
  initialDelaySeconds: {{ int $.Values.initial_liveness_delay }}
{{- end }}
{{- with include "k8s-service.readiness-action" . }}
readinessProbe:
  {{- nindent 2 . }}
  initialDelaySeconds: {{ int $.Values.initial_readiness_delay }}
  periodSeconds: 10
{{- end }}
{{- end -}}
