"""`opta sandbox up --cluster`: its life, and that the other commands find the cluster."""
import json
import os
import pathlib
import signal
import stat
import tempfile
import unittest

import lib
from lib import said
from opta_sandbox import ClusterSandbox, e2e

ENVIRONMENT = e2e.SMALL_ENVIRONMENT + """\
  - type: k8s-cluster
    min_nodes: 1
    max_nodes: 3
"""
SERVICE = """\
name: hello
environments:
  - name: small
    path: ../small/opta.yaml
modules:
  - type: k8s-service
    name: app
    image: ghcr.io/example/hello:1
    port: {http: 8080}
    env_vars: {GREETING: hello}
"""


class LifeTest(unittest.TestCase):
    """One sandbox; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(ClusterSandbox())
        cls.environment = e2e.project(cls.sandbox.scratch, "small", ENVIRONMENT)
        cls.service = e2e.project(cls.sandbox.scratch, "hello", SERVICE)

    def test_1_it_runs_and_is_its_users_alone(self):
        self.assertEqual(set(self.sandbox.processes), {"etcd", "kube-apiserver", "kube-controller-manager", "fakelet"})
        self.assertEqual(len(self.sandbox.cluster.get("nodes")["items"]), 3)
        self.assertEqual(stat.S_IMODE(self.sandbox.cluster.kubeconfig.stat().st_mode), 0o600)
        self.assertIn(str(self.sandbox.cluster.kubeconfig), self.sandbox.opta("sandbox", "status").stdout)

    def test_2_a_second_start_finds_the_first(self):
        self.sandbox.up()
        self.assertEqual(self.sandbox.status()["cluster"]["processes"], self.sandbox.processes)

    def test_3_apply_installs_a_service_there(self):
        self.sandbox.apply(self.environment)
        applied = self.sandbox.apply(self.service)
        self.assertNotIn("W0702", applied.stderr)
        self.sandbox.cluster.wait_rollout("hello", "deployment/app")
        container = self.sandbox.cluster.get("deployment/app", "--namespace=hello")["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(container["image"], "ghcr.io/example/hello:1")
        self.assertIn("app", self.sandbox.cluster.helm("list", "--namespace=hello", "--short").stdout)

    def test_4_configure_kubectl_leads_there(self):
        config = self.sandbox.scratch / "kubeconfig"
        self.sandbox.opta("configure-kubectl", "--sandbox", cwd=self.environment,
                          env=self.sandbox.environment(KUBECONFIG=str(config)))
        seen = lib.Kubernetes(config, self.sandbox.scratch).get("deployments", "--all-namespaces")["items"]
        self.assertEqual([item["metadata"]["name"] for item in seen], ["app"])
        self.assertEqual(config.stat().st_mode & 0o777, 0o600)

    def test_4_configure_kubectl_keeps_what_is_the_users(self):
        """Also by a link, with a path relative to the file, comments, and permissions of its own."""
        folder = self.sandbox.scratch / "kube"
        folder.mkdir()
        (folder / "ca.crt").write_text("none")
        text = ("# mine\napiVersion: v1\nkind: Config\nclusters:\n"
                "- {name: old, cluster: {server: 'https://127.0.0.1:1', certificate-authority: ca.crt}}\n"
                "contexts:\n- {name: old, context: {cluster: old, user: me}}\n"
                "users:\n- {name: me, user: {token: mine}}\ncurrent-context: old\n")
        (folder / "real").write_text(text)
        (folder / "real").chmod(0o640)
        (folder / "config").symlink_to("real")
        env = self.sandbox.environment(KUBECONFIG=f"{folder}/absent:{folder}/config")
        told = json.loads(self.sandbox.opta("configure-kubectl", "--sandbox", "--format", "json", cwd=self.environment,
                                            env=env).stdout)
        self.assertEqual((told["kubeconfig"], told["backup"]), (f"{folder}/real", f"{folder}/real.before-opta"))
        self.assertTrue((folder / "config").is_symlink())
        self.assertEqual((folder / "real").stat().st_mode & 0o777, 0o640)
        self.assertEqual((folder / "real.before-opta").read_text(), text)
        merged = json.loads(self.sandbox.cluster.run("kubectl", "config", "view", "--raw", "--output=json",
                                                     f"--kubeconfig={folder}/real").stdout)
        self.assertEqual({cluster["name"] for cluster in merged["clusters"]}, {"old", "opta-sandbox"})
        self.assertEqual(next(user for user in merged["users"] if user["name"] == "me")["user"], {"token": "mine"})
        self.assertIn("certificate-authority: ca.crt", (folder / "real").read_text())
        self.assertEqual(merged["current-context"], "opta-sandbox")
        # Again: nothing to change, and the backup is still the user's own text.
        again = json.loads(self.sandbox.opta("configure-kubectl", "--sandbox", "--format", "json", cwd=self.environment,
                                             env=env).stdout)
        self.assertIsNone(again["backup"])
        self.assertEqual((folder / "real.before-opta").read_text(), text)
        # What kubectl cannot read stays as it is.
        (folder / "real").write_text("broken: [")
        failed = self.sandbox.run("configure-kubectl", "--sandbox", cwd=self.environment, env=env)
        self.assertEqual(failed.returncode, e2e.FAILED, said(failed))
        self.assertEqual((folder / "real").read_text(), "broken: [")
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["ca.crt", "config", "real", "real.before-opta"])

    def test_5_destroy_removes_the_service(self):
        self.sandbox.destroy(self.service)
        self.sandbox.cluster.wait_gone("namespace", "hello")
        self.sandbox.destroy(self.environment)

    def test_6_a_dead_part_is_named_and_a_new_start_is_clean(self):
        self.sandbox.cluster.kubectl("create", "namespace", "old")
        os.kill(self.sandbox.processes["kube-controller-manager"], signal.SIGKILL)
        lib.wait_for(lambda: not self.sandbox.status()["cluster"]["running"], "the end of the part")
        self.assertIn("kube-controller-manager", self.sandbox.opta("sandbox", "status").stdout)
        self.sandbox.apply(self.environment)  # Nothing of it goes into a cluster.
        refused = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=self.service)
        self.assertEqual(refused.returncode, e2e.FAILED, said(refused))
        self.assertRegex(refused.stderr, "(?s)E0707.*kube-controller-manager.*sandbox up --cluster")

        before = self.sandbox.processes
        self.sandbox.up()
        self.sandbox.find_cluster()
        self.assertEqual([name for name, pid in before.items() if lib.alive(pid)], [])
        self.assertEqual(self.sandbox.cluster.run("kubectl", "get", "namespace", "old").returncode, 1)
        self.sandbox.apply(self.service)
        self.sandbox.cluster.wait_rollout("hello", "deployment/app")

    def test_7_down_leaves_nothing(self):
        port = self.sandbox.cluster.port()
        self.sandbox.opta("sandbox", "down")
        self.assertEqual([name for name, pid in self.sandbox.processes.items() if lib.alive(pid)], [])
        self.assertFalse(lib.listens(port))
        self.assertFalse((self.sandbox.folder / "opta-sandbox").exists())
        self.assertIsNone(self.sandbox.status()["cluster"])


class OtherWaysTest(unittest.TestCase):
    def test_ctrl_c_in_the_build_leaves_nothing_running(self):
        with e2e.Sandbox() as sandbox, tempfile.TemporaryDirectory(prefix="opta-build-") as cache:
            env = sandbox.environment(XDG_CACHE_HOME=cache)
            env.pop("KUBEBUILDER_ASSETS", None)
            up = sandbox.start("sandbox", "up", "--cluster", env=env)
            # Go's cache is there once the compiler runs.
            lib.wait_for(lambda: list(pathlib.Path(cache).glob("opta/control-plane/build.*/go-cache/*")), "the compiler",
                         timeout=300)
            self.assertNotEqual(processes_with(cache), [])
            up.interrupt()
            ended = up.wait(timeout=180)  # Two gigabytes of small files are removed.
            self.assertEqual(ended.returncode, e2e.INTERRUPTED, said(ended))
            self.assertEqual(processes_with(cache), [])
            self.assertEqual([path.name for path in pathlib.Path(cache).glob("opta/control-plane/*")], ["lock"])
            self.assertIn("5 minutes", ended.stderr)

    def test_a_cluster_of_the_users_is_used_and_left_alone(self):
        with lib.Cluster() as own:
            with ClusterSandbox("--kubeconfig", str(own.kubeconfig)) as sandbox:
                self.assertEqual(sandbox.processes, {})
                self.assertEqual(sandbox.cluster.kubeconfig, own.kubeconfig)
            own.kubectl("get", "nodes")

    def test_a_cluster_that_does_not_answer_is_not_taken(self):
        with e2e.Sandbox() as sandbox:
            config = sandbox.scratch / "nobody"
            config.write_text("apiVersion: v1\nkind: Config\ncurrent-context: a\n"
                              "clusters: [{name: a, cluster: {server: 'http://127.0.0.1:1'}}]\n"
                              "contexts: [{name: a, context: {cluster: a}}]\n")
            refused = sandbox.run("sandbox", "up", "--cluster", env=sandbox.environment(OPTA_KUBECONFIG=str(config)))
            self.assertEqual(refused.returncode, e2e.FAILED, said(refused))
            self.assertIn("no cluster answers", refused.stderr)
            self.assertIsNone(sandbox.status()["cluster"])


def processes_with(text: str) -> list[int]:
    """Processes of ours that have the text in their arguments, environment or folder."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            seen = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes() + os.fsencode(os.readlink(folder / "cwd"))
        except OSError:  # Gone meanwhile, or somebody else's.
            continue
        if text.encode() in seen and lib.alive(int(folder.name)):
            found.append(int(folder.name))
    return found


if __name__ == "__main__":
    unittest.main()
