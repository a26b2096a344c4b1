{{/* Environment variables: the same for servers and cron jobs. */}}

{{/*
In the order written, for `$(NAME)` sees only what stands before it; links' and our own first. A name occurs once,
because a server-side apply refuses it twice: the user's value wins.
*/}}
{{- define "k8s-service.env" -}}
{{- $users := list -}}
{{- if kindIs "map" .Values.env_vars -}}
  {{- range $name, $value := .Values.env_vars -}}
    {{- $users = append $users (dict "name" $name "value" $value) -}}
  {{- end -}}
{{- else -}}
  {{- $users = default list .Values.env_vars -}}
{{- end -}}
{{- $taken := list -}}
{{- range $users -}}
  {{- if has .name $taken -}}{{- fail (printf "env_vars has %s twice" .name) -}}{{- end -}}
  {{- $taken = append $taken .name -}}
{{- end -}}
{{- $given := .Values.link_env -}}
{{- if .Values.db_ca_bundle -}}
  {{- $given = prepend $given (dict "name" "RDS_CA_PATH" "value" "/config/rds_ca.pem") -}}
{{- end -}}
{{- $env := list -}}
{{- range $given -}}
  {{- if not (has .name $taken) -}}{{- $env = append $env . -}}{{- end -}}
{{- end -}}
{{- with concat $env $users -}}
env: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{- define "k8s-service.env-from" -}}
{{- if or .Values.link_secret .Values.secret_refs -}}
envFrom:
  {{- with .Values.link_secret }}
  - secretRef:
      name: {{ . }}
  {{- end }}
  {{- range .Values.secret_refs }}
  - secretRef:
      name: {{ . }}
      optional: true
  {{- end }}
{{- end -}}
{{- end -}}
