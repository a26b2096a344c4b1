#!/usr/bin/env python3
"""What exists becomes a layer's by `opta import`: nothing of it changes, or nothing happens.

All things are made with the AWS CLI first, as somebody without Opta would; afterwards the emulator tells whether they are
the same ones.
"""
import json
import unittest

from lib import BROKEN_PROMISE, DONE, FAILED, USAGE, Sandbox, environment, project, said

BUCKET = "shop-uploads-2019"
MODULES = """\
  - type: aws-s3
    name: uploads
    bucket_name: {bucket}
{uploads}\
  - type: dns
    domain: shop.example.com
{dns}\
  - type: postgres
    name: orders
{orders}\
"""
# The cluster as it was made by hand sends no logs.
WAIVERS = "waivers:\n  - {promise: LOG-06, reason: It comes as it is., expires: 2099-12-31}\n"
# What the first run of each import tells to write.
UPLOADS_LINES = '    tags: {CostCenter: "42"}\n'
DNS_LINES = '    comment: "made by hand"\n'
CORS = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://shop.example.com"]}]}
CLUSTER_TAGS = [{"Key": "team", "Value": "shop"}]

NETWORK = """\
name: net
org_name: example
providers:
  aws: {region: us-east-1, account_id: "123456789012"}
modules:
  - type: base
"""


class ImportTest(unittest.TestCase):
    """The tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.folder = project(cls.sandbox.scratch, "shop", environment("shop"))
        cls.sandbox.apply(cls.folder)
        cls.aws = cls.sandbox.aws
        cls.zone = cls.make_zone()
        cls.cluster = cls.make_cluster()
        cls.make_bucket()

    @classmethod
    def make_bucket(cls):
        cls.aws("s3api", "create-bucket", "--bucket", BUCKET)
        cls.aws("s3api", "put-bucket-tagging", "--bucket", BUCKET, "--tagging", "TagSet=[{Key=CostCenter,Value=42}]")
        # The file says nothing of it: it is nobody's, before and after.
        cls.aws("s3api", "put-bucket-cors", "--bucket", BUCKET, "--cors-configuration", json.dumps(CORS))
        content = cls.sandbox.scratch / "photo"
        content.write_text("a photo of 2019")
        cls.aws("s3api", "put-object", "--bucket", BUCKET, "--key", "photo", "--body", str(content))

    @classmethod
    def make_zone(cls) -> str:
        made = cls.aws("route53", "create-hosted-zone", "--name", "shop.example.com", "--caller-reference", "1",
                       "--hosted-zone-config", "Comment=made by hand")
        return made["HostedZone"]["Id"].rpartition("/")[2]

    @classmethod
    def make_cluster(cls) -> dict:
        made = cls.aws("rds", "create-db-cluster", "--db-cluster-identifier", "orders-aurora", "--engine",
                       "aurora-postgresql", "--engine-version", "16.4", "--master-username", "clerk",
                       "--master-user-password", "known-to-many", "--database-name", "orders", "--storage-encrypted",
                       "--backup-retention-period", "9", "--deletion-protection", "--tags", json.dumps(CLUSTER_TAGS))
        for name in ("orders-one", "orders-two"):
            cls.aws("rds", "create-db-instance", "--db-instance-identifier", name, "--db-cluster-identifier",
                    "orders-aurora", "--engine", "aurora-postgresql", "--db-instance-class", "db.r6g.large")
        cls.instances = cls.instances_now()
        return made["DBCluster"]

    @classmethod
    def instances_now(cls) -> list[dict]:
        """What has to stay of each; tags may come to it."""
        fields = ("DBInstanceIdentifier", "DbiResourceId", "DBInstanceClass", "EngineVersion", "InstanceCreateTime")
        return [{field: instance[field] for field in fields}
                for instance in cls.aws("rds", "describe-db-instances")["DBInstances"]]

    def write(self, uploads=UPLOADS_LINES, dns=DNS_LINES, orders="", leave_out=()) -> None:
        text = MODULES.format(bucket=BUCKET, uploads=uploads, dns=dns, orders=orders)
        parts = [part for part in text.split("  - type: ")[1:] if part.split("\n")[0] not in leave_out]
        (self.folder / "opta.yaml").write_text(environment("shop") + "".join("  - type: " + part for part in parts)
                                              + WAIVERS)

    def run_import(self, *arguments: str, code: int = DONE, folder=None) -> str:
        """All that it says."""
        result = self.sandbox.run("import", *arguments, "--sandbox", "--auto-approve", cwd=folder or self.folder)
        self.assertEqual(result.returncode, code, said(result))
        return result.stdout + result.stderr

    def report(self, *arguments: str, code: int = DONE) -> dict:
        result = self.sandbox.run("import", *arguments, "--sandbox", "--auto-approve", "--format", "json",
                                  cwd=self.folder)
        self.assertEqual(result.returncode, code, said(result))
        return json.loads(result.stdout.splitlines()[-1])

    def told_lines(self, *arguments: str, folder=None) -> dict:
        """What the file has to say, so that it describes the thing."""
        result = self.sandbox.run("import", *arguments, "--sandbox", "--auto-approve", "--format", "json",
                                  cwd=folder or self.folder)
        self.assertEqual(result.returncode, USAGE, said(result))
        error, = json.loads(result.stdout)["diagnostics"]
        self.assertEqual(error["code"], "E0754")
        return error["data"]["lines"]

    def finds_no_changes(self, folder=None) -> None:
        self.assertIn("No changes.", self.sandbox.opta("plan", "--sandbox", cwd=folder or self.folder).stdout)

    def test_1_what_is_not_there_or_of_another_kind_is_refused(self):
        self.write(leave_out=("dns", "postgres"))
        self.assertIn("E0750", self.run_import("uploads", "nobodys-bucket", code=FAILED))
        self.assertIn("no id of", self.run_import("uploads", "Not_A_Bucket", code=FAILED))
        self.assertIn("no module `upload`", self.run_import("upload", BUCKET, code=USAGE))
        self.write(leave_out=("aws-s3", "dns"))
        self.assertIn("the identifier of the cluster", self.run_import("orders", "orders-one", code=FAILED))

    def test_2_a_bucket_that_would_change_is_left_alone(self):
        self.write(uploads="", leave_out=("dns", "postgres"))
        before = self.aws("s3api", "get-bucket-tagging", "--bucket", BUCKET)
        report = self.report("uploads", BUCKET, code=BROKEN_PROMISE)
        self.assertEqual(report["result"], "changes")
        self.assertEqual(report["keeping_lines"], {"tags.CostCenter": "42"})
        states = {part["address"]: part["state"] for part in report["parts"]}
        self.assertEqual(states['module.uploads.aws_s3_bucket.this["primary"]'], "changed")
        self.assertEqual(states['module.uploads.aws_s3_bucket_versioning.this["primary"]'], "new")
        self.assertEqual(report["left_alone"], ["module.uploads.aws_s3_bucket_cors_configuration.this[0]"])
        self.assertEqual(report["made"], ["module.uploads.aws_cloudfront_origin_access_identity.read"])
        self.assertEqual(self.aws("s3api", "get-bucket-tagging", "--bucket", BUCKET), before)
        self.assertFalse(self.aws("s3api", "get-bucket-versioning", "--bucket", BUCKET))

    def test_3_a_bucket_with_an_owner_is_refused(self):
        self.write(leave_out=("dns", "postgres"))
        theirs = "{Key=opta_layer,Value=blog},{Key=opta_environment,Value=shop},{Key=opta_org,Value=example}"
        self.aws("s3api", "put-bucket-tagging", "--bucket", BUCKET, "--tagging",
                 f"TagSet=[{{Key=CostCenter,Value=42}},{theirs}]")
        self.assertIn("E0751", self.run_import("uploads", BUCKET, code=FAILED))
        self.aws("s3api", "put-bucket-tagging", "--bucket", BUCKET, "--tagging", "TagSet=[{Key=CostCenter,Value=42}]")

    def test_4_a_bucket_comes_with_its_content(self):
        self.write(leave_out=("dns", "postgres"))
        before = self.aws("s3api", "list-objects-v2", "--bucket", BUCKET)["Contents"]
        self.run_import("uploads", BUCKET, "--accept-changes")
        self.assertEqual(self.aws("s3api", "list-objects-v2", "--bucket", BUCKET)["Contents"], before)
        self.assertEqual(self.sandbox.get(f"/{BUCKET}/photo"), b"a photo of 2019")
        tags = {tag["Key"]: tag["Value"] for tag in self.aws("s3api", "get-bucket-tagging", "--bucket", BUCKET)["TagSet"]}
        self.assertEqual((tags["CostCenter"], tags["opta_module"]), ("42", "uploads"))
        self.assertEqual(self.aws("s3api", "get-bucket-cors", "--bucket", BUCKET)["CORSRules"], CORS["CORSRules"])
        self.assertEqual(self.report("uploads", BUCKET)["result"], "there_already")

    def test_5_a_zone_comes_unchanged(self):
        self.write(dns="", leave_out=("postgres",))
        self.assertIn("E0750", self.run_import("dns", "Z0NOTTHERE", code=FAILED))
        report = self.report("dns", self.zone, code=BROKEN_PROMISE)
        self.assertEqual(report["keeping_lines"], {"comment": "made by hand"})
        self.write(leave_out=("postgres",))
        self.run_import("dns", self.zone)
        zones = self.aws("route53", "list-hosted-zones")["HostedZones"]
        self.assertEqual([zone["Id"].rpartition("/")[2] for zone in zones], [self.zone])
        self.assertEqual(zones[0]["Config"]["Comment"], "made by hand")

    def test_6_a_cluster_comes_unchanged(self):
        self.write(orders="")
        named = self.told_lines("orders", "orders-aurora")
        self.assertEqual(named, {"imported": {"cluster": "orders-aurora", "instances": ["orders-one", "orders-two"]}})
        self.write(orders=in_yaml(named))
        report = self.report("orders", "orders-aurora", code=BROKEN_PROMISE)
        lines = dict(report["keeping_lines"])
        self.assertEqual(lines["backup_retention_days"], 9)
        self.assertEqual(lines["safety"], True)
        self.assertEqual(lines["instance_class"], "db.r6g.large")
        self.assertEqual(lines["tags.team"], "shop")
        # Who names a minor version, stays on it; AWS does otherwise with this one.
        self.write(orders=in_yaml(named, lines))
        lines |= self.report("orders", "orders-aurora", code=BROKEN_PROMISE)["keeping_lines"]
        self.write(orders=in_yaml(named, lines))
        report = self.report("orders", "orders-aurora")
        self.assertEqual(report["result"], "imported")
        self.assertEqual({part["state"] for part in report["parts"]}, {"kept"})
        cluster, = self.aws("rds", "describe-db-clusters")["DBClusters"]
        for field in ("DbClusterResourceId", "ClusterCreateTime", "MasterUsername", "KmsKeyId", "EngineVersion",
                      "DBClusterParameterGroup", "VpcSecurityGroups", "BackupRetentionPeriod", "DeletionProtection"):
            self.assertIn(field, self.cluster, "what AWS does not tell cannot be compared")
            self.assertEqual(cluster.get(field), self.cluster[field], field)
        self.assertEqual(self.instances_now(), self.instances)
        # Of the bucket and the zone neither.
        self.finds_no_changes()

    def test_7_the_password_is_nobodys_business(self):
        secret, = self.aws("secretsmanager", "list-secrets")["SecretList"]
        self.assertIn("/orders/password-", secret["Name"])
        # Without a version there is no value.
        self.assertFalse(self.aws("secretsmanager", "list-secret-version-ids", "--secret-id", secret["ARN"])["Versions"])

    def test_8_a_cluster_that_the_module_could_not_make_is_refused(self):
        for name, engine, version in (("plain", "aurora-postgresql", "16.4"), ("foreign", "aurora-mysql", "8.0")):
            self.aws("rds", "create-db-cluster", "--db-cluster-identifier", name, "--engine", engine, "--engine-version",
                     version, "--master-username", "a", "--master-user-password", "known-to-many")
        (self.folder / "opta.yaml").write_text(environment("shop", "{type: postgres, name: old}"))
        self.assertIn("is not encrypted", self.run_import("old", "plain", code=FAILED))
        self.assertIn("has the engine aurora-mysql", self.run_import("old", "foreign", code=FAILED))

    def test_9_a_network_that_fits_comes_whole(self):
        folder = project(self.sandbox.scratch, "net", NETWORK)
        vpc = self.make_network()
        lines = self.told_lines("base", vpc, folder=folder)
        (folder / "opta.yaml").write_text(NETWORK + in_yaml(lines))
        before = self.network(vpc)
        self.assertIn("E0752", self.run_import("base", vpc, code=BROKEN_PROMISE, folder=folder))
        self.run_import("base", vpc, "--accept-changes", folder=folder)
        self.assertEqual(self.network(vpc), before)
        self.finds_no_changes(folder)

    def make_network(self) -> str:
        ec2 = lambda *arguments: self.aws("ec2", *arguments)
        vpc = ec2("create-vpc", "--cidr-block", "10.9.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2("create-internet-gateway")["InternetGateway"]["InternetGatewayId"]
        ec2("attach-internet-gateway", "--internet-gateway-id", gateway, "--vpc-id", vpc)
        out = self.make_table(vpc, "--gateway-id", gateway)
        for number in range(2):
            public = self.make_subnet(vpc, number, out)
            address = ec2("allocate-address", "--domain", "vpc")["AllocationId"]
            nat = ec2("create-nat-gateway", "--subnet-id", public, "--allocation-id", address)["NatGateway"]["NatGatewayId"]
            self.make_subnet(vpc, number + 10, self.make_table(vpc, "--nat-gateway-id", nat), number)
        return vpc

    def make_table(self, vpc: str, *way: str) -> str:
        table = self.aws("ec2", "create-route-table", "--vpc-id", vpc)["RouteTable"]["RouteTableId"]
        self.aws("ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", *way)
        return table

    def make_subnet(self, vpc: str, number: int, table: str, zone: int | None = None) -> str:
        made = self.aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", f"10.9.{number}.0/24",
                        "--availability-zone", "us-east-1" + "ab"[number if zone is None else zone])
        subnet = made["Subnet"]["SubnetId"]
        self.aws("ec2", "associate-route-table", "--subnet-id", subnet, "--route-table-id", table)
        return subnet

    def network(self, vpc: str) -> dict[str, set[str]]:
        """The ids of all that it consists of."""
        of_it = ("--filters", f"Name=vpc-id,Values={vpc}")
        tables = self.aws("ec2", "describe-route-tables", *of_it)["RouteTables"]
        return {
            "subnets": {each["SubnetId"] for each in self.aws("ec2", "describe-subnets", *of_it)["Subnets"]},
            "tables": {each["RouteTableId"] for each in tables},
            "associations": {link["RouteTableAssociationId"] for each in tables for link in each["Associations"]},
            "nats": {each["NatGatewayId"] for each in self.aws("ec2", "describe-nat-gateways", "--filter", *of_it[1:])["NatGateways"]},
        }


def in_yaml(*told: dict) -> str:
    """The told lines as part of a module; JSON is YAML."""
    values = {}
    for path, value in (line for lines in told for line in lines.items()):
        first, _, rest = path.partition(".")
        if rest:
            values[first] = values.get(first, {}) | {rest: value}
        else:
            values[first] = value
    return "".join(f"    {key}: {json.dumps(value)}\n" for key, value in values.items())


if __name__ == "__main__":
    unittest.main()
