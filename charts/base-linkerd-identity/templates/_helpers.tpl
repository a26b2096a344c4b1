{{/* Labels of every object. */}}
{{- define "base-linkerd-identity.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The only keys that Linkerd takes. */}}
{{- define "base-linkerd-identity.key" -}}
algorithm: ECDSA
size: 256
{{- end }}
