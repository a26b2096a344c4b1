{{/* Parts of the Services. */}}

{{- define "k8s-service.service-annotations" -}}
{{- $ours := dict -}}
{{- with include "k8s-service.opaque-ports" . -}}
  {{- $_ := set $ours "config.linkerd.io/opaque-ports" . -}}
{{- end -}}
{{- $tcp := dict -}}
{{- range include "k8s-service.ports" . | fromJsonArray -}}
  {{- if eq .type "tcp" -}}{{- $_ := set $tcp (int .service_port | toString) .name -}}{{- end -}}
{{- end -}}
{{- if $tcp -}}
  {{- /* What the environment's load balancer may open, if it lists the port. */ -}}
  {{- $_ := set $ours "nginx.opta.dev/extra-tcp-ports" (toJson $tcp) -}}
{{- end -}}
{{- with merge (include "k8s-service.texts" .Values.service_annotations | fromJson) $ours -}}
{{- toYaml . -}}
{{- end -}}
{{- end -}}

{{/* Takes the list of ports. The protocol is said, so that the mesh need not guess it from the first bytes. */}}
{{- define "k8s-service.service-ports" -}}
{{- $protocols := dict "" "http" "grpc" "kubernetes.io/h2c" "websocket" "kubernetes.io/ws" -}}
{{- range . }}
- name: {{ .name }}
  port: {{ int .service_port }}
  targetPort: {{ .name }}
  protocol: TCP
  {{- if eq .type "http" }}
  appProtocol: {{ get $protocols .protocol }}
  {{- end }}
{{- end }}
{{- end -}}
