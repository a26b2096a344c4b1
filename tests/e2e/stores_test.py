#!/usr/bin/env python3
"""Databases and caches: their life against the emulator, and where their passwords stand."""
import json
import pathlib
import unittest
import zipfile

from lib import STATE_BUCKET_PREFIX, Sandbox, environment, project

MODULES = """\
  - type: postgres
    name: people
    backup_retention_days: {people}
  - type: postgres
    name: archive
    engine_version: "16"
    multi_az: {archive}
    restore_from_snapshot: arn:aws:rds:us-east-1:123456789012:cluster-snapshot:old-archive
  - type: mysql
    name: shop
    multi_az: {shop}
  - type: aws-documentdb
    name: papers
    instance_class: {papers}
  - type: redis
    name: cache
    multi_az: {cache}
"""
AS_MADE = {"people": 5, "archive": "false", "shop": "false", "papers": "db.r5.large", "cache": "true"}
CHANGED = {"people": 9, "archive": "true", "shop": "true", "papers": "db.r6g.large", "cache": "false"}
# What a plan says about that change, and nothing else.
CHANGES = {
    "module.people.aws_rds_cluster.this": "update",
    "module.archive.aws_rds_cluster_instance.this[1]": "create",
    "module.shop.aws_rds_cluster_instance.this[1]": "create",
    "module.papers.aws_docdb_cluster_instance.this[0]": "update",
    "module.cache.aws_elasticache_replication_group.this": "update",
}

# The parameter with which a server turns away who comes without TLS.
REQUIRES_TLS = {
    "aurora-postgresql": ("rds.force_ssl", "1"),
    "aurora-mysql": ("require_secure_transport", "ON"),
    "docdb": ("tls", "enabled"),
}

# The manual's exception ("What stands in the state"): the cache's token, where it is read and at the cache.
IN_STATE = {"cache": 2}

SERVICE = """\
name: data
environments:
  - name: stores
    path: ../environment/opta.yaml
modules:
""" + MODULES


class StoresTest(unittest.TestCase):
    """One environment and one service; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.printed = []
        cls.environment = project(cls.sandbox.scratch, "environment", environment("stores"))
        cls.service = project(cls.sandbox.scratch, "service", SERVICE.format(**AS_MADE))
        cls.run_opta("apply", "--auto-approve", folder=cls.environment)
        cls.of_the_environment = cls.sandbox.left_over()
        cls.leave_a_snapshot("old-archive")
        cls.run_opta("apply", "--auto-approve")

    @classmethod
    def leave_a_snapshot(cls, name: str) -> None:
        """As of a database that somebody had: not encrypted, with names of its own."""
        cls.sandbox.aws("rds", "create-db-cluster", "--db-cluster-identifier", name, "--engine", "aurora-postgresql",
                        "--engine-version", "16", "--master-username", "archivist", "--database-name", "files",
                        "--master-user-password", "known-to-many")
        cls.sandbox.aws("rds", "create-db-cluster-snapshot", "--db-cluster-identifier", name,
                        "--db-cluster-snapshot-identifier", name)
        cls.sandbox.aws("rds", "delete-db-cluster", "--db-cluster-identifier", name, "--skip-final-snapshot")

    @classmethod
    def run_opta(cls, command: str, *options: str, folder=None) -> str:
        result = cls.sandbox.opta(command, "--sandbox", *options, cwd=folder or cls.service)
        cls.printed.append(result.stdout + result.stderr)
        return result.stdout

    def changes(self) -> dict[str, str]:
        plan = json.loads(self.run_opta("plan", "--format", "json"))
        return {change["address"]: change["action"] for change in plan["changes"]}

    def clusters(self) -> dict[str, dict]:
        """Aurora's and DocumentDB's, by the module that made them."""
        found = {}
        for cluster in self.sandbox.aws("rds", "describe-db-clusters")["DBClusters"]:
            tags = {tag["Key"]: tag["Value"] for tag in cluster["TagList"]}
            found[tags["opta_module"]] = cluster
        return found

    def parameters(self, group: str) -> set[tuple[str, str]]:
        answer = self.sandbox.aws("rds", "describe-db-cluster-parameters", "--db-cluster-parameter-group-name", group)
        return {(each["ParameterName"], each["ParameterValue"]) for each in answer["Parameters"]}

    def secrets(self) -> dict[str, str]:
        """Module to its password, as Secrets Manager has it."""
        found = {}
        for secret in self.sandbox.aws("secretsmanager", "list-secrets")["SecretList"]:
            value = self.sandbox.aws("secretsmanager", "get-secret-value", "--secret-id", secret["ARN"])
            found[secret["Name"].split("/")[3]] = json.loads(value["SecretString"])["password"]
        return found

    def states(self) -> str:
        """All that the bucket of states holds."""
        bucket = next(entry["id"] for entry in self.sandbox.inventory() if entry["id"].startswith(STATE_BUCKET_PREFIX))
        keys = [each["Key"] for each in self.sandbox.aws("s3api", "list-objects-v2", "--bucket", bucket)["Contents"]]
        self.assertIn("data", keys)
        return "".join(self.sandbox.get(f"/{bucket}/{key}").decode() for key in keys)

    def test_1_apply_makes_them_encrypted_and_closed(self):
        key = self.sandbox.aws("kms", "describe-key", "--key-id", "alias/opta-stores")["KeyMetadata"]["Arn"]
        clusters = self.clusters()
        self.assertEqual(set(clusters), {"people", "archive", "shop", "papers"})
        for module, cluster in clusters.items():
            with self.subTest(module):
                self.assertTrue(cluster["StorageEncrypted"])
                self.assertEqual(cluster["KmsKeyId"], key)
                self.assertEqual(cluster["BackupRetentionPeriod"], 5)
                self.assertEqual(len(cluster["DBClusterMembers"]), 1)
                self.assertEqual(len(cluster["VpcSecurityGroups"]), 1)
                self.assertIn(REQUIRES_TLS[cluster["Engine"]], self.parameters(cluster["DBClusterParameterGroup"]))
        archive = clusters["archive"]
        self.assertEqual((archive["MasterUsername"], archive["DatabaseName"]), ("archivist", "files"))
        cache, = self.sandbox.aws("elasticache", "describe-replication-groups")["ReplicationGroups"]
        self.assertTrue(cache["AtRestEncryptionEnabled"])
        self.assertTrue(cache["AuthTokenEnabled"])
        self.assertEqual((cache["KmsKeyId"], cache["TransitEncryptionMode"]), (key, "required"))
        self.assertEqual((len(cache["MemberClusters"]), cache["SnapshotRetentionLimit"]), (2, 5))
        for secret in self.sandbox.aws("secretsmanager", "list-secrets")["SecretList"]:
            self.assertEqual(secret["KmsKeyId"], key, secret["Name"])

    def test_2_a_second_plan_finds_nothing_to_change(self):
        self.assertEqual(self.changes(), {})

    def test_3_a_changed_field_changes_just_that(self):
        (self.service / "opta.yaml").write_text(SERVICE.format(**CHANGED))
        self.assertEqual(self.changes(), CHANGES)
        self.run_opta("apply", "--auto-approve")
        self.assertEqual(self.changes(), {})

    def test_4_passwords_stand_in_their_secrets_alone(self):
        self.run_opta("output")
        self.run_opta("show")
        secrets, states = self.secrets(), self.states()
        self.assertEqual(set(secrets), set(AS_MADE))
        self.assertEqual(len(set(secrets.values())), len(secrets))
        for module, password in secrets.items():
            with self.subTest(module):
                self.assertGreaterEqual(len(password), 32)
                self.assertEqual([text for text in self.printed if password in text], [])
                self.assertEqual(places(self.sandbox.scratch, password), set())
                self.assertEqual(states.count(password), IN_STATE.get(module, 0))

    def test_5_destroy_leaves_nothing(self):
        self.run_opta("destroy", "--auto-approve")
        self.sandbox.aws("rds", "delete-db-cluster-snapshot", "--db-cluster-snapshot-identifier", "old-archive")
        self.assertEqual(self.sandbox.left_over(), self.of_the_environment)
        self.run_opta("destroy", "--auto-approve", folder=self.environment)
        self.assertEqual(self.sandbox.left_over(), [])


def places(folder: pathlib.Path, text: str) -> set[str]:
    """The files that hold the text, also inside of archives, as Terraform's saved plans are."""
    found = set()
    for path in folder.rglob("*"):
        # Not the provider, 700 MB that opta did not write.
        if not path.is_file() or "providers" in path.parts:
            continue
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if any(text.encode() in content for content in contents):
            found.add(str(path.relative_to(folder)))
    return found


if __name__ == "__main__":
    unittest.main()
