"""The control plane of sandbox/cluster: what the other tests here and `opta sandbox up --cluster` rely on."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import lib
import manifests


def setUpModule() -> None:
    global cluster
    cluster = unittest.enterModuleContext(lib.Cluster())


class Case(unittest.TestCase):
    """Each test has a namespace of its own, so that none sees another's objects."""

    def setUp(self) -> None:
        self.namespace = self.id().rpartition(".")[2].replace("_", "-")[:63].strip("-")
        cluster.kubectl("create", "namespace", self.namespace)
        # The cluster ends before the namespaces would: only the test of their end waits for it.
        self.addCleanup(cluster.kubectl, "delete", "namespace", self.namespace, "--wait=false", "--ignore-not-found")

    def apply(self, text: str) -> None:
        self.kubectl("apply", "--filename=-", text=text)

    def try_apply(self, text: str):
        return cluster.run("kubectl", "apply", f"--namespace={self.namespace}", "--filename=-", text=text)

    def kubectl(self, *arguments: str, **options):
        return cluster.kubectl(f"--namespace={self.namespace}", *arguments, **options)

    def field(self, name: str, path: str) -> str:
        return self.kubectl("get", name, f"--output=jsonpath={{{path}}}").stdout

    def pod(self, selector: str, reached) -> dict:
        """The one pod of a selector, once reached(pod) is true."""
        def look():
            pods = cluster.pods(self.namespace, selector)
            return pods[0] if len(pods) == 1 and reached(pods[0]) else None
        return lib.wait_for(look, f"the state of the pod {selector}")

    def waiting(self, selector: str, reason: str) -> dict:
        """The status of the container of a selector's pod, once it waits for this reason."""
        def status(pod):
            return (pod["status"].get("containerStatuses") or [{}])[0]
        pod = self.pod(selector, lambda pod: status(pod).get("state", {}).get("waiting", {}).get("reason") == reason)
        return status(pod)


class Server(Case):
    def test_presents_itself_as_kubernetes_1_35_and_says_what_it_is(self) -> None:
        version = json.loads(cluster.kubectl("get", "--raw=/version").stdout)
        self.assertEqual((version["major"], version["minor"]), ("1", "35"))
        self.assertEqual(version["gitVersion"], "v1.35.0+debian.1.20.2")

    def test_has_a_ready_node_in_each_of_three_zones(self) -> None:
        nodes = cluster.get("nodes")["items"]
        self.assertEqual(len({node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in nodes}), 3)
        for node in nodes:
            ready = [condition["status"] for condition in node["status"]["conditions"] if condition["type"] == "Ready"]
            self.assertEqual(ready, ["True"], node["metadata"]["name"])

    def test_serves_what_today_serves_and_not_what_was_removed(self) -> None:
        served = set(cluster.kubectl("api-versions").stdout.split())
        self.assertLessEqual({"apps/v1", "autoscaling/v2", "policy/v1", "batch/v1", "networking.k8s.io/v1",
                              "apiextensions.k8s.io/v1", "rbac.authorization.k8s.io/v1"}, served)
        self.assertFalse({"extensions/v1beta1", "networking.k8s.io/v1beta1", "autoscaling/v2beta2",
                          "apiextensions.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1beta1"} & served)

    def test_accepts_and_runs_the_objects_of_a_service(self) -> None:
        self.apply(manifests.SERVICE_OBJECTS)
        cluster.wait_rollout(self.namespace, "deployment/web")
        self.assertEqual(set(cluster.objects(self.namespace)),
                         {"Deployment/web", "Service/web", "HorizontalPodAutoscaler/web", "PodDisruptionBudget/web",
                          "NetworkPolicy/web", "Ingress/web", "CronJob/tick"})
        lib.wait_for(lambda: len(self.field("endpoints/web", "..ip").split()) == 2, "the endpoints of both pods")
        lib.wait_for(lambda: self.field("ingress/web", "..hostname"), "the address of the ingress")
        lib.wait_for(lambda: self.field("pdb/web", ".status.currentHealthy") == "2", "the healthy pods in the budget")

    def test_a_job_of_a_cron_job_runs_to_its_end(self) -> None:
        self.apply(manifests.SERVICE_OBJECTS)
        self.kubectl("create", "job", "now", "--from=cronjob/tick")
        self.kubectl("wait", "job/now", "--for=condition=Complete", "--timeout=60s")

    def test_keeps_fields_younger_than_itself(self) -> None:
        self.apply(manifests.YOUNG_FIELDS)
        cluster.wait_rollout(self.namespace, "statefulset/young")
        spec = cluster.get("statefulset/young", f"--namespace={self.namespace}")["spec"]
        retention = {"whenDeleted": "Delete", "whenScaled": "Retain"}
        self.assertEqual(spec["persistentVolumeClaimRetentionPolicy"], retention)
        # Also in the pods, whose templates the controllers copied.
        for pod in (spec["template"], cluster.pods(self.namespace, "app=young")[0]):
            container = pod["spec"]["containers"][0]
            self.assertEqual(container["readinessProbe"]["grpc"], {"port": 50051})
            self.assertEqual(container["lifecycle"]["preStop"], {"sleep": {"seconds": 5}})
            spread = pod["spec"]["topologySpreadConstraints"][0]
            self.assertEqual(spread["matchLabelKeys"], ["controller-revision-hash"])

    def test_refuses_what_is_wrong(self) -> None:
        good, port = manifests.deployment("web"), "ports: [{containerPort: 8080}]"
        for change, answer in (
                (("containerPort: 8080", "containerPort: 99999"), "ports[0].containerPort: Invalid value: 99999"),
                (("matchLabels: {app: web}", "matchLabels: {app: other}"), "`selector` does not match"),
                (("image:", "imagee:"), "unknown field"),
                ((port, "readinessProbe: {grpc: {port: 99999}}"), "grpc.port: Invalid value: 99999"),
                ((port, "readinessProbe: {periodSeconds: 3}"), "must specify a handler type"),
                ((port, "readinessProbe: {grpc: {port: 1}, tcpSocket: {port: 1}}"), "may not specify more than 1"),
                ((port, "lifecycle: {preStop: {sleep: {seconds: 1}, exec: {command: [a]}}}"),
                 "may not specify more than 1")):
            wrong = good.replace(*change)
            with self.subTest(answer=answer):
                result = self.try_apply(wrong)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn(answer, result.stderr)

    def test_custom_resources_are_checked_by_their_schema(self) -> None:
        cluster.apply(manifests.CUSTOM_RESOURCE_DEFINITION)
        self.addCleanup(cluster.kubectl, "delete", "crd", "gadgets.example.com")
        cluster.kubectl("wait", "crd/gadgets.example.com", "--for=condition=Established", "--timeout=30s")
        self.apply(manifests.GADGET % 1)
        result = self.try_apply(manifests.GADGET % 4)
        self.assertIn("less than or equal to 3", result.stderr)

    def test_a_namespace_goes_with_all_that_is_in_it(self) -> None:
        self.apply(manifests.SERVICE_OBJECTS)
        cluster.wait_rollout(self.namespace, "deployment/web")
        cluster.delete_namespace(self.namespace)

    def test_volumes_go_with_their_claims(self) -> None:
        self.apply(manifests.YOUNG_FIELDS)
        cluster.wait_rollout(self.namespace, "statefulset/young")
        self.kubectl("delete", "statefulset/young", "pvc/data-young-0")
        lib.wait_for(lambda: not any(volume["spec"]["claimRef"]["namespace"] == self.namespace
                                     for volume in cluster.get("persistentvolumes")["items"]), "the end of the volume")


class Outcomes(Case):
    def test_ready(self) -> None:
        self.apply(manifests.deployment("web", replicas=3))
        cluster.wait_rollout(self.namespace, "deployment/web")
        nodes = {pod["spec"]["nodeName"] for pod in cluster.pods(self.namespace, "app=web")}
        self.assertEqual(len(nodes), 3)

    def test_not_ready(self) -> None:
        self.apply(manifests.deployment("web", outcome="notready"))
        pod = self.pod("app=web", lambda pod: pod["status"]["phase"] == "Running")
        self.assertFalse(pod["status"]["containerStatuses"][0]["ready"])
        result = cluster.run("kubectl", f"--namespace={self.namespace}", "rollout", "status", "deployment/web",
                             "--timeout=2s")
        self.assertNotEqual(result.returncode, 0)

    def test_image_that_cannot_be_pulled(self) -> None:
        self.apply(manifests.deployment("web", outcome="pullfail"))
        self.waiting("app=web", "ImagePullBackOff")
        lib.wait_for(lambda: "Failed to pull image" in self.kubectl("get", "events").stdout, "the event")

    def test_crash(self) -> None:
        self.apply(manifests.deployment("web", outcome="crash"))
        status = self.waiting("app=web", "CrashLoopBackOff")
        self.assertGreater(status["restartCount"], 0)
        self.assertEqual(status["lastState"]["terminated"]["exitCode"], 1)

    def test_out_of_memory(self) -> None:
        self.apply(manifests.deployment("web", outcome="oom"))
        status = self.waiting("app=web", "CrashLoopBackOff")
        self.assertEqual(status["lastState"]["terminated"]["reason"], "OOMKilled")

    def test_pending(self) -> None:
        self.apply(manifests.deployment("web", outcome="pending"))
        pod = self.pod("app=web", lambda pod: pod["status"].get("conditions"))
        self.assertEqual(pod["status"]["phase"], "Pending")
        self.assertEqual(pod["status"]["conditions"][0]["reason"], "Unschedulable")

    def test_a_misspelt_outcome_is_seen(self) -> None:
        self.apply(manifests.deployment("web", outcome="redy"))
        pod = self.pod("app=web", lambda pod: pod["status"].get("conditions"))
        self.assertIn('fakelet/outcome is "redy"', pod["status"]["conditions"][0]["message"])

    def test_a_job_fails(self) -> None:
        self.apply("""\
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  backoffLimit: 0
  template:
    metadata: {annotations: {fakelet/outcome: fail}}
    spec: {restartPolicy: Never, containers: [{name: once, image: "example.com/app:1"}]}
""")
        self.kubectl("wait", "job/once", "--for=condition=Failed", "--timeout=60s")

    def test_a_living_pod_changes_at_a_word(self) -> None:
        self.apply(manifests.deployment("web"))
        cluster.wait_rollout(self.namespace, "deployment/web")
        self.kubectl("annotate", "pod", "--selector=app=web", "--overwrite", "fakelet/outcome=crash")
        self.waiting("app=web", "CrashLoopBackOff")
        self.kubectl("annotate", "pod", "--selector=app=web", "--overwrite", "fakelet/outcome=ready")
        self.pod("app=web", lambda pod: pod["status"]["containerStatuses"][0]["ready"])

    def test_logs_are_what_the_annotation_says(self) -> None:
        self.apply(manifests.deployment("web"))
        cluster.wait_rollout(self.namespace, "deployment/web")
        self.kubectl("annotate", "pod", "--selector=app=web", "fakelet/logs=cannot reach the database")
        self.assertIn("cannot reach the database", self.kubectl("logs", "deployment/web").stdout)


class Helm(Case):
    def setUp(self) -> None:
        super().setUp()
        self.chart = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "tiny"
        (self.chart / "templates").mkdir(parents=True)
        (self.chart / "Chart.yaml").write_text(
            "apiVersion: v2\nname: tiny\nversion: 1.0.0\nkubeVersion: '>=1.33.0-0'\n")
        (self.chart / "values.yaml").write_text("replicas: 1\noutcome: ready\n")
        text = manifests.deployment("tiny").replace("replicas: 1", "replicas: {{ .Values.replicas }}")
        (self.chart / "templates/deployment.yaml").write_text(
            text.replace("outcome: ready", "outcome: {{ .Values.outcome }}"))

    def helm(self, *arguments: str):
        return cluster.helm(*arguments, f"--namespace={self.namespace}")

    def ready(self) -> str:
        return self.field("deployment/tiny", ".status.readyReplicas")

    def test_install_upgrade_uninstall(self) -> None:
        self.helm("install", "tiny", str(self.chart), "--wait", "--timeout=60s")
        self.assertEqual(self.ready(), "1")
        self.helm("upgrade", "tiny", str(self.chart), "--set=replicas=3", "--wait", "--timeout=60s")
        self.assertEqual(self.ready(), "3")
        self.helm("uninstall", "tiny", "--wait")
        self.assertEqual(cluster.objects(self.namespace), {})

    def test_a_failed_upgrade_is_rolled_back(self) -> None:
        self.helm("install", "tiny", str(self.chart), "--wait", "--timeout=60s")
        result = cluster.run("helm", "upgrade", "tiny", str(self.chart), "--set=outcome=pullfail", "--atomic",
                             "--timeout=5s", f"--namespace={self.namespace}")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("rolled back", result.stderr)
        cluster.wait_rollout(self.namespace, "deployment/tiny")


class Life(unittest.TestCase):
    """A second cluster beside the first, so that its end is nobody else's."""

    def test_up_again_is_the_same_and_down_leaves_nothing(self) -> None:
        with lib.Cluster() as second:
            processes, port = second.processes(), second.port()
            self.assertEqual(set(processes), {"etcd", "kube-apiserver", "kube-controller-manager", "fakelet"})
            self.assertNotEqual(port, cluster.port())
            second.up()
            self.assertEqual(second.processes(), processes)
            second.down()
            self.assertEqual([name for name, pid in processes.items() if lib.alive(pid)], [])
            self.assertFalse(lib.listens(port))
            self.assertFalse(second.folder.exists())
        self.assertTrue(lib.listens(cluster.port()), "the other cluster lives on")

    def test_half_a_cluster_is_begun_anew(self) -> None:
        with lib.Cluster() as second:
            os.kill(second.processes()["kube-apiserver"], 9)
            self.assertIn("kube-apiserver ended", second.up().stderr)
            second.kubectl("get", "nodes")

    def test_only_our_own_processes_and_files_are_touched(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mine"
            file.touch()
            refused = lib.script("up.sh", "--dir", folder)
            self.assertEqual(refused.returncode, 1, lib.said(refused))
            self.assertIn("files of somebody else", refused.stderr)
            # The system has given the pids to others since: one started at another time, one works elsewhere.
            later = subprocess.Popen(["sleep", "600"], cwd=folder)
            self.addCleanup(later.wait)
            self.addCleanup(later.kill)
            (pathlib.Path(folder) / "pids").write_text(
                f"{later.pid} {lib.start_time(later.pid) + 1} etcd\n{os.getpid()} {lib.start_time(os.getpid())} fakelet\n")
            self.assertEqual(lib.script("down.sh", "--dir", folder).returncode, 0)
            self.assertIsNone(later.poll())
            self.assertTrue(file.exists())

    def test_programs_of_the_user_come_first(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            lacking = lib.script("build.sh", env=dict(os.environ) | {"KUBEBUILDER_ASSETS": folder})
            self.assertEqual(lacking.returncode, 1)
            self.assertIn("kube-controller-manager", lacking.stderr)
            for name in ("etcd", "kube-apiserver", "kube-controller-manager"):
                (pathlib.Path(folder) / name).symlink_to("/bin/true")
            found = lib.script("build.sh", env=dict(os.environ) | {"KUBEBUILDER_ASSETS": folder})
            self.assertEqual(found.stdout.strip(), folder, lib.said(found))


if __name__ == "__main__":
    unittest.main()
