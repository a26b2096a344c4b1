#!/usr/bin/env python3
"""Compares what `opta iam-policy` prints for the examples with tests/golden/policies, and looks whether
modules/deployer_actions.yaml speaks of every type that the library's Terraform has.

usage: policies.py OPTA [--accept]     --accept rewrites what is expected
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BLOCK = re.compile(r'^(resource|data|ephemeral) "(aws_\w+)"', re.MULTILINE)


def run(opta: str, example: str, *options: str) -> str:
    environment = {"PATH": os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100", "OPTA_TODAY": "2026-11-24"}
    result = subprocess.run([opta, "iam-policy", *options], cwd=ROOT / "examples" / example, env=environment,
                            capture_output=True, text=True, timeout=20, check=False)
    return result.stderr + result.stdout


def unknown_types() -> list[str]:
    data = yaml.safe_load((ROOT / "modules/deployer_actions.yaml").read_text())
    found = set()
    for file in (ROOT / "modules").rglob("*.tf"):
        for kind, name in BLOCK.findall(file.read_text()):
            found.add(name if kind == "resource" else f"{kind}.{name}")
    return sorted(found - set(data["types"]) - set(data["local"]))


def main() -> int:
    opta, accept = str(pathlib.Path(sys.argv[1]).resolve()), "--accept" in sys.argv
    failures = 0
    for name in unknown_types():
        failures += 1
        print(f"FAILED modules/deployer_actions.yaml does not say what {name} needs")
    for example, ending in (("environment", "txt"), ("service", "txt"), ("service", "json")):
        options = ("--format", "json") if ending == "json" else ()
        expected, text = HERE / "policies" / f"{example}.{ending}", run(opta, example, *options)
        if accept:
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(text)
        old = expected.read_text() if expected.exists() else ""
        if old != text:
            failures += 1
            print(f"FAILED {expected.name}")
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), "expected", "printed"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
