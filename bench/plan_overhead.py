#!/usr/bin/env python3
"""What `opta plan` costs beyond the Terraform that it runs.

Plans one environment on the sandbox in turn with `opta plan --sandbox` and with plain `terraform plan -out` and
`terraform show -json` in the folder that Opta generated, with the same environment variables. Both load the provider
twice, so they differ by what Opta does itself. The order within a pair alternates, because the machine is not the
same from one minute to the next; the ratio is the median of the pairs' ratios. Prints a Markdown table.

Terraform, the provider and the emulator are found as always; after tools/setup that is:
  . ~/.cache/opta/env.sh && bench/plan_overhead.py build/release/src/opta

usage: plan_overhead.py OPTA [--pairs N] [--file opta.yaml]
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS_MAX = 600


def run(command: list[str], folder: pathlib.Path, environment: dict[str, str]) -> str:
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True,
                            timeout=SECONDS_MAX, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def seconds(action) -> float:
    start = time.monotonic()
    action()
    return time.monotonic() - start


def sandbox_variables(endpoint: str, account: str, region: str) -> dict[str, str]:
    """What Opta hands to Terraform on the sandbox, see src/exec/environment.cpp."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1",
        "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }


def measure(opta: str, text: str, pairs: int, folder: pathlib.Path) -> list[tuple[float, float]]:
    mine = os.environ | {"OPTA_SANDBOX_DIR": str(folder / "sandbox"), "NO_COLOR": "1"}
    file = folder / "opta.yaml"
    try:
        # The state bucket is made by an apply; one of nothing is enough.
        file.write_text(text[:text.index("modules:")] + "modules: []\n")
        run([opta, "apply", "--sandbox", "--auto-approve"], folder, mine)
        file.write_text(text)
        run([opta, "plan", "--sandbox"], folder, mine)  # initialises the root for both

        endpoint = json.loads(run([opta, "sandbox", "status", "--format", "json"], folder, mine))["endpoint"]
        main = next((folder / ".opta/sandbox").glob("*/terraform/main.tf.json"))
        provider = json.loads(main.read_text())["provider"]["aws"]
        plain = sandbox_variables(endpoint, provider["allowed_account_ids"][0], provider["region"])

        def with_opta() -> None:
            run([opta, "plan", "--sandbox"], folder, mine)

        def with_terraform() -> None:
            run(["terraform", "plan", "-input=false", "-no-color", "-out=bench.tfplan"], main.parent, plain)
            run(["terraform", "show", "-no-color", "-json", "bench.tfplan"], main.parent, plain)

        results = []
        for number in range(pairs):
            first, second = (with_opta, with_terraform) if number % 2 == 0 else (with_terraform, with_opta)
            times = (seconds(first), seconds(second))
            results.append(times if number % 2 == 0 else times[::-1])
        return results
    finally:
        subprocess.run([opta, "sandbox", "down"], cwd=folder, env=mine, capture_output=True, check=False)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("opta", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--file", type=pathlib.Path, default=ROOT / "examples/environment/opta.yaml")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="opta-bench-") as folder:
        results = measure(str(arguments.opta.resolve()), arguments.file.read_text(), arguments.pairs,
                          pathlib.Path(folder))
    print("| pair | `opta plan` | `terraform plan`, `show` | ratio |")
    print("|-----:|------------:|-------------------------:|------:|")
    for number, (opta, terraform) in enumerate(results, 1):
        print(f"| {number} | {opta:.2f} s | {terraform:.2f} s | {opta / terraform:.3f} |")
    medians = [statistics.median(column) for column in zip(*results)]
    ratio = statistics.median(opta / terraform for opta, terraform in results)
    print(f"| **median** | **{medians[0]:.2f} s** | **{medians[1]:.2f} s** | **{ratio:.3f}** |")


main()
