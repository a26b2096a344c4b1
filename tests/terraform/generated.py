"""What `opta generate-terraform` writes passes `terraform init` and `terraform validate` with the real provider.

usage: generated.py OPTA

Of the corpus of accepted files those with the longest Terraform, until each module type that has Terraform was seen.
The provider comes from where TF_CLI_CONFIG_FILE says, else from the registry; OPTA_TERRAFORM names another engine.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "corpus" / "accepted"
# Their providers cannot be had where these tests run.
UNVALIDATED = {"mongodb-atlas"}
SECONDS_MAX = 300


def flags_of(path: pathlib.Path) -> list[str]:
    first = path.read_text(errors="replace").splitlines()[:3]
    return next((line.removeprefix("# flags: ").split() for line in first if line.startswith("# flags: ")), [])


def generate(opta: str, path: pathlib.Path, folder: pathlib.Path) -> dict | None:
    """The root that is written for the file; None when it has no Terraform of its own."""
    done = subprocess.run([opta, "generate-terraform", "-c", path.name, "-d", folder, *flags_of(path)], cwd=path.parent,
                          capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{path.name}: exit code {done.returncode}\n{done.stderr}")
    root = json.loads((folder / "main.tf.json").read_text())
    return root if root.get("module") else None


def types_of(root: dict) -> set[str]:
    return {call["source"].removeprefix("./modules/") for call in root["module"].values()
            if call["source"].startswith("./modules/")}


def chosen(roots: dict[pathlib.Path, dict]) -> list[pathlib.Path]:
    missing = set().union(*map(types_of, roots.values())) - UNVALIDATED
    files = []
    for folder, root in sorted(roots.items(), key=lambda item: -len(json.dumps(item[1]))):
        if types_of(root) & missing and not types_of(root) & UNVALIDATED:
            missing -= types_of(root)
            files.append(folder)
    if missing:
        raise AssertionError(f"no accepted file has {sorted(missing)}")
    return files


def validate(folder: pathlib.Path) -> str:
    terraform = os.environ.get("OPTA_TERRAFORM", "terraform")
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    environment.pop("AWS_CA_BUNDLE", None)
    for command in (["init", "-backend=false", "-input=false", "-no-color"], ["validate", "-no-color"]):
        done = subprocess.run([terraform, *command], cwd=folder, env=environment, capture_output=True, text=True,
                              timeout=SECONDS_MAX, check=False)
        if done.returncode != 0:
            return done.stdout + done.stderr
    return ""


def main() -> int:
    opta = str(pathlib.Path(sys.argv[1]).resolve())
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        roots, names = {}, {}
        for path in sorted(CORPUS.glob("*.y*ml")):
            folder = pathlib.Path(scratch) / path.stem
            if root := generate(opta, path, folder):
                roots[folder], names[folder] = root, path.name
        for folder in chosen(roots):
            problem = validate(folder)
            failed += bool(problem)
            print(f"{'FAIL' if problem else 'ok  '}  {names[folder]}: {', '.join(sorted(types_of(roots[folder])))}")
            print(problem, end="")
        print(f"{len(roots)} files written as Terraform")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
