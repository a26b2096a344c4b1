"""Computes the routes that ingress-nginx and Traefik make of our Ingress objects, and compares the two.

usage: routes.py CHARTS MODULES RENDERINGS    exits 1 and says what differs

A route is host and path to Service and port, with what belongs to it: rewriting, order among its host's routes,
protocol, cookie, hash, timeouts. Each controller is read as its own sources have it: ingress-nginx 1.15.1, and the
provider kubernetesIngressNGINX of Traefik 3.7. An annotation that only one of them honours is a difference.

One difference is theirs, not ours, and stays: for a request to a host that has routes, of which none fits the path,
Traefik goes on to routes of `*.domain` and of every host; ingress-nginx answers 404.
"""

import copy
import re
import sys
from pathlib import Path

import yaml

PREFIX = "nginx.ingress.kubernetes.io/"
# Of the annotations that services may use, those that each controller reads.
BOTH = {
    "affinity", "session-cookie-name", "session-cookie-path", "session-cookie-expires", "session-cookie-max-age",
    "session-cookie-secure", "session-cookie-samesite", "session-cookie-domain", "use-regex", "rewrite-target",
    "app-root", "backend-protocol", "service-upstream", "upstream-hash-by", "upstream-vhost", "proxy-read-timeout",
    "proxy-send-timeout", "proxy-connect-timeout", "proxy-body-size", "proxy-buffering", "proxy-buffer-size",
    "proxy-buffers-number", "proxy-request-buffering", "client-body-buffer-size", "proxy-max-temp-file-size",
    "proxy-next-upstream", "proxy-next-upstream-tries", "proxy-next-upstream-timeout", "proxy-http-version",
    "ssl-redirect", "force-ssl-redirect", "permanent-redirect", "temporal-redirect", "from-to-www-redirect",
    "enable-cors", "cors-allow-origin", "cors-allow-methods", "cors-allow-headers", "cors-allow-credentials",
    "cors-expose-headers", "cors-max-age", "whitelist-source-range", "limit-rps", "limit-rpm", "limit-connections",
    "limit-burst-multiplier", "auth-url", "auth-signin", "auth-response-headers", "auth-method", "auth-type",
    "auth-secret", "auth-realm", "custom-headers", "custom-http-errors", "x-forwarded-prefix",
}  # fmt: skip
READS = {"nginx": BOTH | {"affinity-mode", "satisfy", "session-cookie-change-on-failure", "proxy-cookie-path"}, "traefik": BOTH}
# What becomes a part of the route below, rather than a setting that is compared as it stands.
READ_BELOW = {"affinity", "affinity-mode", "use-regex", "rewrite-target", "backend-protocol", "proxy-read-timeout", "proxy-send-timeout"}
SECONDS = 60  # of both controllers, for timeouts that are not set


def settings_of(ingress, controller):
    annotations = ingress["metadata"].get("annotations", {})
    ours = {key.removeprefix(PREFIX): value for key, value in annotations.items() if key.startswith(PREFIX)}
    return {key: value for key, value in ours.items() if key in READS[controller]}


def rules_of(ingresses, controller):
    for ingress in ingresses:
        settings = settings_of(ingress, controller)
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                yield rule.get("host", ""), path, settings


def is_regex(path, settings):
    rewrite = settings.get("rewrite-target", "")
    return settings.get("use-regex") == "true" or rewrite not in ("", path["path"])


def matcher(path, host_has_regex, controller):
    """What the path matches, and how long its rule is: longer ones are asked first."""
    kind, text = path["pathType"], path["path"]
    if kind == "Exact":
        return ("is", text), len(text)
    if host_has_regex:
        return ("regex", "(?i)^" + text), len(text)
    if kind == "ImplementationSpecific" and controller == "nginx":
        return ("starts with", text), len(text)
    # Traefik's rule for a prefix names it twice, but for the root.
    length = len(text) if controller == "nginx" or text == "/" else 2 * len(text)
    return ("elements", text), length


def affinity(settings, controller):
    if settings.get("affinity") != "cookie":
        return None
    # Traefik's cookie always leads back to the same replica; nginx's only in the mode `persistent`.
    return controller == "traefik" or settings.get("affinity-mode") == "persistent"


def routes(ingresses, controller):
    rules = list(rules_of(ingresses, controller))
    regex_hosts = {host for host, path, settings in rules if is_regex(path, settings)}
    by_host = {}
    for host, path, settings in rules:
        match, length = matcher(path, host in regex_hosts, controller)
        backend = path["backend"]["service"]
        route = {
            "match": match,
            "backend": (backend["name"], tuple(backend["port"].items())),
            "rewrite": (path["path"], settings["rewrite-target"]) if settings.get("rewrite-target") else None,
            "protocol": settings.get("backend-protocol", "HTTP").upper(),
            "sticky": affinity(settings, controller),
            "timeouts": tuple(int(settings.get(key, SECONDS)) for key in ("proxy-read-timeout", "proxy-send-timeout")),
            "settings": {key: value for key, value in settings.items() if key not in READ_BELOW},
        }
        by_host.setdefault(host, []).append((-length, path["path"], route))
    return {host: [route for _, _, route in sorted(found, key=lambda each: each[:2])] for host, found in by_host.items()}


def target(host_routes, path):
    """Where a request for the path goes, and with which path."""
    for route in host_routes:
        kind, text = route["match"]
        fits = {
            "is": path == text,
            "regex": kind == "regex" and re.search(text, path),
            "starts with": path.startswith(text),
            "elements": text == "/" or path == text or path.startswith(text.rstrip("/") + "/"),
        }[kind]
        if not fits:
            continue
        if route["rewrite"]:
            pattern, replacement = route["rewrite"]
            path = re.sub("(?i)" + pattern, re.sub(r"\$(\d)", r"\\\1", replacement), path, count=1)
        return route["backend"], path
    return None


def paths_to_ask(host_routes):
    paths = {"/", "/elsewhere"}
    for route in host_routes:
        stem = re.sub(r"\(.*", "", route["match"][1].removeprefix("(?i)^")).replace("[.]", ".").rstrip("/")
        paths |= {stem or "/", stem + "/", stem + "/x/y", stem + "x", stem.upper() + "/x", stem + stem + "/"}
    return sorted(paths)


def differences(ingresses):
    tables = {controller: routes(ingresses, controller) for controller in READS}
    for ingress in ingresses:
        for key in ingress["metadata"].get("annotations", {}):
            if key.startswith(PREFIX) and key.removeprefix(PREFIX) not in BOTH | {"affinity-mode"}:
                yield f"{key} is not honoured by both"
    for host, nginx in tables["nginx"].items():
        traefik = tables["traefik"][host]
        for one, other in zip(nginx, traefik):
            for key in one:
                if one[key] != other[key]:
                    yield f"{host or 'any host'}: {key} is {one[key]} with nginx, {other[key]} with Traefik"
        for path in paths_to_ask(nginx + traefik):
            if target(nginx, path) != target(traefik, path):
                yield f"{host}{path}: goes to {target(nginx, path)} with nginx, to {target(traefik, path)} with Traefik"


def served(charts, modules):
    """Both controllers take Ingress objects of our class, and answer behind the same target groups."""
    class_text = (charts / "base-ingress/templates/ingress-class.yaml").read_text()
    ingress_class = yaml.safe_load(re.sub(r"\{\{.*?\}\}", "x", class_text))
    name, controller = ingress_class["metadata"]["name"], ingress_class["spec"]["controller"]
    releases = {each["name"]: each for each in yaml.safe_load((modules / "aws/k8s-base/module.yaml").read_text())["releases"]}
    nginx = releases["ingress-nginx"]["values"]["controller"]["ingressClassResource"]
    traefik = releases["traefik"]["values"]["providers"]["kubernetesIngressNGINX"]
    if (nginx["name"], nginx["controllerValue"]) != (name, controller):
        yield "ingress-nginx serves another class"
    if (traefik["ingressClass"], traefik["controllerClass"]) != (name, controller):
        yield "Traefik serves another class"
    services = {each["when"]: each["values"]["service"] for each in releases["base-ingress"]["values_when"]}
    if services != {"ingress = nginx": "ingress-nginx-controller", "ingress = traefik": "traefik"}:
        yield f"the load balancer leads to {services}"
    if len({releases[each]["namespace"] for each in ("base-ingress", "ingress-nginx", "traefik")}) != 1:
        yield "the controllers stand in several namespaces"
    # Plain HTTP is redirected by both or by neither.
    outputs = (modules / "aws/k8s-base/outputs.tf").read_text()
    conditions = re.findall(r'output "(?:https_redirect|traefik_redirections)" \{.*?value\s*=\s*([^?\n]+?)(?: \?|\n)', outputs, re.DOTALL)
    if len(conditions) != 2 or len(set(conditions)) != 1:
        yield f"redirects hang on {conditions}"
    if yaml.safe_load((charts / "k8s-service/values.yaml").read_text())["ingress_class"] != name:
        yield "services are of another class"


def unnoticed_mutations(ingress):
    """Changes that one controller would not follow. Each has to be a difference, or this comparison proves nothing."""
    sticky = {PREFIX + "affinity": "cookie", PREFIX + "affinity-mode": "balanced"}
    for what, annotations, path_type in (
        ("an annotation of nginx alone", {PREFIX + "satisfy": "any"}, None),
        ("a snippet", {PREFIX + "configuration-snippet": "return 200;"}, None),
        ("a cookie that moves", sticky, None),
        ("a path of no fixed meaning", {}, "ImplementationSpecific"),
    ):
        mutant = copy.deepcopy(ingress)
        mutant["metadata"]["annotations"] = annotations
        path = mutant["spec"]["rules"][0]["http"]["paths"][0]
        path["path"], path["pathType"] = "/a", path_type or "Prefix"
        if not list(differences([mutant])):
            yield f"{what} makes no difference"


def main(charts, modules, renderings):
    failed, cases, seen = False, 0, []
    for rendering in sorted(Path(renderings).rglob("*.yaml")):
        objects = [each for each in yaml.safe_load_all(rendering.read_text()) if each]
        ingresses = [each for each in objects if each["kind"] == "Ingress"]
        cases += bool(ingresses)
        seen += ingresses
        for difference in differences(ingresses):
            failed = True
            print(f"{rendering.stem}: {difference}")
    for problem in [*served(Path(charts), Path(modules)), *(unnoticed_mutations(seen[0]) if seen else ["no Ingress at all"])]:
        failed = True
        print(problem)
    print(f"{cases} renderings with {len(seen)} routes")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
