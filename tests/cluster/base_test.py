"""k8s-base in emulator and control plane by one `opta apply --sandbox`, from a mirror of stand-in charts."""
import json
import unittest

from opta_sandbox import ClusterSandbox, chart_mirror, e2e

ENVIRONMENT = e2e.SMALL_ENVIRONMENT + """\
  - type: k8s-cluster
    min_nodes: 1
    max_nodes: 3
  - type: k8s-base
"""


class BaseTest(unittest.TestCase):
    """One environment; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(ClusterSandbox())
        cls.mirror = chart_mirror(cls.sandbox.scratch / "charts")
        cls.environment = e2e.project(cls.sandbox.scratch, "small", ENVIRONMENT)

    def opta(self, *arguments: str):
        env = self.sandbox.environment(OPTA_CHART_MIRROR=str(self.mirror))
        return self.sandbox.opta(*arguments, cwd=self.environment, env=env)

    def releases(self) -> dict[str, str]:
        """Release to its chart, of all namespaces."""
        listed = self.sandbox.cluster.helm("list", "--all-namespaces", "--output=json")
        return {item["name"]: item["chart"] for item in json.loads(listed.stdout)}

    def test_1_apply_installs_each_chart_in_its_namespace(self):
        self.opta("apply", "--sandbox", "--auto-approve")
        charts = {file.stem for file in self.mirror.glob("*.tgz")}
        installed = set(self.releases().values())
        for chart in ("cert-manager", "metrics-server", "cluster-autoscaler", "linkerd-control-plane"):
            self.assertTrue(any(name.startswith(chart) for name in installed & charts), (chart, installed))

    def test_2_values_that_only_terraform_knows_have_arrived(self):
        maps = self.sandbox.cluster.get("configmaps", "--all-namespaces")["items"]
        recorded = {item["data"]["chart"].split()[0]: item["data"]["values.yaml"] for item in maps
                    if item["metadata"]["name"].endswith("-recorded-values")}
        self.assertIn("arn:aws:iam::", recorded["cluster-autoscaler"])

    def test_3_destroy_leaves_no_release(self):
        self.opta("destroy", "--sandbox", "--auto-approve")
        self.assertEqual(self.releases(), {})
        self.assertEqual(self.sandbox.left_over(), [])


if __name__ == "__main__":
    unittest.main()
