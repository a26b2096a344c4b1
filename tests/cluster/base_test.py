"""k8s-base in emulator and control plane by one `opta apply --sandbox`, from a mirror of stand-in charts; then a
certificate of the user's own at its ingress, and where that certificate's key stands."""
import base64
import gzip
import json
import unittest

import lib
import servers
from opta_sandbox import ClusterSandbox, chart_mirror, e2e

ENVIRONMENT = e2e.SMALL_ENVIRONMENT + """\
  - type: k8s-cluster
    min_nodes: 1
    max_nodes: 3
  - type: k8s-base
"""

CERTIFICATE = """\
  - type: external-ssl-cert
    domain: shop.example.org
    private_key_file: certificate/key.pem
    certificate_body_file: certificate/body.pem
    certificate_chain_file: certificate/chain.pem
"""


class BaseTest(unittest.TestCase):
    """One environment; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(ClusterSandbox())
        cls.mirror = chart_mirror(cls.sandbox.scratch / "charts")
        cls.environment = e2e.project(cls.sandbox.scratch, "small", ENVIRONMENT)
        cls.certificate = cls.environment / "certificate"
        cls.certificate.mkdir()
        cls.authority = servers.Authority(cls.certificate, "authority")
        cls.authority.certificate.rename(cls.certificate / "chain.pem")
        cls.authority.certificate = cls.certificate / "chain.pem"
        cls.keys, cls.printed, cls.arguments = [], [], set()

    def opta(self, *arguments: str):
        env = self.sandbox.environment(OPTA_CHART_MIRROR=str(self.mirror))
        with lib.ArgumentWatch() as watch:
            result = self.sandbox.opta(*arguments, "--sandbox", cwd=self.environment, env=env)
        self.arguments |= watch.seen
        self.printed.append(result.stdout + result.stderr)
        return result

    def plan(self) -> dict:
        return json.loads(self.opta("plan", "--format", "json").stdout)

    def objects(self) -> set[tuple[str, str, str]]:
        """What a plan changes in the cluster."""
        return {(change["action"], change["kind"], change["name"])
                for release in self.plan()["cluster"]["releases"] for change in release["objects"]}

    def assert_nothing_to_do(self):
        plan = self.plan()
        self.assertTrue(plan["empty"], plan["summary"])
        self.assertTrue(plan["cluster"]["empty"], plan["cluster"])

    def write(self, fields: str = "", *more: str) -> None:
        text = ENVIRONMENT + "".join(f"    {line}\n" for line in fields.splitlines()) + "".join(more)
        (self.environment / "opta.yaml").write_text(text)

    def issue(self) -> tuple[str, str]:
        """Writes a new certificate and its key to the files; returns what the Secret shall hold."""
        body, key = self.authority.issue("server", "shop.example.org,DNS:*.shop.example.org")
        body.rename(self.certificate / "body.pem")
        key.rename(self.certificate / "key.pem")
        self.keys.append((self.certificate / "key.pem").read_text())
        chain = [(self.certificate / f"{name}.pem").read_text() for name in ("body", "chain")]
        return "".join(chain), self.keys[-1]

    def secret(self, name: str) -> dict:
        return self.sandbox.cluster.get("secret", name, "--namespace=ingress-nginx")

    def held(self, name: str) -> tuple[str, str]:
        data = self.secret(name)["data"]
        self.assertEqual(data.keys(), {"tls.crt", "tls.key"})
        return tuple(base64.b64decode(data[key]).decode() for key in ("tls.crt", "tls.key"))

    def recorded_values(self, release: str) -> str:
        name = f"{release}-recorded-values"
        return self.sandbox.cluster.get("configmap", name, "--namespace=ingress-nginx")["data"]["values.yaml"]

    def listener(self, port: int) -> dict | None:
        balancer, = self.sandbox.aws("elbv2", "describe-load-balancers")["LoadBalancers"]
        listeners = self.sandbox.aws("elbv2", "describe-listeners", "--load-balancer-arn", balancer["LoadBalancerArn"])
        return next((each for each in listeners["Listeners"] if each["Port"] == port), None)

    def releases(self) -> dict[str, str]:
        """Release to its chart, of all namespaces."""
        listed = self.sandbox.cluster.helm("list", "--all-namespaces", "--output=json")
        return {item["name"]: item["chart"] for item in json.loads(listed.stdout)}

    def assert_keys_stand_nowhere_else(self, in_history: bytes) -> None:
        """Not in what was printed, in arguments, in files, in the state or in Helm's history, which has `in_history`."""
        bucket, = (each["Name"] for each in self.sandbox.aws("s3api", "list-buckets")["Buckets"]
                   if each["Name"].startswith(e2e.STATE_BUCKET_PREFIX))
        states = [self.sandbox.get(f"/{bucket}/{each['Key']}")
                  for each in self.sandbox.aws("s3api", "list-objects-v2", "--bucket", bucket)["Contents"]]
        self.assertTrue(any(b"aws_lb_listener" in state for state in states))
        records = self.sandbox.cluster.get("secrets", "--all-namespaces", "--selector=owner=helm")["items"]
        releases = [gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"]))) for record in records]
        self.assertTrue(any(in_history in release for release in releases))
        files = [path for path in self.sandbox.scratch.rglob("*")
                 if path.is_file() and "providers" not in path.parts and path.parent != self.certificate]
        self.assertTrue(any(".opta" in path.parts for path in files))
        secrets = json.dumps(self.sandbox.cluster.get("secrets", "--namespace=ingress-nginx"))
        self.assertIn(base64.b64encode(self.keys[-1].encode()).decode()[:64], secrets)
        for key in self.keys:
            for trace in (key.splitlines()[1].encode(), base64.b64encode(key.encode())[:64]):
                self.assertFalse([text for text in self.printed if trace.decode() in text])
                self.assertFalse([each for each in self.arguments if trace in each])
                self.assertFalse([state for state in states if trace in state])
                self.assertFalse([release for release in releases if trace in release])
                self.assertFalse([path for path in files if trace in path.read_bytes() and "etcd" not in path.parts])

    def test_1_apply_installs_each_chart_in_its_namespace(self):
        self.opta("apply", "--auto-approve")
        charts = {file.stem for file in self.mirror.glob("*.tgz")}
        installed = set(self.releases().values())
        for chart in ("cert-manager", "metrics-server", "cluster-autoscaler", "linkerd-control-plane"):
            self.assertTrue(any(name.startswith(chart) for name in installed & charts), (chart, installed))

    def test_2_values_that_only_terraform_knows_have_arrived(self):
        maps = self.sandbox.cluster.get("configmaps", "--all-namespaces")["items"]
        recorded = {item["data"]["chart"].split()[0]: item["data"]["values.yaml"] for item in maps
                    if item["metadata"]["name"].endswith("-recorded-values")}
        self.assertIn("arn:aws:iam::", recorded["cluster-autoscaler"])

    def test_3_a_certificate_of_ones_own_reaches_the_ingress(self):
        self.assertIsNone(self.listener(443))
        self.write("", CERTIFICATE)
        wanted = self.issue()
        self.assertIn(("create", "Secret", "ingress-nginx-certificate"), self.objects())
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.secret("ingress-nginx-certificate")["type"], "kubernetes.io/tls")
        self.assertEqual(self.held("ingress-nginx-certificate"), wanted)
        values = self.recorded_values("ingress-nginx")
        self.assertIn("default-ssl-certificate: ingress-nginx/ingress-nginx-certificate", values)
        self.assertRegex(values, "\\bssl-redirect: true")
        listener = self.listener(443)
        self.assertEqual(listener["Protocol"], "TCP")
        self.assertFalse(listener.get("Certificates"))
        self.assert_nothing_to_do()

    def test_4_a_new_certificate_is_seen_and_applied(self):
        before = self.held("ingress-nginx-certificate")
        wanted = self.issue()
        self.assertEqual(self.objects(), {("update", "Secret", "ingress-nginx-certificate")})
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.held("ingress-nginx-certificate"), wanted)
        self.assertNotEqual(wanted, before)
        self.assert_nothing_to_do()
        self.assert_keys_stand_nowhere_else(in_history=b"default-ssl-certificate")

    def test_5_traefik_gets_it_in_place_of_nginx(self):
        self.write("ingress: traefik", CERTIFICATE)
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.held("traefik-certificate")[1], self.keys[-1])
        self.assert_nothing_to_do()
        before = self.recorded_values("traefik")
        self.assertIn("name: traefik-certificate", before)
        wanted = self.issue()
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.held("traefik-certificate"), wanted)
        self.assertNotEqual(self.recorded_values("traefik"), before, "new pods read new files")
        self.assertNotIn("ingress-nginx-certificate", self.secret_names())
        self.assert_keys_stand_nowhere_else(in_history=b"traefik-certificate")

    def secret_names(self) -> set[str]:
        secrets = self.sandbox.cluster.get("secrets", "--namespace=ingress-nginx")["items"]
        return {each["metadata"]["name"] for each in secrets}

    def test_6_without_it_the_secret_goes(self):
        self.write("ingress: traefik")
        self.assertIn(("delete", "Secret", "traefik-certificate"), self.objects())
        self.opta("apply", "--auto-approve")
        self.assertNotIn("traefik-certificate", self.secret_names())
        self.assertIsNone(self.listener(443))
        self.assert_nothing_to_do()

    def test_7_destroy_leaves_no_release(self):
        self.opta("destroy", "--auto-approve")
        self.assertEqual(self.releases(), {})
        self.assertEqual(self.sandbox.left_over(), [])


if __name__ == "__main__":
    unittest.main()
