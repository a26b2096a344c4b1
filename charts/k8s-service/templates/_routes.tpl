{{/* Public addresses. */}}

{{/*
`public_uri` in one form: a list of name, host and prefix, as JSON. An empty host is every host; a prefix is empty
or begins with a slash and ends without one.
*/}}
{{- define "k8s-service.routes" -}}
{{- $uris := .Values.public_uri -}}
{{- if kindIs "string" $uris -}}{{- $uris = compact (list $uris) -}}{{- end -}}
{{- $routes := list -}}
{{- range $uris -}}
  {{- $uri := . -}}
  {{- if hasPrefix "/" $uri -}}
    {{- $uri = print "all" $uri -}}
  {{- else if or (eq $uri "*") (hasPrefix "*/" $uri) -}}
    {{- $uri = print "all" (trimPrefix "*" $uri) -}}
  {{- end -}}
  {{- $parts := splitn "/" 2 (regexReplaceAll "/+$" $uri "") -}}
  {{- $host := ternary "" (lower $parts._0) (eq $parts._0 "all") -}}
  {{- $prefix := empty $parts._1 | ternary "" (print "/" $parts._1) -}}
  {{- $name := printf "%s-%s" (include "k8s-service.name" $) (print $host $prefix | sha256sum | trunc 8) -}}
  {{- $routes = append $routes (dict "name" $name "host" $host "prefix" $prefix) -}}
{{- end -}}
{{- toJson $routes -}}
{{- end -}}

{{/*
Annotations of an Ingress. Only such as ingress-nginx and Traefik's provider for it both honour, and no snippets.
Takes a list: the root, a route, the http port.
*/}}
{{- define "k8s-service.ingress-annotations" -}}
{{- $values := (index . 0).Values -}}
{{- $route := index . 1 -}}
{{- $port := index . 2 -}}
{{- $settings := dict -}}
{{- if and $route.prefix (not $values.keep_path_prefix) -}}
  {{- $settings = merge $settings (dict "use-regex" "true" "rewrite-target" "/$2") -}}
{{- end -}}
{{- if eq $port.protocol "grpc" -}}
  {{- $_ := set $settings "backend-protocol" "GRPC" -}}
{{- else if eq $port.protocol "websocket" -}}
  {{- /* A connection that is silent for a minute, the usual limit, is not a dead one. */ -}}
  {{- $settings = merge $settings (dict "proxy-read-timeout" "3600" "proxy-send-timeout" "3600") -}}
{{- end -}}
{{- if $values.sticky_session -}}
  {{- $age := int64 $values.sticky_session_max_age | toString -}}
  {{- $settings = merge $settings (dict
    "affinity" "cookie"
    "affinity-mode" "persistent"
    "session-cookie-name" "opta_cookie"
    "session-cookie-path" (default "/" $route.prefix)
    "session-cookie-expires" $age
    "session-cookie-max-age" $age) -}}
{{- else if $values.consistent_hash -}}
  {{- $_ := set $settings "upstream-hash-by" $values.consistent_hash -}}
{{- else if $values.linkerd -}}
  {{- /* The controller sends to the Service, and the mesh picks the replica, by its latency. */ -}}
  {{- $_ := set $settings "service-upstream" "true" -}}
{{- end -}}
{{- $annotations := dict -}}
{{- range $key, $value := $settings -}}
  {{- $_ := set $annotations (print "nginx.ingress.kubernetes.io/" $key) $value -}}
{{- end -}}
{{- with merge (include "k8s-service.texts" $values.ingress_extra_annotations | fromJson) $annotations -}}
annotations: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* The path of a rule. Takes a list: the root and a route. */}}
{{- define "k8s-service.ingress-path" -}}
{{- $values := (index . 0).Values -}}
{{- $prefix := (index . 1).prefix -}}
{{- if and $prefix (not $values.keep_path_prefix) -}}
path: {{ printf "%s(/|$)(.*)" (replace "." "[.]" $prefix) | quote }}
pathType: ImplementationSpecific
{{- else -}}
path: {{ default "/" $prefix | quote }}
pathType: Prefix
{{- end -}}
{{- end -}}
