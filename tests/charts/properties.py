"""What must hold of every rendering of our charts, whatever its values.

usage: properties.py CHARTS RENDERINGS    exits 1 and says what does not hold
"""

import json
import re
import sys
from pathlib import Path

import yaml

WORKLOADS = ("Deployment", "StatefulSet", "CronJob")


def pod_template(workload):
    spec = workload["spec"]
    return spec["jobTemplate"]["spec"]["template"] if workload["kind"] == "CronJob" else spec["template"]


def matches(selector, labels):
    return selector.items() <= labels.items()


class Rendering:
    def __init__(self, objects):
        self.objects = objects
        self.workloads = [each for each in objects if each["kind"] in WORKLOADS]
        self.servers = [each for each in self.workloads if each["kind"] != "CronJob"]

    def of_kind(self, kind):
        return [each for each in self.objects if each["kind"] == kind]

    def names(self, kind):
        return {each["metadata"]["name"] for each in self.of_kind(kind)}

    def containers(self):
        for workload in self.workloads:
            pod = pod_template(workload)["spec"]
            for container in pod["containers"] + pod.get("initContainers", []):
                yield workload, pod, container


def unprivileged(rendering):
    for workload, pod, container in rendering.containers():
        context = container["securityContext"]
        if context["allowPrivilegeEscalation"] is not False or context["capabilities"]["drop"] != ["ALL"]:
            yield f"{workload['kind']}: container {container['name']} may gain rights"
        if pod["securityContext"]["seccompProfile"] != {"type": "RuntimeDefault"}:
            yield f"{workload['kind']}: no seccomp profile"
        if any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
            yield f"{workload['kind']}: shares a namespace of the node"
        if "privileged" in context or any("hostPath" in volume for volume in pod.get("volumes", [])):
            yield f"{workload['kind']}: reaches the node"


def bounded(rendering):
    for workload, _, container in rendering.containers():
        if "memory" not in container["resources"]["limits"] or not container["resources"]["requests"].keys() >= {"cpu", "memory"}:
            yield f"{workload['kind']}: container {container['name']} has no bounds"


def selected(rendering):
    """Selectors find their own pods, and Services and budgets no pods of cron jobs."""
    for server in rendering.servers:
        if not matches(server["spec"]["selector"]["matchLabels"], pod_template(server)["metadata"]["labels"]):
            yield f"{server['kind']}: the selector misses its own pods"
    selectors = {f"Service {each['metadata']['name']}": each["spec"]["selector"] for each in rendering.of_kind("Service")}
    for each in rendering.of_kind("PodDisruptionBudget"):
        selectors["PodDisruptionBudget"] = each["spec"]["selector"]["matchLabels"]
    for what, selector in selectors.items():
        for workload in rendering.workloads:
            if matches(selector, pod_template(workload)["metadata"]["labels"]) != (workload in rendering.servers):
                yield f"{what}: the selector is wrong for the {workload['kind']}"
    for policy in rendering.of_kind("NetworkPolicy"):
        for workload in rendering.workloads:
            if not matches(policy["spec"]["podSelector"]["matchLabels"], pod_template(workload)["metadata"]["labels"]):
                yield f"NetworkPolicy: leaves out the {workload['kind']}"


def references(rendering):
    """What a pod names exists, or is said to be optional."""
    for workload, pod, container in rendering.containers():
        if pod["serviceAccountName"] not in rendering.names("ServiceAccount"):
            yield f"{workload['kind']}: no ServiceAccount {pod['serviceAccountName']}"
        for source in container.get("envFrom", []):
            reference = source.get("secretRef") or source["configMapRef"]
            kind = "Secret" if "secretRef" in source else "ConfigMap"
            written_by_opta = reference["name"].endswith("-links")
            if not (written_by_opta or reference["name"] in rendering.names(kind) or reference.get("optional")):
                yield f"{workload['kind']}: no {kind} {reference['name']}"
        volumes = {volume["name"] for volume in pod.get("volumes", [])}
        volumes |= {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in volumes:
                yield f"{workload['kind']}: no volume {mount['name']}"
        for volume in pod.get("volumes", []):
            if "configMap" in volume and volume["configMap"]["name"] not in rendering.names("ConfigMap"):
                yield f"{workload['kind']}: no ConfigMap {volume['configMap']['name']}"
        names = [variable["name"] for variable in container.get("env", [])]
        if len(names) != len(set(names)):
            yield f"{workload['kind']}: a variable stands twice"
    services = {each["metadata"]["name"]: {port["name"] for port in each["spec"].get("ports", [])} for each in rendering.of_kind("Service")}
    for ingress in rendering.of_kind("Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                backend = path["backend"]["service"]
                if backend["port"]["name"] not in services.get(backend["name"], ()):
                    yield f"Ingress: leads to no port of Service {backend['name']}"
    for server in rendering.servers:
        ports = {port["name"] for container in pod_template(server)["spec"]["containers"] for port in container.get("ports", [])}
        for name, names in services.items():
            if not names <= ports:
                yield f"Service {name}: leads to no port of the {server['kind']}"


def scaled(rendering):
    targets = {(each["kind"], each["metadata"]["name"]) for each in rendering.servers}
    found = set()
    for scaler in rendering.of_kind("HorizontalPodAutoscaler"):
        if scaler["apiVersion"] != "autoscaling/v2":
            yield "HorizontalPodAutoscaler: not autoscaling/v2"
        target = scaler["spec"]["scaleTargetRef"]
        found.add((target["kind"], target["name"]))
    if found != targets:
        yield f"HorizontalPodAutoscaler: scales {found}, not {targets}"
    for server in rendering.servers:
        if "replicas" in server["spec"]:
            yield f"{server['kind']}: has `replicas`, which are the autoscaler's"


def alike(rendering):
    """Cron jobs have what servers have: image, identity, environment, secrets, mounts, rights."""
    for job in rendering.of_kind("CronJob"):
        for server in rendering.servers:
            pods = [pod_template(each)["spec"] for each in (job, server)]
            for key in ("serviceAccountName", "securityContext", "tolerations", "automountServiceAccountToken"):
                if pods[0].get(key) != pods[1].get(key):
                    yield f"CronJob: other {key} than the {server['kind']}"
            for key in ("image", "env", "envFrom", "securityContext", "resources", "volumeMounts"):
                if pods[0]["containers"][0].get(key) != pods[1]["containers"][0].get(key):
                    yield f"CronJob: other {key} than the {server['kind']}"


def routed_safely(rendering):
    for ingress in rendering.of_kind("Ingress"):
        annotations = ingress["metadata"].get("annotations", {})
        target = annotations.get("nginx.ingress.kubernetes.io/rewrite-target", "")
        if "$" in target and "?" in target:
            yield "Ingress: the rewrite of CVE-2026-42945"
        if any(key.endswith("-snippet") for key in annotations):
            yield "Ingress: a snippet"


def placed(rendering):
    """Every object in the release's namespace, with a name that is its own and labels that say whose it is."""
    seen = set()
    for each in rendering.objects:
        metadata = each["metadata"]
        key = (each["kind"], metadata["name"])
        if key in seen:
            yield f"{key} stands twice"
        seen.add(key)
        if metadata.get("namespace") != "hello":
            yield f"{key} is in no namespace"
        if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", metadata["name"]) or len(metadata["name"]) > 63:
            yield f"{key} has a name that Kubernetes refuses"
        if metadata["labels"].get("app.kubernetes.io/managed-by") != "Helm":
            yield f"{key} has no labels"


def isolated(rendering, values):
    if values.get("network_policy", True) != bool(rendering.of_kind("NetworkPolicy")):
        yield "NetworkPolicy: is not as asked"


PROPERTIES = (unprivileged, bounded, selected, references, scaled, alike, routed_safely, placed)


def of_rendering(path, cases):
    objects = [each for each in yaml.safe_load_all(path.read_text()) if each]
    rendering = Rendering(objects)
    for holds in PROPERTIES:
        yield from holds(rendering)
    values = yaml.safe_load((cases / path.parent.name / path.name).read_text())
    yield from isolated(rendering, values)


def covered(schema, cases):
    """Each value of the chart is set by some case."""
    used = set()
    for path in cases.glob("*.yaml"):
        used |= yaml.safe_load(path.read_text()).keys()
    for name in sorted(schema["properties"].keys() - used - {"global"}):
        yield f"no case sets {name}"


# What a link gives, and whether a secret has a value (src/app/declared_secrets.h): no value of the chart.
READ_BY_OPTA = ("links", "secrets")


def of_module(schema, defaults, module):
    """The module fills in values that the chart has, and both say the same defaults."""
    for release in module["releases"]:
        for name, source in release["values"].items():
            if name not in schema["properties"]:
                yield f"the module fills in {name}, which the chart does not have"
            field = module["inputs"].get(name)
            if field and source == f"{{input.{name}}}" and "default" in field:
                if field["default"] != defaults[name] and (field["default"] or defaults[name]):
                    yield f"{name} is {field['default']} by default in the module, {defaults[name]} in the chart"
        for name, field in module["inputs"].items():
            named = f"{{input.{name}}}" in release["values"].values() or name in (release.get("timeout"), release.get("max_history"))
            if "ignored" not in field and not named and name not in [*module["terraform_inputs"], *READ_BY_OPTA]:
                yield f"the module's input {name} goes nowhere"


def main(arguments):
    charts, renderings = map(Path, arguments)
    cases = Path(__file__).parent
    found = []
    # What users write themselves has the properties that they give it.
    for path in sorted(set(renderings.glob("*/*.yaml")) - set(renderings.glob("k8s-manifest/*.yaml"))):
        found += [f"{path.stem}: {each}" for each in of_rendering(path, cases)]
    chart = charts / "k8s-service"
    schema = json.loads((chart / "values.schema.json").read_text())
    defaults = yaml.safe_load((chart / "values.yaml").read_text())
    found += covered(schema, cases / "k8s-service")
    found += [f"values.yaml and the schema differ in {name}" for name in sorted(defaults.keys() ^ (schema["properties"].keys() - {"global"}))]
    module = charts.parent / "modules/aws/k8s-service/module.yaml"
    found += of_module(schema, defaults, yaml.safe_load(module.read_text()))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
