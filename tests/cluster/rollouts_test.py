"""Rollouts that fail, by the real binary, into the emulator and a real control plane: is the cause explained, and does
what was there before serve on?

What a kubelet and a scheduler would say comes from the stand-in (sandbox/cluster/fakelet/outcomes.js), in their words.
Quotas, webhooks, hooks, claims, the undo and all that controllers do are real.
"""
import json
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
    healthcheck_path: /health
    min_containers: 2
"""
STORE = """\
name: store
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - type: k8s-service
    name: db
    image: registry.invalid/store:3.0.0
    port: {tcp: 5432}
    persistent_storage: [{path: /data, size: 20}]
    min_containers: 1
    max_containers: 1
    timeout: 30
"""
# One release a case, all side by side: they wait together.
CASES = """\
name: cases
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
"""
CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/templates/objects.yaml": "{{ range .Values.objects }}---\n{{ toYaml . }}\n{{ end }}",
}
WAIT_SECONDS = 20


def pod(outcome: str, container: dict | None = None, spec: dict | None = None, **annotations: str) -> dict:
    """A pod template to which that happens."""
    notes = {f"fakelet/{name.replace('_', '-')}": text for name, text in annotations.items()}
    containers = [{"name": "web", "image": "registry.invalid/web:1"} | (container or {})]
    return {"metadata": {"labels": {"app": "web"}, "annotations": {"fakelet/outcome": outcome} | notes},
            "spec": {"containers": containers} | (spec or {})}


def deployment(template: dict) -> dict:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": template}}


QUOTA = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few"}, "spec": {"hard": {"pods": "0"}}}
CLAIM = {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
         "metadata": {"name": "data", "annotations": {"fakelet/outcome": "pending"}},
         "spec": {"storageClassName": "gp3", "accessModes": ["ReadWriteOnce"],
                  "resources": {"requests": {"storage": "1Gi"}}}}
CLAIMED = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}
HOOK = {"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "migrate", "annotations": {"helm.sh/hook": "pre-install"}},
        "spec": {"backoffLimit": 0, "template": pod(
            "fail", spec={"restartPolicy": "Never"}, exit_code="3", logs="no table `orders`\x1b[31m")}}
GUARDED = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "rules", "labels": {"guarded": "yes"}}}
WEBHOOK = {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
           "metadata": {"name": "guard", "annotations": {"fakelet/outcome": "strict"}},
           "webhooks": [{"name": "guard.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"],
                         "clientConfig": {"service": {"name": "guard", "namespace": "default"}},
                         "objectSelector": {"matchLabels": {"guarded": "yes"}},
                         "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
                                    "resources": ["configmaps"]}]}]}

# Of each: its objects, the code, the cause in JSON, and words of the explanation.
FAILURES = {
    "name": ([deployment(pod("badimage", {"image": "Web:1"}))], "E0720", "image",
             ["`Web:1` is not the name of an image", "invalid reference format"]),
    "denied": ([deployment(pod("pullfail", says="pull access denied, repository does not exist"))], "E0720", "image",
               ["does not let the nodes pull `registry.invalid/web:1`", "pull access denied"]),
    "registry": ([deployment(pod("pullfail", says="dial tcp: lookup registry.invalid on 10.0.0.2:53: no such host"))],
                 "E0720", "image", ["no registry answers to the name in `registry.invalid/web:1`"]),
    "config": ([deployment(pod("noconfig", says='secret "db" not found', tries="3"))], "E0721", "config",
               ['secret "db" not found', "waiting would not mend it"]),
    "memory": ([deployment(pod("oom", {"resources": {"limits": {"memory": "64Mi"}}}))], "E0724", "out_of_memory",
               ["it used up its memory, 64Mi", "started again 3 times"]),
    "liveness": ([deployment(pod("unlive", {"livenessProbe": {"tcpSocket": {"port": 8080}}},
                                 says="dial tcp 10.244.0.1:8080: connect: connection refused"))], "E0725", "probe",
                 ["its liveness probe ends it again and again", "a connection to port 8080", "connection refused"]),
    "node": ([deployment(pod("pending", {"resources": {"requests": {"cpu": "64"}}},
                             says="1 node(s) had untolerated taint {dedicated: gpu}, 2 Insufficient cpu"))],
             "E0726", "unschedulable", ["2 of 3 nodes: Insufficient cpu", "the pod asks for cpu: 64 for `web`",
                                        "1 of 3 nodes: had untolerated taint {dedicated: gpu}"]),
    "quota": ([QUOTA, deployment(pod("ready"))], "E0727", "quota",
              ["the quota `few` leaves no room", "asked for: pods=1; in use: pods=0; allowed: pods=0"]),
    "webhook": ([GUARDED], "E0729", "webhook", ["the webhook `guard.example.com` must be asked"]),
    "volume": ([CLAIM, deployment(pod("pending", spec=CLAIMED,
                                      says="pod has unbound immediate PersistentVolumeClaims"))], "E0730", "volume", ["its volume cannot be made", 'storageclass.storage.k8s.io "gp3" not found']),
    "attach": ([deployment(pod("noattach"))], "E0730", "volume",
               ["a volume cannot be attached to its node", "Multi-Attach error"]),
    "hook": ([HOOK], "E0732", "job", ["the hook (pre-install) has failed: it ends with exit code 3",
                                      "no table `orders`<1B>[31m"]),
    "slow": ([deployment(pod("starting"))], "E0733", "slow", ["0 of 1 pod ready when the time was over"]),
}


def case(name: str) -> str:
    return (f"  - {{type: helm-chart, name: {name}, chart: ./chart, namespace: {name}, create_namespace: true,"
            f" timeout: {WAIT_SECONDS}, values_file: {name}.yaml}}\n")


class Rollouts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(lib.Cluster())
        cls.sandbox = cls.enterClassContext(e2e.Sandbox())
        folder = cls.sandbox.scratch
        cls.env = cls.sandbox.environment(OPTA_KUBECONFIG=str(cls.cluster.kubeconfig))
        cls.staging = e2e.project(folder, "staging", ENVIRONMENT)
        cls.shop = e2e.project(folder, "shop", SERVICE)
        cls.cases = e2e.project(folder, "cases", CASES + "".join(map(case, FAILURES)))
        values = {f"{name}.yaml": json.dumps({"objects": objects}) for name, (objects, *_) in FAILURES.items()}
        for name, text in (CHART | values).items():
            path = cls.cases / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for project in (cls.staging, cls.shop):
            cls.sandbox.opta("apply", "--sandbox", "--auto-approve", cwd=project, env=cls.env)
        # The autoscaler brings a new Deployment from one pod to its least number within some seconds.
        lib.wait_for(lambda: cls.ready_pods() == 2, "the second pod")

    @classmethod
    def ready_pods(cls) -> int:
        return cls.cluster.get("deployment", "app", "--namespace=shop")["status"].get("readyReplicas", 0)

    def apply_broken(self, text: str, *options: str):
        """Applies the service in a form that fails; puts the file back."""
        file = self.shop / "opta.yaml"
        file.write_text(text)
        self.addCleanup(file.write_text, SERVICE)
        begin = time.monotonic()
        result = self.sandbox.run("apply", "--sandbox", "--auto-approve", *options, cwd=self.shop, env=self.env)
        self.seconds = time.monotonic() - begin
        self.assertEqual(result.returncode, e2e.FAILED, e2e.said(result))
        return result

    def assert_old_one_serves(self):
        deployment = self.cluster.get("deployment", "app", "--namespace=shop")
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(container["image"], "registry.invalid/shop:1.0.0")
        self.assertEqual(self.ready_pods(), 2)
        releases = json.loads(self.cluster.helm("list", "--namespace=shop", "--output=json").stdout)
        self.assertEqual([release["status"] for release in releases], ["deployed"])

    def test_an_image_that_is_not_there(self):
        broken = SERVICE.replace("shop:1.0.0", "shop:1.0.1")
        result = self.apply_broken(broken + '    pod_annotations: {fakelet/outcome: pullfail, fakelet/tries: "3"}\n')
        said = result.stderr
        self.assertIn("opta.yaml:6:12: error[E0720]: Deployment `app` does not get ready: "
                      "the registry has no image `registry.invalid/shop:1.0.1`", said)
        self.assertIn("the answer was: registry.invalid/shop:1.0.1: not found", said)
        self.assertIn("serves on: Deployment `app` has 2 of 2 pods ready", said)
        self.assertIn("(`image`); then run `opta apply --config=opta.yaml --sandbox`", said)
        # Not the 300 seconds that the service may take.
        self.assertIn("waiting would not mend it", said)
        self.assertLess(self.seconds, 120)
        self.assert_old_one_serves()

    def test_a_crash(self):
        lines = "\n".join(f"line {number}" for number in range(20))
        annotations = {"fakelet/outcome": "crash", "fakelet/exit-code": "139", "fakelet/restarts": "5",
                       "fakelet/logs": lines}
        said = self.apply_broken(SERVICE + f"    pod_annotations: {json.dumps(annotations)}\n").stderr
        self.assertIn("error[E0723]: Deployment `app` does not get ready: it ends with signal 11 (SIGSEGV)", said)
        self.assertIn("started again 5 times", said)
        self.assertIn("line 19", said)
        self.assertIn("opta.yaml:6:12", said)
        self.assert_old_one_serves()

    # The controller of StatefulSets waits for a pod of the failed form for ever, and Helm with it.
    def test_a_stateful_service_comes_back(self):
        store = e2e.project(self.sandbox.scratch, "store", STORE)
        self.sandbox.opta("apply", "--sandbox", "--auto-approve", cwd=store, env=self.env)
        (store / "opta.yaml").write_text(STORE + '    pod_annotations: {fakelet/outcome: oom, fakelet/restarts: "3"}\n')
        result = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=store, env=self.env)
        self.assertEqual(result.returncode, e2e.FAILED, e2e.said(result))
        self.assertIn("error[E0724]: StatefulSet `db` does not get ready", result.stderr)
        self.assertIn("revision 1 serves on: StatefulSet `db` has 1 of 1 pod ready", result.stderr)
        [pod] = self.cluster.pods("store", "app.kubernetes.io/name=db")
        self.assertNotIn("fakelet/outcome", pod["metadata"]["annotations"])

    def test_a_probe_as_data(self):
        broken = SERVICE + f"    timeout: {WAIT_SECONDS}\n    pod_annotations: {{fakelet/outcome: notready}}\n"
        result = self.apply_broken(broken, "--format", "json")
        [error] = json.loads(result.stdout[result.stdout.index('{\n  "diagnostics"'):])["diagnostics"]
        self.assertEqual((error["code"], error["line"]), ("E0725", 8))
        data = error["data"]
        self.assertEqual((data["cause"], data["release"], data["container"]), ("probe", "shop-app", "k8s-service"))
        self.assertIn("asked is GET /health on port 8080", data["facts"])
        self.assertIn("the answer was: HTTP probe failed with statuscode: 503", data["facts"])
        self.assertEqual(data["retry"], "opta apply --config=opta.yaml --sandbox")
        self.assertGreater(data["serving"]["revision"], 0)
        self.assertEqual(data["serving"]["workloads"], [{"kind": "Deployment", "name": "app", "ready": 2, "wanted": 2}])
        self.assert_old_one_serves()

    def test_each_cause(self):
        self.cluster.apply(json.dumps(WEBHOOK))
        self.addCleanup(self.cluster.kubectl, "delete", "validatingwebhookconfiguration", "guard")
        result = self.sandbox.run("apply", "--sandbox", "--auto-approve", "--format", "json",
                                  cwd=self.cases, env=self.env)
        self.assertEqual(result.returncode, e2e.FAILED, e2e.said(result))
        errors = json.loads(result.stdout[result.stdout.index('{\n  "diagnostics"'):])["diagnostics"]
        found = {error["data"]["release"].removeprefix("cases-"): error for error in errors}
        self.assertEqual(set(found), set(FAILURES), e2e.said(result))
        self.assertEqual(len(errors), len(FAILURES), e2e.said(result))
        for name, (_, code, cause, words) in FAILURES.items():
            with self.subTest(case=name):
                error = found[name]
                text = "\n".join([error["message"], *error["notes"], error["help"]])
                self.assertEqual((error["code"], error["data"]["cause"]), (code, cause), text)
                for word in words:
                    self.assertIn(word, text)
                self.assertTrue("nothing of it is left" in text, text)
        kept = "--selector=owner=helm,name notin (shop-app,store-db)"
        self.assertEqual(self.cluster.get("secrets", "--all-namespaces", kept)["items"], [])


if __name__ == "__main__":
    unittest.main()
