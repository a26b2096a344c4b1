"""What the end-to-end tests share: a sandbox of their own, the opta binary, and questions to the emulator.

The emulator is asked over HTTP and not through Terraform's state: the state says what Terraform believes.
"""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("OPTA_BINARY", ROOT / "build/dev/src/opta")).resolve()
EXAMPLE = ROOT / "examples/environment/opta.yaml"

# The exit codes of every command.
DONE, FAILED, USAGE, BROKEN_PROMISE, INTERRUPTED = range(5)
DRIFTED = 6

# The account of all files here; also the one whose throwaway credentials the emulator takes.
ACCOUNT = "123456789012"

# The bucket outlives the layers whose state it holds, so it does not count as left over.
STATE_BUCKET_PREFIX = "opta-tf-state-"


def environment(name: str, *modules: str) -> str:
    """An environment's file: `base`, and what is given below it."""
    return f"""\
name: {name}
org_name: example
providers:
  aws: {{region: us-east-1, account_id: "{ACCOUNT}"}}
modules:
  - type: base
    vpc_log_retention: 90
""" + "".join(f"  - {module}\n" for module in modules)


# One base module makes some fifty resources in seconds: enough to be interrupted in the middle.
SMALL_ENVIRONMENT = environment("small")

# The emulator wants to see who asks, but checks no signature.
_AUTHORIZATION = (f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/us-east-1/s3/aws4_request, "
                  "SignedHeaders=host, Signature=0")

# The emulator is on loopback: no proxy of the machine's may stand between.
_http = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_for(condition, what: str, timeout: float = 300, pause: float = 0.1):
    """Returns the first true value of condition(); fails when there is none in time."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {timeout} s")
        time.sleep(pause)
    return value


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def descendants(pid: int) -> list[int]:
    """The processes that `pid` and its children started, parents first."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # "PID (NAME) STATE PARENT …"; a name may hold spaces and parentheses.
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found += children.get(child, [])
    return found


def said(result: subprocess.CompletedProcess) -> str:
    """The message of an assertion about a command: all that it printed."""
    return f"exit code {result.returncode}\n--- stdout\n{result.stdout}\n--- stderr\n{result.stderr}"


def project(folder: pathlib.Path, name: str, text: str = SMALL_ENVIRONMENT) -> pathlib.Path:
    """Makes folder/name with the file opta.yaml in it."""
    made = folder / name
    made.mkdir()
    (made / "opta.yaml").write_text(text)
    return made


class Run:
    """A running opta in a session of its own, so that a signal can go to it alone or to all that it started."""

    def __init__(self, arguments, *, cwd, env, preexec_fn=None):
        # Files and not pipes: an engine that outlives a killed opta would hold a pipe open.
        self._stdout, self._stderr = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [BINARY, *arguments], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=self._stdout,
            stderr=self._stderr, start_new_session=True, preexec_fn=preexec_fn)
        self.pid = self._process.pid

    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """kill -9 of opta alone, as the kernel does when memory runs out."""
        self._process.kill()

    def kill_all(self) -> None:
        """kill -9 of opta and of all that it started: supervisor, engine, provider. As if the machine had died."""
        for pid in [self.pid, *descendants(self.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def interrupt(self) -> None:
        """Ctrl-C: a terminal sends SIGINT to all processes of the foreground."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGINT)

    def wait(self, timeout: float = 600) -> subprocess.CompletedProcess:
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
            raise AssertionError(f"no end within {timeout} s\n{said(self._result())}") from None
        return self._result()

    def _result(self) -> subprocess.CompletedProcess:
        texts = []
        for file in (self._stdout, self._stderr):
            with file:
                file.seek(0)
                texts.append(file.read().decode(errors="replace"))
        return subprocess.CompletedProcess(self._process.args, self._process.returncode, *texts)


class Sandbox:
    """An emulator started by `opta sandbox up` with a folder of its own; a context manager that takes it down."""

    def __init__(self, *up_options: str, up_seconds: float = 60) -> None:
        self._up_options, self._up_seconds = up_options, up_seconds

    def __enter__(self) -> "Sandbox":
        self._scratch = tempfile.TemporaryDirectory(prefix="opta-e2e-")
        self.scratch = pathlib.Path(self._scratch.name)
        self.folder = self.scratch / "sandbox"
        self.folder.mkdir()
        try:
            self.up()
            status = self.status()
            assert status["running"], status
            self.endpoint, self.pid = status["endpoint"], status["pid"]
        except BaseException:
            self._scratch.cleanup()
            raise
        return self

    def __exit__(self, *_) -> None:
        try:
            self.opta("sandbox", "down", timeout=300)
            wait_for(lambda: not alive(self.pid), "the emulator's end", timeout=300)
        finally:
            if alive(self.pid):
                os.kill(self.pid, signal.SIGKILL)
            self._scratch.cleanup()

    def up(self) -> subprocess.CompletedProcess:
        return self.opta("sandbox", "up", *self._up_options, timeout=self._up_seconds)

    def status(self) -> dict:
        return json.loads(self.opta("sandbox", "status", "--format", "json", timeout=300).stdout)

    def restart(self) -> None:
        """Another emulator, in which nothing exists."""
        self.opta("sandbox", "down", timeout=300)
        self.up()
        status = self.status()
        self.endpoint, self.pid = status["endpoint"], status["pid"]

    def refuse_aws(self, *subcommands: str) -> str:
        """A PATH whose AWS CLI is not allowed these subcommands."""
        folder = self.scratch / "aws"
        folder.mkdir()
        words = "|".join(f"*' {word} '*" for word in subcommands)
        (folder / "aws").write_text(
            f"#!/bin/sh\ncase \" $* \" in {words}) "
            "echo 'An error occurred (AccessDenied) when calling the operation: no' >&2; exit 254 ;; esac\n"
            f"exec '{shutil.which('aws')}' \"$@\"\n")
        (folder / "aws").chmod(0o755)
        return f"{folder}:{os.environ['PATH']}"

    def environment(self, **extra: str) -> dict[str, str]:
        """The caller's environment without its AWS account and its cluster, so that no test depends on them."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith("AWS_") and name not in ("KUBECONFIG", "OPTA_KUBECONFIG")}
        return kept | {"OPTA_SANDBOX_DIR": str(self.folder), "NO_COLOR": "1"} | extra

    def start(self, *arguments: str, cwd=None, env=None, preexec_fn=None) -> Run:
        return Run(arguments, cwd=cwd or self.scratch, env=env or self.environment(), preexec_fn=preexec_fn)

    def run(self, *arguments: str, cwd=None, env=None, timeout: float = 600) -> subprocess.CompletedProcess:
        return self.start(*arguments, cwd=cwd, env=env).wait(timeout)

    def opta(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """run() for a command that has to end well."""
        result = self.run(*arguments, **options)
        if result.returncode != DONE:
            raise AssertionError(f"opta {' '.join(arguments)}: {said(result)}")
        return result

    def apply(self, folder: pathlib.Path, **options) -> subprocess.CompletedProcess:
        return self.opta("apply", "--sandbox", "--auto-approve", cwd=folder, **options)

    def destroy(self, folder: pathlib.Path, **options) -> subprocess.CompletedProcess:
        return self.opta("destroy", "--sandbox", "--auto-approve", cwd=folder, **options)

    def aws(self, *arguments: str):
        """The AWS CLI against the emulator, as somebody without opta would use it; its answer."""
        env = self.environment(AWS_ACCESS_KEY_ID=ACCOUNT, AWS_SECRET_ACCESS_KEY="sandbox", AWS_REGION="us-east-1",
                               AWS_EC2_METADATA_DISABLED="true")
        result = subprocess.run(
            ["aws", "--output", "json", "--region", "us-east-1", "--endpoint-url", self.endpoint, *arguments],
            env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, said(result)
        return json.loads(result.stdout or "null")

    def get(self, path: str) -> bytes:
        request = urllib.request.Request(self.endpoint + path, headers={"Authorization": _AUTHORIZATION})
        with _http.open(request, timeout=120) as answer:
            return answer.read()

    def record_calls(self) -> None:
        """Has the emulator note, from now on, which operations of AWS are called."""
        with _http.open(urllib.request.Request(self.endpoint + "/opta/calls", method="POST"), timeout=120):
            pass

    def calls(self) -> list[dict]:
        """Service, operation, region and the resource's names of each call since then."""
        return json.loads(self.get("/opta/calls"))

    def calls_underway(self) -> int:
        """What the emulator still works off, also for callers that are dead."""
        return json.loads(self.get("/opta/health"))["underway"]

    def inventory(self) -> list[dict]:
        """All that somebody made in the emulator and that still exists: service, type, id and region of each."""
        return json.loads(self.get(f"/opta/inventory?account={ACCOUNT}"))

    def left_over(self) -> list[dict]:
        return [entry for entry in self.inventory() if not entry["id"].startswith(STATE_BUCKET_PREFIX)]

    def state_locks(self) -> list[str]:
        """`bucket/key` of each lock that Terraform holds on a state."""
        return [f"{bucket}/{key}" for bucket in _texts(self.get("/"), "Name")
                for key in _texts(self.get(f"/{bucket}?list-type=2"), "Key") if key.endswith(".tflock")]


def _texts(document: bytes, tag: str) -> list[str]:
    return [element.text for element in xml.etree.ElementTree.fromstring(document).iterfind(f".//{{*}}{tag}")]
