#!/usr/bin/env python3
"""The prover against evidence that is broken on purpose. What is good comes from the real Terraform and Helm each time:
an environment before and after its apply, and a service with all data stores and links.

    tests/mutation/mutation_test.py PROGRAM [--keep FOLDER] [--figures FILE]
"""
import argparse
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))

from lib import Sandbox, environment, project, said  # noqa: E402

# All that an environment has, so that each promise is about something.
MODULES = ("type: dns\n    domain: staging.example.com\n    delegated: true",
           "type: k8s-cluster\n    max_nodes: 6",
           "type: k8s-base",
           "type: aws-nodegroup\n    name: spot\n    min_nodes: 0\n    max_nodes: 10\n    spot_instances: true")
SERVICE = """\
name: hello
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - type: k8s-service
    name: app
    image: "docker.io/kennethreitz/httpbin:latest"
    port: {http: 8000}
    healthcheck_path: /healthz
    public_uri: "hello.{parent.domain}"
    env_vars: {ENV: "{env}"}
    links:
      - db
      - my
      - cache
      - docs
      - bucket: [write]
      - queue: [publish, subscribe]
      - topic: [publish]
      - table: [write]
  - {type: postgres, name: db}
  - {type: mysql, name: my}
  - {type: redis, name: cache}
  - {type: aws-documentdb, name: docs}
  - {type: aws-s3, name: bucket, bucket_name: "{parent_name}-{layer_name}-b"}
  - {type: aws-sqs, name: queue}
  - {type: aws-sns, name: topic, sqs_subscribers: ["{module.queue.queue_arn}"]}
  - {type: aws-dynamodb, name: table, hash_key: id, attributes: [{name: id, type: S}]}
"""


def remember_plans(folder: pathlib.Path, into: pathlib.Path) -> str:
    """A PATH on which Terraform keeps what it shows as JSON."""
    folder.mkdir()
    real = shutil.which("terraform")
    (folder / "terraform").write_text(
        f"#!/bin/sh\ncase \" $* \" in\n  *' show '*' -json'* | *' show -json '*) '{real}' \"$@\" | tee '{into}' ;;\n"
        f"  *) exec '{real}' \"$@\" ;;\nesac\n")
    (folder / "terraform").chmod(0o755)
    return str(folder)


def charts_of_repositories() -> dict[str, tuple[str, str]]:
    """Repository and version by the name of each chart that a module installs from elsewhere."""
    found = {}
    for file in (ROOT / "modules/aws").glob("*/module.yaml"):
        for name, repository, version in re.findall(
                r"chart: \{name: ([^,]+), repository: ([^,]+), version: ([^}]+)\}", file.read_text()):
            found[name] = repository.strip('"'), version
    return found


def releases(layer: pathlib.Path, evidence: pathlib.Path, mirror: pathlib.Path | None) -> list[dict]:
    """What the program has to know of each rendering that opta kept, which it copies."""
    elsewhere = charts_of_repositories()
    found = []
    for file in sorted(layer.glob("renderings/*.json")):
        namespace, _, name = file.stem.partition(".")
        shutil.copy(file, evidence)
        objects = json.loads(file.read_text())["objects"]
        chart = objects[0]["source"].partition("/")[0] if objects else name
        repository, version = elsewhere.get(chart, ("", "1.0.0"))
        digest = ""
        if repository:
            # As opta.lock would have it.
            archive = mirror / f"{chart}-{version}.tgz"
            digest = "sha256:" + hashlib.sha256(archive.read_bytes()).hexdigest()
        found.append({"name": name, "namespace": namespace, "module": "app" if layer.name == "hello" else "k8sbase",
                      "chart": {"name": chart, "repository": repository, "version": version}, "digest": digest,
                      "rendering": file.name})
    return found


def gather(evidence: pathlib.Path) -> None:
    """Plans and renderings of a sandbox of its own."""
    with Sandbox() as sandbox:
        mirror = sandbox.scratch / "charts"
        made = subprocess.run(["bash", ROOT / "tests/charts/base/make_mirror.sh", mirror], capture_output=True, text=True,
                              timeout=300, stdin=subprocess.DEVNULL)
        assert made.returncode == 0, said(made)
        shown = sandbox.scratch / "shown.json"
        path = remember_plans(sandbox.scratch / "bin", shown)
        env = sandbox.environment(OPTA_CHART_MIRROR=str(mirror))
        env["PATH"] = f"{path}:{env['PATH']}"
        staging = project(sandbox.scratch, "staging", environment("staging", *MODULES))
        hello = project(sandbox.scratch, "hello", SERVICE)

        def verify(folder: pathlib.Path, name: str) -> None:
            sandbox.opta("verify", "--sandbox", cwd=folder, env=env)
            shutil.copy(shown, evidence / f"{name}.json")

        verify(staging, "before")
        sandbox.apply(staging, env=env)
        verify(staging, "after")
        verify(hello, "service")
        for folder, name in ((staging, "environment"), (hello, "service")):
            layer = next(folder.glob(".opta/**/renderings")).parent
            found = releases(layer, evidence, mirror)
            assert found, f"opta kept no rendering in {layer}"
            (evidence / f"{name}.releases.json").write_text(json.dumps(found, indent=1))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="leave the evidence there; use what is there already")
    parser.add_argument("--figures", type=pathlib.Path, help="write a line there when nothing failed")
    arguments = parser.parse_args()
    figures = [arguments.figures.resolve()] if arguments.figures else []
    if arguments.keep:
        evidence = arguments.keep.resolve()
        if not evidence.exists():
            evidence.mkdir(parents=True)
            gather(evidence)
        return subprocess.run([arguments.program, evidence, *figures], timeout=600).returncode
    with tempfile.TemporaryDirectory(prefix="opta-mutation-") as scratch:
        gather(pathlib.Path(scratch))
        return subprocess.run([arguments.program, scratch, *figures], timeout=600).returncode


if __name__ == "__main__":
    sys.exit(main())
