{{/* Values that YAML took for something else than the text that Kubernetes wants. */}}

{{/* A number comes as floating point, and a large one would be written as 1e+06. */}}
{{- define "k8s-service.text" -}}
{{- if or (kindIs "map" .) (kindIs "slice" .) -}}
  {{- toJson . -}}
{{- else if not (kindIs "float64" .) -}}
  {{- . -}}
{{- else if eq . (floor .) -}}
  {{- int64 . -}}
{{- else -}}
  {{- . -}}
{{- end -}}
{{- end -}}

{{/* A list or map with every value a text, as JSON. */}}
{{- define "k8s-service.texts" -}}
{{- if kindIs "map" . -}}
  {{- $texts := dict -}}
  {{- range $key, $value := . -}}
    {{- $_ := set $texts $key (include "k8s-service.text" $value) -}}
  {{- end -}}
  {{- toJson $texts -}}
{{- else -}}
  {{- $texts := list -}}
  {{- range . -}}
    {{- $texts = append $texts (include "k8s-service.text" .) -}}
  {{- end -}}
  {{- toJson $texts -}}
{{- end -}}
{{- end -}}
