"""The releases that modules declare, read the way Opta reads them, with stand-ins for what only a run can know.

usage: releases.py charts                 the charts from repositories, as "name version" lines
       releases.py keys FOLDER [--write]  compares FOLDER/<chart>.txt with the value keys that modules set; or writes them
"""

import re
import sys
from pathlib import Path

import yaml

LIBRARY = Path(__file__).resolve().parents[3] / "modules"

# Modules whose charts this folder is about.
MODULES = ("aws/k8s-base", "any/datadog")

# What a run would fill in. Anything that has the right shape will do.
KNOWN_LATER = {
    "layer_name": "staging",
    "env_name": "staging",
    "org_name": "acme",
    "module_name": "k8sbase",
    "region": "us-east-1",
    "account_id": "111122223333",
    "wire.k8s_cluster_name": "opta-staging",
    "wire.kms_account_key_arn": "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555",
    "wire.vpc_id": "vpc-0123456789abcdef0",
    "output.autoscaler_image_tag": "v1.35.2",
    "output.autoscaler_role": "arn:aws:iam::111122223333:role/opta-staging-cluster-autoscaler-01234567",
    "output.domain": "staging.example.com",
    "output.external_dns_role": "arn:aws:iam::111122223333:role/opta-staging-external-dns-01234567",
    "output.http_target_group_arn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/opta-1/0123456789abcdef",
    "output.https_redirect": True,
    "output.https_target_group_arn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/opta-2/0123456789abcdef",
    "output.load_balancer_controller_role": "arn:aws:iam::111122223333:role/opta-staging-lbc-01234567",
    "output.load_balancer_raw_dns": "opta-staging-01234567.elb.us-east-1.amazonaws.com",
    "output.traefik_redirections": {"entryPoint": {"to": "websecure", "scheme": "https", "permanent": True}},
    "output.zone_id": "Z0123456789ABCDEFGHIJ",
    "secret.revision": "0123456789abcdef",
}


def fill(value, known):
    """`value` with its placeholders filled in; `{{` is a brace. The key "*" lays a map over the one that it stands in."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\{([a-z_.0-9]+)\}", value)
        if whole:
            return known[whole[1]]
        brace = {"{{": "{", "}}": "}"}
        return re.sub(r"\{\{|\}\}|\{([a-z_.0-9]+)\}", lambda match: brace.get(match[0]) or str(known[match[1]]), value)
    if isinstance(value, list):
        return [fill(each, known) for each in value]
    if isinstance(value, dict):
        result = {}
        for key, below in value.items():
            filled = fill(below, known)
            if key == "*":
                lay_over(result, filled)
            elif filled is not None:
                result[key] = filled
        return result
    return value


def lay_over(below, above):
    for key, value in above.items():
        if isinstance(below.get(key), dict) and isinstance(value, dict):
            lay_over(below[key], value)
        else:
            below[key] = value


class Release:
    def __init__(self, definition, known):
        self.definition = definition
        self.known = known | {"secret.name": fill(definition.get("secret", {}).get("name"), known)}
        self.name = fill(definition["name"], known)
        self.namespace = fill(definition["namespace"], known)
        chart = definition["chart"]
        self.embedded = isinstance(chart, str)
        self.chart = chart if self.embedded else chart["name"]
        self.version = None if self.embedded else chart["version"]
        self.labels = definition.get("namespace_labels", {})

    def values(self, conditions=()):
        """The values when the conditions with these texts hold."""
        result = fill(self.definition.get("values", {}), self.known)
        for conditional in self.definition.get("values_when", []):
            if conditional["when"] in (*conditions, "always"):
                lay_over(result, fill(conditional["values"], self.known))
        return result

    def conditions(self):
        return [each["when"] for each in self.definition.get("values_when", []) if each["when"] != "always"]

    def variants(self):
        """(name, values): without any condition, with each alone, and with all."""
        yield "plain", self.values()
        for condition in self.conditions():
            yield condition, self.values([condition])
        if len(self.conditions()) > 1:
            yield "all conditions", self.values(self.conditions())


def read_releases():
    for folder in MODULES:
        module = yaml.safe_load((LIBRARY / folder / "module.yaml").read_text())
        known = dict(KNOWN_LATER)
        known.update({f"input.{name}": field.get("default") for name, field in module["inputs"].items()})
        for definition in module["releases"]:
            yield Release(definition, known)


def key_paths(values, path=()):
    """Paths of a values map down to what is no map, such as controller.service.type. Lists are leaves."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from key_paths(value, (*path, str(key)))
        else:
            yield (*path, str(key))


def chart_keys():
    """Chart to (version, its sorted key paths). A dot inside a key is written `\\.`, as Helm's --set has it."""
    charts = {}
    for release in read_releases():
        if not release.embedded:
            paths = {".".join(part.replace(".", "\\.") for part in path) for path in key_paths(release.values(release.conditions()))}
            charts[release.chart] = (release.version, sorted(paths))
    return charts


def keys_text(chart, version, paths):
    return "\n".join([f"# {chart} {version}", *paths, ""])


def compare_keys(folder, write):
    texts = {f"{chart}.txt": keys_text(chart, *rest) for chart, rest in chart_keys().items()}
    if write:
        for name, text in texts.items():
            (folder / name).write_text(text)
    there = {path.name: path.read_text() for path in folder.glob("*.txt")}
    different = sorted(name for name in texts.keys() | there.keys() if texts.get(name) != there.get(name))
    for name in different:
        print(f"{name} differs from what the modules set; look at it, and run releases.py keys {folder.name} --write")
    return 1 if different else 0


def main(arguments):
    if arguments[:1] == ["charts"]:
        for chart, (version, _) in chart_keys().items():
            print(chart, version)
        return 0
    return compare_keys(Path(arguments[1]), "--write" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
