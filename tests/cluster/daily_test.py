"""A day with a service: its secrets, logs, events, a shell, a port, by the real binary on a real control plane.

On this control plane nothing runs in pods, so there is no log and nothing to enter: for `kubectl logs`, `exec` and
`port-forward` a program stands first on PATH that answers them, keeps what it was asked, and hands all else on to the
real kubectl. Terraform is not there at all, except for apply and destroy: these commands do without.
"""
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import time
import unittest

import lib
from opta_sandbox import e2e

ENVIRONMENT = e2e.environment("staging", "type: k8s-cluster")
SERVICE = """\
name: shop
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - type: k8s-service
    name: app
    image: registry.invalid/shop:1.0.0
    port: {http: 8080}
    min_containers: 1
    secrets: [API_KEY, SMTP_PASSWORD]
    env_vars: {GREETING: hello}
"""
# Of no release, and no reader of the Secret.
BYSTANDER = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bystander, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: bystander}}
  template:
    metadata: {labels: {app: bystander}}
    spec: {containers: [{name: main, image: registry.invalid/bystander}]}
"""
WARNING = """\
apiVersion: v1
kind: Event
metadata: {name: app.1, namespace: shop}
type: Warning
reason: BackOff
message: "pull \\e[2J failed"
count: 3
lastTimestamp: "2026-01-01T00:00:00Z"
involvedObject: {kind: Pod, name: app-1, namespace: shop}
"""
FAKE_KUBECTL = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >>'@FOLDER@/asked'
case $1 in
  logs)
    printf '%s says \\033[2Jhello\\n' "$2"
    if [[ $* == *--follow* ]]; then echo $$ >>'@FOLDER@/pids'; exec sleep 600; fi ;;
  exec)
    while [[ $1 != -- ]]; do shift; done
    shift
    if [[ -t 0 ]]; then echo 'on a terminal'; fi
    exec "$@" ;;
  port-forward)
    echo $$ >>'@FOLDER@/pids'
    echo "Forwarding from 127.0.0.1:${3%%:*} -> ${3##*:}"
    exec sleep 600 ;;
  *) exec '@REAL@' "$@" ;;
esac
"""
NO_PROGRAM = "#!/bin/sh\necho 'this command needs no Terraform' >&2\nexit 99\n"


def program(path: pathlib.Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


class Daily(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(lib.Cluster())
        cls.sandbox = cls.enterClassContext(e2e.Sandbox())
        cls.staging = e2e.project(cls.sandbox.scratch, "staging", ENVIRONMENT)
        cls.shop = e2e.project(cls.sandbox.scratch, "shop", SERVICE)
        cls.fake = cls.sandbox.scratch / "fake"
        program(cls.fake / "kubectl", FAKE_KUBECTL.replace("@FOLDER@", str(cls.fake))
                .replace("@REAL@", shutil.which("kubectl")))
        for name in ("terraform", "tofu"):
            program(cls.fake / name, NO_PROGRAM)
        cls.env = cls.sandbox.environment(OPTA_KUBECONFIG=str(cls.cluster.kubeconfig))
        cls.daily_env = {name: value for name, value in cls.env.items() if name != "OPTA_TERRAFORM"} | {
            "PATH": f"{cls.fake}:{os.environ['PATH']}", "OPTA_TERRAFORM": str(cls.fake / "terraform")}
        cls.opta("apply", "--auto-approve", cwd=cls.staging)

    @classmethod
    def opta(cls, *arguments, cwd=None):
        """With Terraform."""
        return cls.sandbox.opta(*arguments, "--sandbox", cwd=cwd or cls.shop, env=cls.env)

    @classmethod
    def daily(cls, *arguments, text: str | bytes = "", code: int = e2e.DONE) -> subprocess.CompletedProcess:
        """Without it."""
        given = text.encode() if isinstance(text, str) else text
        result = subprocess.run([e2e.BINARY, *arguments], input=given, capture_output=True, timeout=300, cwd=cls.shop,
                                env=cls.daily_env)
        result.stdout, result.stderr = result.stdout.decode(), result.stderr.decode()
        assert result.returncode == code, lib.said(result)
        return result

    def secret(self, *arguments, **options):
        return self.daily("secret", *arguments, "--sandbox", **options)

    def changed(self, *arguments, **options) -> dict:
        return json.loads(self.secret(*arguments, "--format", "json", **options).stdout)

    def plan(self) -> tuple[dict, str]:
        result = self.opta("plan", "--format", "json")
        return json.loads(result.stdout), result.stderr

    def restarts(self) -> dict[str, str | None]:
        """When each Deployment was started again."""
        found = self.cluster.get("deployments", "--namespace=shop")["items"]
        return {item["metadata"]["name"]: item["spec"]["template"]["metadata"].get("annotations", {}).get(
            "kubectl.kubernetes.io/restartedAt") for item in found}

    def left_alive(self) -> list[int]:
        pids = [int(pid) for pid in (self.fake / "pids").read_text().split()]
        assert pids
        return [pid for pid in pids if lib.alive(pid)]

    def test_1_secrets(self):
        self.a_secret_may_come_before_the_first_apply()
        self.an_apply_keeps_it_and_tells_what_is_missing()
        self.names_and_values_are_shown()
        self.a_change_starts_its_readers_again_and_nobody_else()
        self.typing_is_hidden()
        self.many_at_once()
        self.what_cannot_be_is_refused()
        self.one_is_deleted()
        self.a_restart_that_fails_says_why()
        plan, talk = self.plan()
        self.assertTrue(plan["empty"] and plan["cluster"]["empty"], plan["cluster"])
        self.assertNotIn("W0704", talk)
        asked = (self.fake / "asked").read_text()
        self.assertNotIn("hunter", asked)

    def a_secret_may_come_before_the_first_apply(self):
        _, talk = self.plan()
        self.assertEqual(talk.count("W0704"), 2, talk)
        self.assertIn("opta.yaml:9:15", talk)
        self.assertEqual(self.changed("update", "API_KEY", "--stdin", text="hunter1\n"),
                         {"layer": "shop", "module": "app", "set": ["API_KEY"], "deleted": [], "restarted": []})

    def an_apply_keeps_it_and_tells_what_is_missing(self):
        talk = self.opta("apply", "--auto-approve").stderr
        self.assertEqual(talk.count("W0704"), 1, talk)
        self.assertIn("the secret `SMTP_PASSWORD` has no value yet", talk)
        self.cluster.apply(BYSTANDER)

    def names_and_values_are_shown(self):
        shown = self.secret("list")
        self.assertEqual(shown.stdout, "API_KEY\nSMTP_PASSWORD  (missing: the file names it in `secrets`)\n")
        self.assertIn("1 secret without a value", shown.stderr)
        self.assertEqual(json.loads(self.secret("list", "--format", "json").stdout)["secrets"][1],
                         {"name": "SMTP_PASSWORD", "set": False, "declared": True, "given": False})
        self.assertEqual(self.secret("view", "API_KEY").stdout, "hunter1")
        unknown = self.secret("view", "API_KEJ", code=e2e.USAGE)
        self.assertRegex(unknown.stderr, "(?s)E0005.*did you mean `API_KEY`")

    def a_change_starts_its_readers_again_and_nobody_else(self):
        self.assertEqual(self.restarts(), {"app": None, "bystander": None})
        result = self.changed("update", "SMTP_PASSWORD", "--stdin", text="hunter2")
        self.assertEqual(result["restarted"], [{"kind": "Deployment", "name": "app"}])
        once = self.restarts()
        self.assertIsNotNone(once["app"])
        self.assertIsNone(once["bystander"])
        same = self.secret("update", "SMTP_PASSWORD", "--stdin", text="hunter2\n")
        self.assertIn("Nothing was changed", same.stdout)
        file = self.sandbox.scratch / "value"
        file.write_bytes(b"hunter\xff3\n")
        self.secret("update", "SMTP_PASSWORD", "--from-file", str(file), "--no-restart")
        self.assertEqual(self.restarts(), once)
        self.assertEqual(json.loads(self.secret("view", "SMTP_PASSWORD", "--format", "json").stdout),
                         {"name": "SMTP_PASSWORD", "value_base64": "aHVudGVy/zM="})
        warned = self.secret("update", "GREETING", "--value", "hello", "--no-restart")
        self.assertIn("shell's history", warned.stderr)
        self.assertIn("`env_vars` of the file sets `GREETING`, too, and wins", warned.stderr)

    def a_restart_that_fails_says_why(self):
        (self.shop / "opta.yaml").write_text(SERVICE + "    timeout: 20\n")
        self.cluster.kubectl("create", "quota", "none", "--hard=pods=0", "--namespace=shop")
        failed = self.secret("update", "SMTP_PASSWORD", "--stdin", text="hunter9", code=e2e.FAILED)
        self.assertIn("the quota `none` leaves no room", failed.stderr)
        self.assertIn("after the restart", failed.stderr)
        self.assertIn("The change is stored", failed.stderr)
        self.assertNotIn("hunter9", failed.stdout + failed.stderr)
        self.cluster.kubectl("delete", "quota", "none", "--namespace=shop")
        (self.shop / "opta.yaml").write_text(SERVICE)
        self.secret("update", "SMTP_PASSWORD", "--stdin", text="hunter2")

    def typing_is_hidden(self):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([e2e.BINARY, "secret", "update", "TYPED", "--sandbox", "--no-restart"], stdin=theirs,
                                   stdout=theirs, stderr=theirs, cwd=self.shop, env=self.daily_env,
                                   start_new_session=True)
        os.close(theirs)
        seen, typed = b"", False
        while select.select([ours], [], [], 60)[0]:
            try:
                seen += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not typed and b"not shown" in seen:
                os.write(ours, b"hunter4\n")
                typed = True
        os.close(ours)
        self.assertEqual(process.wait(60), 0, seen)
        self.assertNotIn(b"hunter4", seen)
        self.assertEqual(self.secret("view", "TYPED").stdout, "hunter4")

    def many_at_once(self):
        file = self.sandbox.scratch / "secrets.env"
        file.write_text("# all of them\nexport API_KEY=hunter5 # new\nPEM=\"-----BEGIN-----\nhunter6\n-----END-----\"\n"
                        "QUOTED='two $words'\n")
        result = self.changed("bulk-update", str(file))
        self.assertEqual(result["set"], ["API_KEY", "PEM", "QUOTED"])
        self.assertEqual(result["restarted"], [{"kind": "Deployment", "name": "app"}])
        self.assertEqual(self.secret("view", "PEM").stdout, "-----BEGIN-----\nhunter6\n-----END-----")
        self.assertEqual(self.secret("view", "TYPED").stdout, "hunter4")
        file.write_text("A=1\nhunter7\n9B=hunter7\nC=\"hunter7\n")
        broken = self.secret("bulk-update", str(file), code=e2e.USAGE)
        self.assertIn("E0006", broken.stderr)
        for place in (":2:8:", ":3:1:", ":4:3:"):
            self.assertIn(place, broken.stderr)
        self.assertNotIn("hunter", broken.stderr)
        self.assertNotIn("A\n", self.secret("list").stdout)

    def what_cannot_be_is_refused(self):
        for name in ("api-key", "1A", "A.B"):
            self.assertIn("cannot name an environment variable",
                          self.secret("update", name, "--stdin", text="hunter8", code=e2e.USAGE).stderr)
        nul = self.secret("update", "API_KEY", "--stdin", text=b"hunter\x008", code=e2e.USAGE)
        self.assertIn("NUL", nul.stderr)
        self.assertNotIn("hunter", nul.stderr)
        self.assertIn("is empty", self.secret("update", "API_KEY", "--stdin", code=e2e.USAGE).stderr)
        self.assertIn("--stdin", self.secret("update", "API_KEY", code=e2e.USAGE).stderr)

    def one_is_deleted(self):
        self.assertEqual(self.changed("delete", "PEM")["deleted"], ["PEM"])
        self.secret("delete", "PEM", "--no-restart", code=e2e.USAGE)
        values = self.cluster.get("secret", "manual-secrets", "--namespace=shop")["data"]
        self.assertEqual(set(values), {"API_KEY", "GREETING", "QUOTED", "SMTP_PASSWORD", "TYPED"})

    def test_2_events(self):
        events = json.loads(self.daily("events", "--sandbox", "--format", "json").stdout)["events"]
        self.assertTrue(any(event["name"] == "app" and event["reason"] == "ScalingReplicaSet" for event in events))
        self.assertEqual(events, sorted(events, key=lambda event: event["time"]))
        ours = json.loads(self.daily("events", "--sandbox", "-m", "app", "--format", "json").stdout)["events"]
        self.assertFalse([event for event in ours if event["name"].startswith("bystander")])
        self.assertTrue([event for event in events if event["name"].startswith("bystander")])
        self.cluster.apply(WARNING)
        shown = self.daily("events", "--sandbox").stdout.splitlines()
        self.assertEqual(shown[0], "2026-01-01T00:00:00Z ! Pod app-1  BackOff  pull <1B>[2J failed  (3 times)")
        self.assertNotIn("BackOff", self.daily("events", "--sandbox", "--since", "1d").stdout)
        self.assertIn("no length of time", self.daily("events", "--sandbox", "--since", "soon", code=e2e.USAGE).stderr)

        follow = self.follow("events", "--follow")
        scaled = "Deployment bystander  ScalingReplicaSet"
        lib.wait_for(lambda: scaled in follow.text(), "the events that there were", 30)
        before = follow.text().count(scaled)
        self.cluster.kubectl("scale", "deployment/bystander", "--namespace=shop", "--replicas=2")
        lib.wait_for(lambda: follow.text().count(scaled) > before, "the new event", 30)
        self.assertEqual(follow.interrupt(), e2e.DONE)
        self.assertEqual(follow.text().count("BackOff"), 1)

    def follow(self, *arguments):
        return Follow([e2e.BINARY, *arguments, "--sandbox"], self.shop, self.daily_env, self.sandbox.scratch)

    def test_3_logs(self):
        pod = self.cluster.pods("shop", "app.kubernetes.io/instance=shop-app")[0]["metadata"]["name"]
        shown = self.daily("logs", "--sandbox").stdout
        self.assertIn(f"{pod} [k8s-service] {pod} says <1B>[2Jhello\n", shown)
        self.assertNotIn("bystander", shown)
        lines = [json.loads(line) for line in self.daily("logs", "--sandbox", "--format", "json").stdout.splitlines()]
        self.assertIn({"pod": pod, "container": "k8s-service", "line": f"{pod} says \x1b[2Jhello"}, lines)
        self.daily("logs", "--sandbox", "--tail", "5", "--container", "k8s-service")
        self.daily("logs", "--sandbox", "--since", "1h30m")
        asked = (self.fake / "asked").read_text()
        self.assertRegex(asked, f"logs {pod} --container=k8s-service --tail=100 .*--namespace=shop")
        self.assertRegex(asked, f"logs {pod} --container=k8s-service --tail=5 ")
        self.assertRegex(asked, f"logs {pod} --container=k8s-service --since=5400s ")
        self.assertIn("they have `k8s-service`",
                      self.daily("logs", "--sandbox", "--container", "proxy", code=e2e.USAGE).stderr)
        self.assertIn("no container has started again",
                      self.daily("logs", "--sandbox", "--previous").stderr.lower())

        follow = self.follow("logs", "--follow")
        lib.wait_for(lambda: pod in follow.text(), "the first pod's log", 30)
        self.cluster.kubectl("patch", "hpa/app", "--namespace=shop", "--type=merge", '--patch={"spec":{"minReplicas":2}}')
        self.cluster.kubectl("scale", "deployment/app", "--namespace=shop", "--replicas=2")
        lib.wait_for(lambda: len(set(re.findall(r"^(app-\S+) ", follow.text(), re.M))) > 1, "the new pod's log", 60)
        self.assertEqual(follow.interrupt(), e2e.DONE)
        self.assertEqual(self.left_alive(), [])

    def test_4_a_shell(self):
        result = self.daily("shell", "--sandbox", "sh", "-c", "echo out; exit 7", code=7)
        self.assertEqual(result.stdout, "out\n")
        asked = (self.fake / "asked").read_text().splitlines()[-1]
        self.assertRegex(asked, r"^exec app-\S+ --container=k8s-service --stdin --namespace=shop --kubeconfig=\S+ -- sh -c")
        self.assertEqual(self.daily("shell", "--sandbox", text="echo by the shell\n").stdout, "by the shell\n")
        ours, theirs = pty.openpty()
        process = subprocess.Popen([e2e.BINARY, "shell", "--sandbox", "--", "true"], stdin=theirs, stdout=theirs,
                                   stderr=subprocess.DEVNULL, cwd=self.shop, env=self.daily_env)
        self.assertEqual(process.wait(60), 0)
        os.close(theirs)
        self.assertIn(b"on a terminal", os.read(ours, 4096))
        os.close(ours)
        self.assertIn("--stdin --tty", (self.fake / "asked").read_text())
        self.assertRegex(self.daily("shell", "--sandbox", "--pod", "app-x", code=e2e.FAILED).stderr,
                         "(?s)E0717.*no pod `app-x`")

    def test_5_a_port(self):
        follow = self.follow("port-forward", "app")
        lib.wait_for(lambda: "localhost:8080 leads to port 8080" in follow.text(), "the port", 30)
        self.assertEqual(follow.interrupt(), e2e.DONE)
        self.assertEqual(self.left_alive(), [])
        follow = self.follow("port-forward", "app", "9000:80", "--format", "json")
        shown = json.loads(lib.wait_for(follow.text, "the port", 30))
        self.assertEqual((shown["local"], shown["remote"]), (9000, 80))
        self.assertEqual(follow.interrupt(), e2e.DONE)
        self.assertIn("names no ports", self.daily("port-forward", "app", "x", "--sandbox", code=e2e.USAGE).stderr)
        # What is no service of the cluster's.
        self.assertRegex(self.daily("port-forward", "k8scluster", "--sandbox", code=e2e.FAILED).stderr,
                         "(?s)E0717.*outside of the cluster")

    def test_6_the_manuals_examples(self):
        """Each line of the manual as it stands there; what waits for Ctrl-C gets one."""
        text = (lib.ROOT / "docs/manual/commands.md").read_text()
        program(self.fake / "opta", f"""#!/usr/bin/env bash
            if [[ $1 == secret ]]; then exec '{e2e.BINARY}' "$1" "$2" --sandbox "${{@:3}}"; fi
            exec '{e2e.BINARY}' "$1" --sandbox "${{@:2}}"
            """)
        (self.shop / "key.txt").write_text("hunter9\n")
        (self.shop / "secrets.env").write_text("API_KEY=hunter10\n")
        count = 0
        for command in ("secret", "logs", "events", "shell", "port-forward"):
            examples = re.search(rf"^## {command}\n\n((?:    .*\n)+)", text, re.M).group(1)
            for line in examples.splitlines():
                line = line.split(" #")[0].strip()
                if line == "opta secret update API_KEY" or "NAME" in line:
                    continue  # asks on a terminal (typing_is_hidden); placeholders (test_4)
                waits = "--follow" in line or command == "port-forward"
                result = subprocess.run(
                    ["timeout", "--preserve-status", "--signal=INT", "5", "bash", "-c", "exec " + line] if waits
                    else ["bash", "-c", line], cwd=self.shop, env=self.daily_env, capture_output=True, text=True,
                    stdin=subprocess.DEVNULL, timeout=300)
                self.assertEqual(result.returncode, 0, lib.said(result))
                count += 1
        self.assertGreater(count, 12)

    def test_7_destroy_takes_the_secrets(self):
        self.opta("destroy", "--auto-approve")
        self.cluster.wait_gone("namespace", "shop")
        self.assertIn("has no pods", self.daily("shell", "--sandbox", code=e2e.FAILED).stderr)
        self.assertEqual(json.loads(self.secret("list", "--format", "json").stdout)["secrets"],
                         [{"name": name, "set": False, "declared": True, "given": False}
                          for name in ("API_KEY", "SMTP_PASSWORD")])
        self.opta("destroy", "--auto-approve", cwd=self.staging)


class Follow:
    """A command that goes on until Ctrl-C."""

    def __init__(self, arguments, cwd, env, scratch) -> None:
        self._out = scratch / f"follow-{time.monotonic_ns()}"
        with open(self._out, "wb") as out:
            self._process = subprocess.Popen(arguments, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out,
                                             stderr=subprocess.DEVNULL, start_new_session=True)

    def text(self) -> str:
        return self._out.read_text()

    def interrupt(self) -> int:
        os.killpg(self._process.pid, signal.SIGINT)
        return self._process.wait(30)


if __name__ == "__main__":
    unittest.main()
