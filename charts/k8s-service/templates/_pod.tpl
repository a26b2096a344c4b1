{{/* The pod around the container. */}}

{{/*
The token that the role is assumed with, and the mesh's own, are projected by their webhooks. Neither needs the one
for the Kubernetes API.
*/}}
{{- define "k8s-service.pod" -}}
serviceAccountName: {{ include "k8s-service.name" . }}
automountServiceAccountToken: {{ .Values.automount_service_account_token }}
enableServiceLinks: false
securityContext:
  seccompProfile:
    type: RuntimeDefault
  runAsNonRoot: {{ .Values.run_as_non_root }}
  {{- if not (kindIs "invalid" .Values.run_as_user) }}
  runAsUser: {{ int64 .Values.run_as_user }}
  {{- if .Values.persistent_storage }}
  fsGroup: {{ int64 .Values.run_as_user }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  {{- end }}
  {{- if include "k8s-service.has-low-port" . }}
  sysctls: {{- /* Instead of the capability to bind a port below 1024. */}}
    - name: net.ipv4.ip_unprivileged_port_start
      value: "0"
  {{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- range . }}
  - key: {{ quote .key }}
    value: {{ default "opta" .value | quote }}
    effect: {{ default "NoSchedule" .effect }}
  {{- end }}
{{- end }}
{{- with include "k8s-service.volumes" . }}
volumes: {{- trim . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "k8s-service.has-low-port" -}}
{{- range include "k8s-service.ports" . | fromJsonArray -}}
  {{- if lt (int .port) 1024 }}true{{ end -}}
{{- end -}}
{{- end -}}

{{/* The template of a server's pod. Takes a list: the root, and the label that tells one revision from the next. */}}
{{- define "k8s-service.server-pod" -}}
{{- $root := index . 0 -}}
{{- $revision := index . 1 -}}
metadata:
  labels: {{- include "k8s-service.pod-labels" (list $root "server") | nindent 4 }}
  annotations: {{- include "k8s-service.pod-annotations" (list $root "true") | nindent 4 }}
spec:
  {{- include "k8s-service.pod" $root | nindent 2 }}
  terminationGracePeriodSeconds: {{ add $root.Values.drain_seconds $root.Values.shutdown_seconds }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - topologyKey: {{ . }}
      maxSkew: 1
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "k8s-service.server-labels" $root | nindent 10 }}
      matchLabelKeys: [{{ $revision }}]
    {{- end }}
  containers:
    - name: k8s-service
      {{- include "k8s-service.container" $root | nindent 6 }}
      {{- include "k8s-service.server-container" $root | trim | nindent 6 }}
{{- end -}}

{{/* What only a server's container has. */}}
{{- define "k8s-service.server-container" -}}
{{- with .Values.commands }}
command: {{- include "k8s-service.texts" . | fromJsonArray | toYaml | nindent 2 }}
{{- end }}
{{- with .Values.args }}
args: {{- include "k8s-service.texts" . | fromJsonArray | toYaml | nindent 2 }}
{{- end }}
{{- with include "k8s-service.ports" . | fromJsonArray }}
ports:
  {{- range . }}
  - name: {{ .name }}
    containerPort: {{ int .port }}
    protocol: TCP
  {{- end }}
{{- if $.Values.drain_seconds }}
lifecycle:
  preStop:
    sleep: {{- /* Serve on until everyone knows that this replica is going. */}}
      seconds: {{ int $.Values.drain_seconds }}
{{- end }}
{{- end }}
{{- include "k8s-service.probes" . }}
{{- $mounts := include "k8s-service.mounts" . }}
{{- if or $mounts .Values.persistent_storage }}
volumeMounts:
  {{- with $mounts }}
  {{- trim . | nindent 2 }}
  {{- end }}
  {{- range $index, $volume := .Values.persistent_storage }}
  - name: opta-persistent-{{ $index }}
    mountPath: {{ quote $volume.path }}
  {{- end }}
{{- end }}
{{- end -}}
