{{/* Parts of the NetworkPolicy. */}}

{{/* Takes a list of namespaces. */}}
{{- define "k8s-service.namespaces" -}}
{{- range . }}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ . }}
{{- end }}
{{- end -}}

{{/* `allowed_clients`: "*" is every service that Opta runs, `layer` a namespace, `module.layer` one service. */}}
{{- define "k8s-service.clients" -}}
{{- range .Values.allowed_clients }}
{{- $parts := splitList "." . }}
{{- if eq . "*" }}
- namespaceSelector:
    matchLabels:
      opta.dev/services: "true"
{{- else if eq (len $parts) 1 }}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ . }}
{{- else }}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ index $parts 1 }}
  podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ index $parts 0 | lower }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What the ingress controller may reach: the public port, and ports that the load balancer may open. */}}
{{- define "k8s-service.ports-for-ingress" -}}
{{- $reached := list -}}
{{- range include "k8s-service.ports" . | fromJsonArray -}}
  {{- if or (eq .type "tcp") $.Values.public_uri -}}{{- $reached = append $reached . -}}{{- end -}}
{{- end -}}
{{- toJson $reached -}}
{{- end -}}

{{/* Takes a list: the root and ports. A meshed client connects to the proxy's port rather than to the container's. */}}
{{- define "k8s-service.reached-ports" -}}
{{- range index . 1 }}
- {protocol: TCP, port: {{ int .port }}}
{{- end }}
{{- if (index . 0).Values.linkerd }}
- {protocol: TCP, port: 4143}
{{- end }}
{{- end -}}
