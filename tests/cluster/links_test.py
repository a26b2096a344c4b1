"""Links: what a service gets from its stores, and where the passwords stand.

One service with a database, a cache, a bucket and a queue, by the real binary, into the emulator and a real control plane.
"""
import base64
import gzip
import json
import pathlib
import threading
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
    env_vars:
      DATABASE_URL: "postgres://${{module.db.db_user}}:${{module.db.db_password}}@${{module.db.db_host}}/app"
      GREETING: hello
"""
LINKS = """\
    links:
      - db: {db_user: DBUSER}
      - cache
      - uploads: [read]
      - jobs: [publish]
"""
STORES = """\
  - {type: postgres, name: db}
  - {type: redis, name: cache, multi_az: false}
  - {type: aws-s3, name: uploads, bucket_name: "example-shop-uploads"}
  - {type: aws-sqs, name: jobs}
"""


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


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(lib.Cluster())
        cls.sandbox = cls.enterClassContext(e2e.Sandbox())
        cls.staging = e2e.project(cls.sandbox.scratch, "staging", ENVIRONMENT)
        cls.shop = e2e.project(cls.sandbox.scratch, "shop", SERVICE + LINKS + STORES)
        cls.printed = []

    def opta(self, *arguments, folder=None) -> str:
        environment = self.sandbox.environment(OPTA_KUBECONFIG=str(self.cluster.kubeconfig))
        result = self.sandbox.opta(*arguments, "--sandbox", cwd=folder or self.shop, env=environment)
        self.printed.append(result.stdout + result.stderr)
        return result.stdout

    def plan(self) -> dict:
        return json.loads(self.opta("plan", "--format", "json"))

    def objects(self) -> set[tuple[str, str, str]]:
        return {(change["action"], change["kind"], change["name"])
                for release in self.plan()["cluster"]["releases"] for change in release["objects"]}

    def assert_nothing_to_do(self):
        plan = self.plan()
        self.assertTrue(plan["empty"], plan["summary"])
        self.assertTrue(plan["cluster"]["empty"], plan["cluster"])

    def passwords(self) -> dict[str, str]:
        """Module to its password, as Secrets Manager has it."""
        found = {}
        for secret in self.sandbox.aws("secretsmanager", "list-secrets")["SecretList"]:
            value = self.sandbox.aws("secretsmanager", "get-secret-value", "--secret-id", secret["ARN"])
            found[secret["Name"].split("/")[3]] = json.loads(value["SecretString"])["password"]
        return found

    def secret(self) -> dict[str, str]:
        data = self.cluster.get("secret", "app-links", "--namespace=shop")["data"]
        return {key: base64.b64decode(value).decode() for key, value in data.items()}

    def pod(self) -> dict:
        return self.cluster.get("deployment", "app", "--namespace=shop")["spec"]["template"]

    def test_whole_life(self):
        self.opta("apply", "--auto-approve", folder=self.staging)
        with ArgumentWatch() as arguments:
            self.opta("apply", "--auto-approve")
            self.assert_nothing_to_do()
            self.pods_get_what_the_links_give()
            self.the_role_has_the_rights_and_no_more()
            first = self.passwords()
            self.a_rotated_password_reaches_the_pods(first)
            self.a_secret_changed_by_others_is_taken_over()
        self.passwords_stand_nowhere_else({*first.values(), *self.passwords().values()}, arguments.seen)
        self.what_is_no_longer_linked_goes()
        self.opta("destroy", "--auto-approve")
        self.assertNotIn("shop", {item["metadata"]["name"] for item in self.cluster.get("namespaces")["items"]})
        self.opta("destroy", "--auto-approve", folder=self.staging)
        self.assertEqual(self.sandbox.left_over(), [])

    def pods_get_what_the_links_give(self):
        passwords = self.passwords()
        container = self.pod()["spec"]["containers"][0]
        variables = {each["name"]: each["value"] for each in container["env"]}
        host = self.sandbox.aws("rds", "describe-db-clusters")["DBClusters"][0]["Endpoint"]
        self.assertTrue(variables["DBUSER"])
        self.assertEqual(variables["db_db_host"], host)
        self.assertEqual(variables["db_db_name"], "app")
        self.assertEqual(variables["GREETING"], "hello")
        self.assertTrue(variables["cache_cache_host"])
        self.assertEqual(variables["RDS_CA_PATH"], "/config/rds_ca.pem")
        self.assertIn("-----BEGIN CERTIFICATE-----",
                      self.cluster.get("configmap", "app", "--namespace=shop")["data"]["rds_ca.pem"])
        self.assertNotIn("DATABASE_URL", variables)
        self.assertEqual(self.secret(), {
            "DATABASE_URL": f"postgres://{variables['DBUSER']}:{passwords['db']}@{host}/app",
            "db_db_password": passwords["db"],
            "cache_cache_auth_token": passwords["cache"],
        })
        self.assertEqual(container["envFrom"][0], {"secretRef": {"name": "app-links"}})

    def the_role_has_the_rights_and_no_more(self):
        account = self.cluster.get("serviceaccount", "app", "--namespace=shop")
        role = account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].rpartition("/")[2]
        names = self.sandbox.aws("iam", "list-role-policies", "--role-name", role)["PolicyNames"]
        self.assertEqual(len(names), 1)
        policy = self.sandbox.aws("iam", "get-role-policy", "--role-name", role, "--policy-name", names[0])
        statements = policy["PolicyDocument"]["Statement"]
        actions = {action for each in statements
                   for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])}
        self.assertIn("s3:GetObject", actions)
        self.assertIn("sqs:SendMessage", actions)
        self.assertFalse({"s3:PutObject", "sqs:ReceiveMessage"} & actions, actions)
        self.assertFalse([action for action in actions if "*" in action])
        for each in statements:
            resources = [each["Resource"]] if isinstance(each["Resource"], str) else each["Resource"]
            for resource in resources:
                self.assertTrue(resource.startswith("arn:aws:"), each)

    def a_rotated_password_reaches_the_pods(self, before):
        revision = self.pod()["metadata"]["annotations"]["opta.dev/secrets-revision"]
        self.opta("secret", "rotate", "db", "--auto-approve")
        after = self.passwords()
        self.assertNotEqual(after["db"], before["db"])
        self.assertEqual(after["cache"], before["cache"])
        self.assertEqual(self.secret()["db_db_password"], after["db"])
        self.assertNotEqual(self.pod()["metadata"]["annotations"]["opta.dev/secrets-revision"], revision)
        self.assert_nothing_to_do()

    def a_secret_changed_by_others_is_taken_over(self):
        """By a rotation of AWS's own, for one."""
        secret = next(each["ARN"] for each in self.sandbox.aws("secretsmanager", "list-secrets")["SecretList"]
                      if "/db/" in each["Name"])
        self.sandbox.aws("secretsmanager", "put-secret-value", "--secret-id", secret,
                         "--secret-string", json.dumps({"password": "set-by-somebody-else"}))
        self.assertEqual(self.objects(), {("update", "Secret", "app-links"), ("update", "Deployment", "app")})
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.secret()["db_db_password"], "set-by-somebody-else")
        self.assert_nothing_to_do()

    def passwords_stand_nowhere_else(self, passwords, arguments):
        passwords = passwords - {"set-by-somebody-else", self.passwords()["cache"]}
        self.assertTrue(passwords)
        for password in passwords:
            self.assertFalse([text for text in self.printed if password in text])
            self.assertFalse([each for each in arguments if password.encode() in each])
            for path in self.sandbox.scratch.rglob("*"):
                if path.is_file() and "providers" not in path.parts:
                    self.assertNotIn(password.encode(), path.read_bytes(), path)
        records = self.cluster.get("secrets", "--namespace=shop", "--selector=owner=helm")["items"]
        self.assertTrue(records)
        for record in records:
            release = gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"])))
            for password in passwords:
                self.assertNotIn(password.encode(), release)
                self.assertNotIn(base64.b64encode(password.encode()), release)
        for event in self.cluster.get("events", "--all-namespaces")["items"]:
            for password in passwords:
                self.assertNotIn(password, json.dumps(event))
        managed = self.cluster.get("secret", "app-links", "--namespace=shop")["metadata"].get("annotations", {})
        self.assertNotIn("kubectl.kubernetes.io/last-applied-configuration", managed)

    def what_is_no_longer_linked_goes(self):
        without = "".join(line for line in SERVICE.splitlines(keepends=True) if "DATABASE_URL" not in line)
        (self.shop / "opta.yaml").write_text(without + STORES)
        objects = self.objects()
        self.assertIn(("delete", "Secret", "app-links"), objects)
        self.opta("apply", "--auto-approve")
        secrets = self.cluster.get("secrets", "--namespace=shop")["items"]
        self.assertNotIn("app-links", {each["metadata"]["name"] for each in secrets})
        self.assert_nothing_to_do()


if __name__ == "__main__":
    unittest.main()
