"""`opta sandbox up --cluster` for tests: the emulator of tests/e2e and the cluster beside it."""
import importlib.util
import json
import pathlib
import subprocess

import lib

# tests/e2e has a lib, too.
_spec = importlib.util.spec_from_file_location("e2e", lib.ROOT / "tests/e2e/lib.py")
e2e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e2e)


class ClusterSandbox(e2e.Sandbox):
    """A sandbox with a cluster, both of its own; `cluster` asks the cluster by kubectl and helm."""

    def __init__(self, *up_options: str) -> None:
        super().__init__("--cluster", *up_options, up_seconds=lib.BUILD_SECONDS + lib.START_SECONDS)

    def __enter__(self) -> "ClusterSandbox":
        super().__enter__()
        self.find_cluster()
        return self

    def find_cluster(self) -> None:
        """Looks anew: another start makes another cluster."""
        found = self.status()["cluster"]
        assert found and found["running"], found
        self.cluster = lib.Kubernetes(pathlib.Path(found["kubeconfig"]), self.scratch)
        self.processes: dict[str, int] = found["processes"]

    def plan(self, folder: pathlib.Path) -> dict:
        return json.loads(self.opta("plan", "--sandbox", "--format", "json", cwd=folder).stdout)


def image_folder(scratch: pathlib.Path, name: str, text: str) -> pathlib.Path:
    """A folder whose image differs with the text."""
    folder = scratch / name
    folder.mkdir()
    (folder / "hello").write_text(text)
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY hello /hello\nCMD [\"/hello\"]\n")
    return folder


def chart_mirror(folder: pathlib.Path) -> pathlib.Path:
    """Makes the stand-ins for the official charts, for OPTA_CHART_MIRROR: each records its values in a ConfigMap."""
    made = subprocess.run(["bash", lib.ROOT / "tests/charts/base/make_mirror.sh", folder], capture_output=True, text=True,
                          timeout=lib.COMMAND_SECONDS, stdin=subprocess.DEVNULL)
    assert made.returncode == 0, lib.said(made)
    return folder
