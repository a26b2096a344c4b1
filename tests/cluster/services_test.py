"""An environment and three services, by the real binary, into the emulator and a real control plane.

Third-party charts are stand-ins that record their values (tests/charts/base/make_mirror.sh); our own are the real ones.
"""
import json
import os
import unittest

import lib
from opta_sandbox import chart_mirror, e2e

ENVIRONMENT = e2e.environment("staging", "type: k8s-cluster", "type: k8s-base")

HEADER = """\
name: {name}
environments: [{{name: staging, path: ../staging/opta.yaml}}]
modules:
  - type: k8s-service
"""

SERVICES = {
    "shop": """\
    name: app
    image: registry.invalid/shop:1.0.0
    port: {http: 8080}
    public_uri: /shop
    healthcheck_path: /health
    min_containers: 2
    max_containers: 5
    env_vars: [{name: GREETING, value: hello}]
""",
    "orders": """\
    name: api
    image: registry.invalid/orders:2.0.0
    port: {grpc: 9000}
    autoscaling_target_cpu_percentage: 60
    additional_iam_policies: []
""",
    "store": """\
    name: db
    image: registry.invalid/store:3.0.0
    port: {tcp: 5432}
    persistent_storage: [{path: /data, size: 20}]
    min_containers: 1
    max_containers: 1
""",
}


def objects_of(plan: dict) -> set[tuple[str, str, str]]:
    """(action, kind, name) of each object of a plan as JSON."""
    return {(change["action"], change["kind"], change["name"])
            for release in plan["cluster"]["releases"] for change in release["objects"]}


class Services(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(lib.Cluster())
        cls.sandbox = cls.enterClassContext(e2e.Sandbox())
        folder = cls.sandbox.scratch
        cls.mirror = chart_mirror(folder / "mirror")
        cls.staging = e2e.project(folder, "staging", ENVIRONMENT)
        cls.services = {name: e2e.project(folder, name, HEADER.format(name=name) + text)
                        for name, text in SERVICES.items()}

    def environment(self, cluster=True, **extra):
        kube = {"OPTA_KUBECONFIG": str(self.cluster.kubeconfig)} if cluster else {}
        return self.sandbox.environment(OPTA_CHART_MIRROR=str(self.mirror), **kube, **extra)

    def opta(self, folder, *arguments, **environment):
        return self.sandbox.opta(*arguments, cwd=folder, env=self.environment(**environment))

    def plan(self, folder, **environment) -> dict:
        return json.loads(self.opta(folder, "plan", "--sandbox", "--format", "json", **environment).stdout)

    def apply(self, folder):
        return self.opta(folder, "apply", "--sandbox", "--auto-approve")

    def destroy(self, folder):
        return self.opta(folder, "destroy", "--sandbox", "--auto-approve")

    def assert_nothing_to_do(self, folder, **environment):
        plan = self.plan(folder, **environment)
        self.assertTrue(plan["empty"], plan["summary"])
        self.assertTrue(plan["cluster"]["empty"], objects_of(plan))
        self.assertTrue(plan["cluster"]["reached"])

    def versions(self, namespace) -> dict[str, str]:
        """resourceVersion by object, without what the cluster itself keeps writing to, and Helm's records."""
        moving = {"HorizontalPodAutoscaler", "PodDisruptionBudget", "Deployment", "StatefulSet"}
        return {name: item["metadata"]["resourceVersion"]
                for name, item in self.cluster.objects(namespace).items()
                if item["kind"] not in moving and not name.startswith("Secret/sh.helm.release.")}

    def test_whole_life(self):
        namespaces_before = self.names("namespaces")
        definitions_before = self.names("customresourcedefinitions")
        self.planned_without_a_cluster_as_with_one(self.staging)
        self.apply(self.staging)
        self.assert_nothing_to_do(self.staging)
        self.base_is_there()

        for folder in self.services.values():
            self.planned_without_a_cluster_as_with_one(folder)
            self.apply(folder)
            self.assert_nothing_to_do(folder)
        self.objects_are_right()
        self.a_second_apply_changes_nothing()
        self.an_unchanged_plan_needs_no_helm()
        self.a_changed_field_changes_its_object()
        self.drift_is_seen_and_set_right()
        self.a_broken_release_is_taken_back()
        self.a_release_that_left_the_file_goes()

        refused = self.sandbox.run("destroy", "--sandbox", "--auto-approve", cwd=self.staging, env=self.environment())
        self.assertEqual(refused.returncode, e2e.FAILED, e2e.said(refused))
        for name in self.services:
            self.assertIn(name, refused.stderr)
        for folder in self.services.values():
            self.destroy(folder)
        self.destroy(self.staging)
        self.assertEqual(self.sandbox.left_over(), [])
        self.assertEqual(self.names("namespaces"), namespaces_before)
        self.assertEqual(self.names("customresourcedefinitions"), definitions_before)
        self.assertEqual(self.cluster.get("secrets", "--all-namespaces", "--selector=owner=helm")["items"], [])

    def names(self, kind) -> set[str]:
        return {item["metadata"]["name"] for item in self.cluster.get(kind)["items"]}

    def planned_without_a_cluster_as_with_one(self, folder):
        without = self.plan(folder, cluster=False)
        self.assertFalse(without["cluster"]["reached"])
        self.assertTrue(objects_of(without))
        self.assertEqual(objects_of(without), objects_of(self.plan(folder)))

    def base_is_there(self):
        releases = json.loads(self.cluster.helm("list", "--all-namespaces", "--output=json").stdout)
        self.assertEqual({release["status"] for release in releases}, {"deployed"})
        names = {release["name"] for release in releases}
        self.assertLessEqual({"linkerd-control-plane", "cert-manager", "metrics-server", "cluster-autoscaler",
                              "ingress-nginx", "base-ingress"}, names)
        # The stand-ins record what they were given; roles and names come from Terraform.
        autoscaler = self.cluster.get("configmaps", "--namespace=cluster-autoscaler")["items"]
        recorded = json.dumps(autoscaler)
        self.assertIn(f"arn:aws:iam::{e2e.ACCOUNT}:role/", recorded)
        self.assertNotIn("OPTA-KNOWN-AFTER-APPLY", recorded)
        labels = self.cluster.get("namespace", "linkerd")["metadata"]["labels"]
        self.assertEqual(labels["linkerd.io/is-control-plane"], "true")

    def objects_are_right(self):
        shop = self.cluster.objects("shop")
        deployment = shop["Deployment/app"]["spec"]["template"]["spec"]
        container = deployment["containers"][0]
        self.assertEqual(container["image"], "registry.invalid/shop:1.0.0")
        self.assertFalse(container["securityContext"]["allowPrivilegeEscalation"])
        self.assertEqual(container["securityContext"]["capabilities"]["drop"], ["ALL"])
        self.assertFalse(deployment["automountServiceAccountToken"])
        account = shop["ServiceAccount/app"]["metadata"]["annotations"]["eks.amazonaws.com/role-arn"]
        self.assertTrue(account.startswith(f"arn:aws:iam::{e2e.ACCOUNT}:role/"), account)
        scaler = shop["HorizontalPodAutoscaler/app"]["spec"]
        self.assertEqual((scaler["minReplicas"], scaler["maxReplicas"]), (2, 5))
        self.assertEqual(shop["PodDisruptionBudget/app"]["spec"]["maxUnavailable"], "25%")
        ingress = [item for name, item in shop.items() if name.startswith("Ingress/")]
        paths = [path["path"] for item in ingress for rule in item["spec"]["rules"] for path in rule["http"]["paths"]]
        self.assertTrue(any(path.startswith("/shop") for path in paths), paths)
        policy = shop["NetworkPolicy/app"]["spec"]
        self.assertIn("Ingress", policy["policyTypes"])
        pods = self.cluster.pods("shop", "app.kubernetes.io/instance=shop-app")
        self.assertGreaterEqual(len(pods), 2)

        store = self.cluster.objects("store")
        self.assertIn("StatefulSet/db", store)
        scaled = store["HorizontalPodAutoscaler/db"]["spec"]
        self.assertEqual(scaled["scaleTargetRef"]["kind"], "StatefulSet")
        self.assertEqual((scaled["minReplicas"], scaled["maxReplicas"]), (1, 1))
        claims = [item for item in store.values() if item["kind"] == "PersistentVolumeClaim"]
        self.assertEqual(len(claims), 1)
        self.assertIn("Service/api", self.cluster.objects("orders"))

    def a_second_apply_changes_nothing(self):
        for name, folder in self.services.items():
            before = self.versions(name)
            revision = self.revision(name)
            self.apply(folder)
            self.assertEqual(self.versions(name), before)
            self.assertEqual(self.revision(name), revision)

    def revision(self, namespace) -> str:
        releases = json.loads(self.cluster.helm("list", f"--namespace={namespace}", "--output=json").stdout)
        return releases[0]["revision"]

    def an_unchanged_plan_needs_no_helm(self):
        without = self.sandbox.scratch / "no-helm"
        without.mkdir()
        refuser = without / "helm"
        refuser.write_text("#!/bin/sh\nexit 1\n")
        refuser.chmod(0o755)
        self.assert_nothing_to_do(self.services["shop"], PATH=f"{without}:{os.environ['PATH']}")

    def a_changed_field_changes_its_object(self):
        folder = self.services["shop"]
        before = self.versions("shop")
        file = folder / "opta.yaml"
        file.write_text(file.read_text().replace("shop:1.0.0", "shop:1.1.0"))
        plan = self.plan(folder)
        self.assertEqual(objects_of(plan), {("update", "Deployment", "app")})
        self.apply(folder)
        self.assertEqual(self.versions("shop"), before)
        image = self.cluster.get("deployment", "app", "--namespace=shop")["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(image["image"], "registry.invalid/shop:1.1.0")
        self.assert_nothing_to_do(folder)

    def drift_is_seen_and_set_right(self):
        folder = self.services["shop"]
        self.cluster.kubectl("delete", "networkpolicy", "app", "--namespace=shop")
        self.cluster.kubectl("patch", "service", "app", "--namespace=shop", "--type=json",
                             '--patch=[{"op": "replace", "path": "/spec/ports/0/port", "value": 81}]')
        plan = self.plan(folder)
        self.assertEqual(objects_of(plan), {("create", "NetworkPolicy", "app"), ("replace", "Service", "app")})
        self.apply(folder)
        self.assertEqual(self.cluster.get("service", "app", "--namespace=shop")["spec"]["ports"][0]["port"], 80)
        self.assert_nothing_to_do(folder)

    def a_broken_release_is_taken_back(self):
        folder = self.services["shop"]
        file = folder / "opta.yaml"
        good = file.read_text()
        file.write_text(good.replace("shop:1.1.0", "shop:broken") +
                        "    timeout: 20\n    pod_annotations: {fakelet/outcome: crash}\n")
        result = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=folder, env=self.environment())
        self.assertEqual(result.returncode, e2e.FAILED, e2e.said(result))
        self.assertIn("opta.yaml:6:12: error[E0723]", result.stderr)
        image = self.cluster.get("deployment", "app", "--namespace=shop")["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(image["image"], "registry.invalid/shop:1.1.0")
        file.write_text(good)
        self.apply(folder)
        self.assert_nothing_to_do(folder)

    def a_release_that_left_the_file_goes(self):
        file = self.staging / "opta.yaml"
        file.write_text(ENVIRONMENT + "    metrics_server_enabled: false\n")
        plan = self.plan(self.staging)
        gone = [release["release"] for release in plan["cluster"]["releases"] if release["action"] == "delete"]
        self.assertEqual(gone, ["metrics-server"])
        self.apply(self.staging)
        self.assertNotIn("metrics-server", self.names("namespaces"))
        self.assert_nothing_to_do(self.staging)


if __name__ == "__main__":
    unittest.main()
