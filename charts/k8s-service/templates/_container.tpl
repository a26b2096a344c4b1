{{/* What servers and cron jobs share: one image, one identity, one environment. */}}

{{- define "k8s-service.container" -}}
image: {{ include "k8s-service.image" . | quote }}
imagePullPolicy: {{ include "k8s-service.pull-policy" . }}
{{- with include "k8s-service.env" . }}
{{ . }}
{{- end }}
{{- with include "k8s-service.env-from" . }}
{{ . }}
{{- end }}
resources:
  requests:
    cpu: {{ int .Values.resource_request.cpu }}m
    memory: {{ int .Values.resource_request.memory }}Mi
  limits: {{- /* None for CPU: a limit throttles even when the node is idle. */}}
    memory: {{ int (default (mul 2 (int .Values.resource_request.memory)) .Values.resource_limits.memory) }}Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]
    {{- with .Values.capabilities }}
    add: {{ toJson . }}
    {{- end }}
  readOnlyRootFilesystem: {{ .Values.read_only_root_filesystem }}
{{- end -}}

{{/* Mounts that every container has. */}}
{{- define "k8s-service.mounts" -}}
{{- if .Values.db_ca_bundle }}
- name: config
  mountPath: /config
  readOnly: true
{{- end }}
{{- if .Values.read_only_root_filesystem }}
- name: tmp
  mountPath: /tmp
{{- end }}
{{- end -}}

{{- define "k8s-service.volumes" -}}
{{- if .Values.db_ca_bundle }}
- name: config
  configMap:
    name: {{ include "k8s-service.name" . }}
{{- end }}
{{- if .Values.read_only_root_filesystem }}
- name: tmp
  emptyDir: {}
{{- end }}
{{- end -}}
