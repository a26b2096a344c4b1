"""Links: what a service gets from its stores, and where the passwords stand.

One service with a database, a cache, a bucket and a queue, by the real binary, into the emulator and a real control plane.
Then real PostgreSQL and Redis servers stand in for the stores, under their names, with certificates of an authority that
the library was given in place of AWS's, and clients come with what the pod has, and with nothing else.

What that proves: the variables, the Secret and the certificates that Opta hands over are enough to connect with full
verification; who leaves TLS, the certificates or the token out does not get in; a connection outlives its password.
What it does not: that AWS's servers are set up so (the modules' parameters force TLS; stores_test looks at them), that the
bundles in the library are AWS's (database_certificates.py), and that AWS changes a password in the way that is replayed
here: ALTER ROLE for Aurora, a second token beside the first for ElastiCache. No pod runs: clients get its environment.
"""
import base64
import contextlib
import gzip
import json
import pathlib
import shutil
import ssl
import tempfile
import unittest

import lib
import servers
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
  - type: aws-iam-role
    name: worker
    allowed_k8s_services: [{service_name: worker, namespace: shop}]
    links: [jobs: [subscribe]]
  - {type: k8s-manifest, name: rules, file_path: rules.yaml}
  - {type: helm-chart, name: board, chart: ./board, namespace: board, create_namespace: true, values: {greeting: hello}}
"""

# Objects and a chart of the user's own.
FILES = {
    "rules.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rules}\ndata: {text: '{{ .Not.a.template }}'}\n",
    "board/Chart.yaml": "apiVersion: v2\nname: board\nversion: 1.0.0\n",
    "board/templates/board.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: board}\n"
                                  "data: {greeting: '{{ .Values.greeting }}'}\n",
}

CERTIFICATES = "modules/aws/k8s-service/database_certificates/us-east-1.pem"


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(lib.Cluster())
        cls.sandbox = cls.enterClassContext(e2e.Sandbox())
        cls.staging = e2e.project(cls.sandbox.scratch, "staging", ENVIRONMENT)
        cls.shop = e2e.project(cls.sandbox.scratch, "shop", SERVICE + LINKS + STORES)
        for name, text in FILES.items():
            path = cls.shop / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        cls.printed = []
        cls.scratch = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="opta-links-")))
        cls.authority, cls.stranger = (servers.Authority(cls.scratch, name) for name in ("authority", "stranger"))
        cls.library = cls.scratch / "library"
        for folder in ("modules", "charts", "sandbox"):
            shutil.copytree(lib.ROOT / folder, cls.library / folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        shutil.copy(cls.authority.certificate, cls.library / CERTIFICATES)

    def opta(self, *arguments, folder=None) -> str:
        environment = self.sandbox.environment(OPTA_KUBECONFIG=str(self.cluster.kubeconfig),
                                               OPTA_LIBRARY=str(self.library))
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
        with lib.ArgumentWatch() as arguments:
            self.opta("apply", "--auto-approve")
            self.assert_nothing_to_do()
            self.pods_get_what_the_links_give()
            self.the_role_has_the_rights_and_no_more()
            self.what_the_user_brings_is_there()
            first = self.passwords()
            self.clients_reach_the_cache()
            with servers.Postgres(self.authority, self.pod_environment()) as database:
                self.clients_reach_the_database(database)
                with self.a_connection_goes_on(database):
                    self.a_rotated_password_reaches_the_pods(first)
                    self.new_connections_need_it(database, first["db"])
            self.a_secret_changed_by_others_is_taken_over()
        self.passwords_stand_nowhere_else({*first.values(), *self.passwords().values()}, arguments.seen)
        self.what_is_no_longer_linked_goes()
        self.opta("destroy", "--auto-approve")
        namespaces = {item["metadata"]["name"] for item in self.cluster.get("namespaces")["items"]}
        self.assertFalse({"shop", "board"} & namespaces)
        self.opta("destroy", "--auto-approve", folder=self.staging)
        self.assertEqual(self.sandbox.left_over(), [])

    def pod_environment(self) -> dict[str, str]:
        """What the kubelet would put into the container's environment."""
        return self.secret() | {each["name"]: each["value"] for each in self.pod()["spec"]["containers"][0]["env"]}

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
        mount = next(each["name"] for each in container["volumeMounts"] if each["mountPath"] == "/config")
        volume = next(each for each in self.pod()["spec"]["volumes"] if each["name"] == mount)
        self.assertEqual(volume["configMap"]["name"], "app")
        self.assertNotIn("DATABASE_URL", variables)
        self.assertEqual(self.secret(), {
            "DATABASE_URL": f"postgres://{variables['DBUSER']}:{passwords['db']}@{host}/app",
            "db_db_password": passwords["db"],
            "cache_cache_auth_token": passwords["cache"],
        })
        self.assertEqual(container["envFrom"][0], {"secretRef": {"name": "app-links"}})

    def roots(self) -> pathlib.Path:
        """What stands in /config/rds_ca.pem."""
        path = self.scratch / "rds_ca.pem"
        path.write_text(self.cluster.get("configmap", "app", "--namespace=shop")["data"]["rds_ca.pem"])
        return path

    def clients_reach_the_database(self, database):
        pod, roots = self.pod_environment(), self.roots()
        self.assertEqual(database.ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", pod, roots).stdout, "t\n")
        # From another database and without the variable's password to the one that the URL names.
        by_url = "\\getenv url DATABASE_URL\n\\setenv PGPASSWORD\n\\connect :url\nSELECT current_database(), current_user"
        self.assertEqual(database.ask(by_url, pod, roots, PGDATABASE="postgres").stdout, f"app|{pod['DBUSER']}\n")

        def refused(why: str, roots=roots, **changed):
            result = database.ask("SELECT 1", pod, roots, **changed)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(why, result.stderr)

        refused("no encryption", PGSSLMODE="disable")
        refused("password authentication failed", PGPASSWORD="guessed")
        refused("certificate verify failed", roots=self.stranger.certificate)
        refused("certificate verify failed", roots=lib.ROOT / CERTIFICATES)
        refused("does not match host name", PGHOST="another." + pod["db_db_host"])

    @contextlib.contextmanager
    def a_connection_goes_on(self, database):
        with database.session(self.pod_environment(), self.roots()) as session:
            connection = session.ask("SELECT pg_backend_pid()")
            yield
            self.assertEqual(session.ask("SELECT pg_backend_pid()"), connection)

    def new_connections_need_it(self, database, old):
        """After AWS has given the database's user the password that the Secret has now."""
        new, roots = self.pod_environment(), self.roots()
        change = "\\getenv new db_db_password\nALTER ROLE CURRENT_USER PASSWORD :'new'"
        changed = database.ask(change, new, roots, PGPASSWORD=old)
        self.assertEqual(changed.returncode, 0, lib.said(changed))
        self.assertEqual(database.ask("SELECT 1", new, roots).stdout, "1\n")
        self.assertIn("password authentication failed", database.ask("SELECT 1", new, roots, PGPASSWORD=old).stderr)

    def clients_reach_the_cache(self):
        pod, roots = self.pod_environment(), self.authority.certificate
        token = pod["cache_cache_auth_token"]
        with servers.Redis(self.authority, pod) as cache:
            cache.handshake(pod["cache_cache_host"], roots)
            with self.assertRaisesRegex(ssl.SSLCertVerificationError, "Hostname mismatch"):
                cache.handshake("another." + pod["cache_cache_host"], roots)
            self.assertEqual(cache.ask("PING", token, roots), "PONG")
            self.assertIn("NOAUTH", cache.ask("PING", None, roots))
            self.assertIn("WRONGPASS", cache.ask("PING", "guessed", roots))
            self.assertIn("certificate verify failed", cache.ask("PING", token, self.stranger.certificate))
            self.assertNotIn("PONG", cache.ask("PING", token, None))
            # Between a new token and the next one, both are good.
            self.assertEqual(cache.ask("ACL SETUSER default >another-token", token, roots), "OK")
            self.assertEqual([cache.ask("PING", each, roots) for each in (token, "another-token")], ["PONG", "PONG"])

    def what_the_user_brings_is_there(self):
        self.assertEqual(self.cluster.get("configmap", "rules", "--namespace=shop")["data"]["text"], "{{ .Not.a.template }}")
        self.assertEqual(self.cluster.get("configmap", "board", "--namespace=board")["data"]["greeting"], "hello")
        role, = (each for each in self.sandbox.aws("iam", "list-roles")["Roles"] if "shop-worker" in each["RoleName"])
        trust, = role["AssumeRolePolicyDocument"]["Statement"]
        subjects = [value for key, value in trust["Condition"]["StringEquals"].items() if key.endswith(":sub")]
        self.assertEqual(subjects, ["system:serviceaccount:shop:worker"])

    def the_role_has_the_rights_and_no_more(self):
        """Its policy is what `show links` says, of which tests/rights judges what it allows."""
        account = self.cluster.get("serviceaccount", "app", "--namespace=shop")
        role = account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].rpartition("/")[2]
        names = self.sandbox.aws("iam", "list-role-policies", "--role-name", role)["PolicyNames"]
        self.assertEqual(len(names), 1)
        policy = self.sandbox.aws("iam", "get-role-policy", "--role-name", role, "--policy-name", names[0])

        queue = self.sandbox.aws("sqs", "list-queues")["QueueUrls"][0]
        queue = self.sandbox.aws("sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names", "All")["Attributes"]
        key = self.sandbox.aws("kms", "describe-key", "--key-id", queue["KmsMasterKeyId"])["KeyMetadata"]
        text = self.opta("show", "links", "--format", "json")
        for output, value in (("uploads.bucket_arn", "arn:aws:s3:::example-shop-uploads"), ("jobs.queue_arn", queue["QueueArn"]),
                              ("jobs.kms_arn", key["Arn"])):
            text = text.replace("${module." + output + "}", value)
        wanted = {each["sid"]: each for link in json.loads(text)["links"] if link["from"] == "app"
                  for permission in link["permissions"] for each in permission["statements"]}

        def flat(value) -> list[str]:
            return [value] if isinstance(value, str) else sorted(value)

        made = {each["Sid"]: {
            "sid": each["Sid"], "actions": flat(each["Action"]), "resources": flat(each["Resource"]),
            "conditions": [{"test": test, "variable": variable, "values": flat(values)}
                           for test, keys in each.get("Condition", {}).items() for variable, values in keys.items()],
        } for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"}
        for each in (*wanted.values(), *made.values()):
            each["actions"].sort()
            each["conditions"].sort(key=lambda condition: condition["variable"])
        self.assertEqual(made, wanted)
        self.assertEqual(sorted(made), ["jobsPublish", "jobsPublish2", "uploadsRead", "uploadsRead2"])

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
