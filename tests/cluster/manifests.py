"""The objects of the tests, as Kubernetes' own YAML."""

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, labels: {{app: {name}}}}}
spec:
  replicas: {replicas}
  progressDeadlineSeconds: 600
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata:
      labels: {{app: {name}}}
      annotations: {{fakelet/outcome: {outcome}}}
    spec:
      containers:
      - name: app
        image: example.com/app:1
        ports: [{{containerPort: 8080}}]
"""


def deployment(name: str, replicas: int = 1, outcome: str = "ready") -> str:
    return DEPLOYMENT.format(name=name, replicas=replicas, outcome=outcome)


# One of each kind that a service of ours is made of, with fields younger than the server's own version.
SERVICE_OBJECTS = deployment("web", replicas=2) + """\
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 5
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {}}], ports: [{port: 8080}]}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: nginx
  rules:
  - host: app.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: tick}
spec:
  schedule: "* * * * *"
  timeZone: Europe/Berlin
  jobTemplate:
    spec: {template: {spec: {restartPolicy: Never, containers: [{name: tick, image: example.com/tick:1}]}}}
"""

# Each field here is in the server by the recipe alone.
YOUNG_FIELDS = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: young}
spec:
  serviceName: young
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
  selector: {matchLabels: {app: young}}
  template:
    metadata: {labels: {app: young}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {matchLabels: {app: young}}
        matchLabelKeys: [controller-revision-hash]
      containers:
      - name: app
        image: example.com/app:1
        readinessProbe: {grpc: {port: 50051}}
        lifecycle: {preStop: {sleep: {seconds: 5}}}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""

CUSTOM_RESOURCE_DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Gadget, plural: gadgets, singular: gadget}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            x-kubernetes-validations: [{rule: "self.size > 0"}]
            properties: {size: {type: integer, maximum: 3}, name: {type: string, default: ""}}
"""
GADGET = """\
apiVersion: example.com/v1
kind: Gadget
metadata: {name: one}
spec: {size: %d}
"""
