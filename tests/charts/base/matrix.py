"""Checks modules/compatibility.yaml: its shape, and that modules install what it says.

usage: matrix.py    exits 1 and says what does not hold
"""

import re
import sys
from datetime import date

import yaml
from releases import LIBRARY, read_releases

COMPONENT_KEYS = {"module", "release", "pinned", "versions"}
VERSION_KEYS = {
    "chart", "kubernetes", "tested", "gateway_api", "advised_gateway_api", "support_ends", "image_by_kubernetes", "final",
    "note",
}  # fmt: skip


def number(version):
    return tuple(int(part) for part in version.lstrip("v").split("."))


def is_within(version, span):
    return number(span[0]) <= number(version) and (len(span) == 1 or number(version) <= number(span[1]))


def faults_of_shape(matrix):
    for version, ends in matrix["kubernetes"].items():
        if not all(isinstance(day, date) for day in ends.values()):
            yield f"Kubernetes {version}: ends are days"
    for name, component in matrix["components"].items():
        for key in component.keys() - COMPONENT_KEYS:
            yield f"{name}: unknown key {key}"
        if "pinned" in component and component["pinned"] not in component["versions"]:
            yield f"{name}: {component['pinned']} is not among its versions"
        if list(component["versions"]) != sorted(component["versions"], key=number):
            yield f"{name}: versions are not in order"
        for version, facts in component["versions"].items():
            for key in facts.keys() - VERSION_KEYS:
                yield f"{name} {version}: unknown key {key}"
            for key in ("kubernetes", "tested", "gateway_api"):
                span = facts.get(key, ["0"])
                if len(span) > 2 or (len(span) == 2 and number(span[0]) > number(span[1])):
                    yield f"{name} {version}: {key} is [first, last]"


def pinned(matrix):
    for name, component in matrix["components"].items():
        if "pinned" in component:
            yield name, component, component["versions"][component["pinned"]]


# The default has to be possible with everything that we install.
def faults_of_default(matrix):
    default = matrix["default_kubernetes"]
    if default not in matrix["kubernetes"]:
        yield f"{default} is not a version of Kubernetes here"
    for name, _, facts in pinned(matrix):
        if "kubernetes" in facts and not is_within(default, facts["kubernetes"]):
            yield f"{name} does not support Kubernetes {default}"
    definitions = matrix["components"]["gateway-api"]["pinned"]
    for name, _, facts in pinned(matrix):
        if "gateway_api" in facts and not is_within(definitions, facts["gateway_api"]):
            yield f"{name} does not work with version {definitions} of the Gateway API"


def faults_of_modules(matrix):
    releases = {release.definition["name"]: release for release in read_releases() if not release.embedded}
    named = set()
    for name, component, facts in pinned(matrix):
        release = releases.get(component["release"])
        named.add(component["release"])
        if release is None:
            yield f"{name}: no module has the release {component['release']}"
        elif release.version != facts["chart"]:
            yield f"{name}: the module installs chart {release.version}, the matrix says {facts['chart']}"
    for name in sorted(releases.keys() - named - {"linkerd-crds"}):  # of one version with the control plane
        yield f"the release {name} is not in the matrix"

    inputs = yaml.safe_load((LIBRARY / "aws/eks/module.yaml").read_text())["inputs"]["k8s_version"]
    if inputs["one_of"] != list(matrix["kubernetes"]) or inputs["default"] != matrix["default_kubernetes"]:
        yield "aws-eks offers other versions of Kubernetes"
    ends = yaml.safe_load((LIBRARY / "aws/cloud.yaml").read_text())["kubernetes_versions"]
    if ends != {version: str(facts["standard_support_ends"]) for version, facts in matrix["kubernetes"].items()}:
        yield "aws/cloud.yaml names other ends of standard support"

    terraform = (LIBRARY / "aws/k8s-base/cluster_autoscaler.tf").read_text()
    images = dict(re.findall(r'"(\d\.\d+)"\s*=\s*"(v[\d.]+)"', terraform))
    autoscaler = matrix["components"]["cluster-autoscaler"]
    if images != autoscaler["versions"][autoscaler["pinned"]]["image_by_kubernetes"]:
        yield "cluster_autoscaler.tf has other images than the matrix"


def main():
    matrix = yaml.safe_load((LIBRARY / "compatibility.yaml").read_text())
    found = [*faults_of_shape(matrix), *faults_of_default(matrix), *faults_of_modules(matrix)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
