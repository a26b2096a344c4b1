"""What the tests against a real control plane share: a cluster of their own, kubectl, helm, and waits with an end.

sandbox/cluster/README.md says what such a cluster proves and what not.
"""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "sandbox/cluster"

# The first start on a machine builds Kubernetes: five minutes on two idle cores, more on busy ones.
BUILD_SECONDS = 1800
# Ready in ten seconds; a busy machine takes longer.
START_SECONDS = 300
COMMAND_SECONDS = 300

# What every namespace has without anybody's doing.
_GIVEN = {"ServiceAccount/default", "ConfigMap/kube-root-ca.crt"}
# Made by the cluster itself for objects of others; tests ask for them by name where they matter.
_DERIVED = {"Pod", "ReplicaSet", "ControllerRevision", "Endpoints", "EndpointSlice", "Event", "Lease"}


def wait_for(condition, what: str, timeout: float = 300, pause: float = 0.2):
    """Returns the first true value of condition(); fails when there is none in time."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {timeout} s")
        time.sleep(pause)
    return value


def said(result: subprocess.CompletedProcess) -> str:
    """The message of an assertion about a command: all that it printed."""
    return f"{result.args}\nexit code {result.returncode}\n--- stdout\n{result.stdout}\n--- stderr\n{result.stderr}"


def script(name: str, *arguments: str, timeout: float = START_SECONDS, env=None) -> subprocess.CompletedProcess:
    """One of the scripts of sandbox/cluster, by bash: the copy in the opta binary is not executable either."""
    return subprocess.run(["bash", SCRIPTS / name, *arguments], capture_output=True, text=True, timeout=timeout,
                          env=env, stdin=subprocess.DEVNULL)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that init has not buried yet does not."""
    try:
        status = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def start_time(pid: int) -> int:
    """In ticks since the machine started."""
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class ArgumentWatch:
    """Collects the argument lists of all processes while it runs."""

    def __enter__(self):
        self.seen, self._over = set(), threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def _look(self):
        while not self._over.is_set():
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes())
                except OSError:
                    pass
            time.sleep(0.05)

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


class Kubernetes:
    """A cluster that runs, by its kubeconfig: kubectl, helm, and what there is."""

    def __init__(self, kubeconfig: pathlib.Path, scratch: pathlib.Path) -> None:
        self.kubeconfig, self.scratch = kubeconfig, scratch

    def port(self) -> int:
        view = self.kubectl("config", "view", "--output=jsonpath={.clusters[0].cluster.server}")
        return urllib.parse.urlsplit(view.stdout).port

    def environment(self, **extra: str) -> dict[str, str]:
        """The caller's environment, with this cluster and Helm's files in a folder of the test's own."""
        helm = {f"HELM_{kind}_HOME": str(self.scratch / f"helm-{kind.lower()}")
                for kind in ("CACHE", "CONFIG", "DATA")}
        kube = {"KUBECONFIG": str(self.kubeconfig), "KUBECACHEDIR": str(self.scratch / "kube-cache")}
        return dict(os.environ) | kube | helm | extra

    def run(self, program: str, *arguments: str, text: str | None = None,
            timeout: float = COMMAND_SECONDS) -> subprocess.CompletedProcess:
        given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
        return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=timeout,
                              env=self.environment(), cwd=self.scratch, **given)

    def kubectl(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """run() for a kubectl that has to end well."""
        result = self.run("kubectl", *arguments, **options)
        assert result.returncode == 0, said(result)
        return result

    def helm(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """run() for a helm that has to end well."""
        result = self.run("helm", *arguments, **options)
        assert result.returncode == 0, said(result)
        return result

    def apply(self, text: str) -> None:
        self.kubectl("apply", "--filename=-", text=text)

    def get(self, *arguments: str) -> dict:
        return json.loads(self.kubectl("get", "--output=json", *arguments).stdout)

    def objects(self, namespace: str | None = None) -> dict[str, dict]:
        """All that somebody made in a namespace (None: outside of all), by `Kind/name`."""
        scope = ["--namespaced=true"] if namespace else ["--namespaced=false"]
        kinds = self.kubectl("api-resources", "--verbs=list", "--output=name", *scope).stdout.split()
        where = [f"--namespace={namespace}"] if namespace else []
        found = self.get(",".join(kinds), "--ignore-not-found", *where)
        return {name: item for item in found["items"]
                if (name := f"{item['kind']}/{item['metadata']['name']}") not in _GIVEN
                and item["kind"] not in _DERIVED
                and item.get("type") != "kubernetes.io/service-account-token"}

    def pods(self, namespace: str, selector: str) -> list[dict]:
        """The pods that are not on their way out."""
        pods = self.get("pods", f"--namespace={namespace}", f"--selector={selector}")["items"]
        return [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]

    def wait_rollout(self, namespace: str, workload: str, timeout: int = 60) -> None:
        """Until each replica of `kind/name` runs in its newest form and is ready."""
        self.kubectl("rollout", "status", workload, f"--namespace={namespace}", f"--timeout={timeout}s",
                     timeout=timeout + 10)

    def wait_gone(self, *arguments: str, timeout: int = 60) -> None:
        """Until nothing that `kubectl get` finds by these arguments is left."""
        wait_for(lambda: not self.kubectl("get", "--ignore-not-found", "--output=name", *arguments).stdout.strip(),
                 f"the end of {' '.join(arguments)}", timeout)

    def delete_namespace(self, name: str) -> None:
        self.kubectl("delete", "namespace", name, "--wait=false")
        self.wait_gone("namespace", name)


class Cluster(Kubernetes):
    """A control plane with a folder of its own; a context manager that takes it down."""

    def __init__(self) -> None:
        pass  # All of it begins with __enter__.

    def __enter__(self) -> "Cluster":
        built = script("build.sh", timeout=BUILD_SECONDS)
        assert built.returncode == 0, said(built)
        self._scratch = tempfile.TemporaryDirectory(prefix="opta-cluster-")
        self.folder = pathlib.Path(self._scratch.name) / "cluster"
        super().__init__(self.folder / "kubeconfig", self.folder.parent)
        try:
            self.up()
        except BaseException:
            self._scratch.cleanup()
            raise
        return self

    def __exit__(self, *_) -> None:
        try:
            self.down()
        finally:
            self._scratch.cleanup()

    def up(self) -> subprocess.CompletedProcess:
        started = script("up.sh", "--dir", str(self.folder))
        assert started.returncode == 0, said(started)
        assert started.stdout.strip() == str(self.kubeconfig), said(started)
        return started

    def down(self) -> None:
        ended = script("down.sh", "--dir", str(self.folder))
        assert ended.returncode == 0, said(ended)

    def processes(self) -> dict[str, int]:
        lines = (self.folder / "pids").read_text().splitlines()
        return {name: int(pid) for pid, _, name in (line.split() for line in lines)}
