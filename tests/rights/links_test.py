#!/usr/bin/env python3
"""What each permission of each link of the library allows, and what not.

`opta show links` says the statements; they are compared with tests/rights/expected, a file a permission, and judged by
iam.py against what stands below. Types and permissions are those that the library has: a new one without its file and its
line here fails. That the statements become the role's policy, word for word, is shown by tests/cluster/links_test.py.

The emulator is no second judge: moto 5.2.1 has neither SimulateCustomPolicy nor SimulatePrincipalPolicy, and where it
enforces policies itself, it takes an Allow whose condition does not hold for a denial.

usage: links_test.py OPTA [--accept]     --accept rewrites what is expected
"""
import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

import iam

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "expected"
LIBRARY = HERE.parents[1] / "modules"
SECONDS_MAX = 20

OPTA, ACCEPT = "", False

FILE = """\
name: rights
org_name: example
providers:
  aws: {region: us-east-1, account_id: "123456789012"}
modules:
  - {type: base, vpc_log_retention: 90}
  - type: aws-iam-role
    name: worker
    allowed_iams: ["arn:aws:iam::123456789012:role/other"]
    links: [target: [PERMISSION]]
  - {name: target, TARGET}
"""

KEY = "arn:aws:kms:us-east-1:123456789012:key/1c7f0e1a-8d3b-4f0e-9a56-2f6f3f7c9d10"
BUCKET = "arn:aws:s3:::acme-uploads"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:jobs"
TOPIC = "arn:aws:sns:us-east-1:123456789012:news"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"


class Target:
    """A type that can be linked to: its outputs, and what each permission allows, on which resource."""

    def __init__(self, module: str, outputs: dict[str, str], allowed: dict[str, dict[str, set[str]]],
                 key: tuple[str, str, str] | None = None) -> None:
        self.module, self.outputs, self.allowed = module, outputs, allowed
        # Under the environment's key: the service that uses it, and the part of its context that names this target.
        self.key = key


_READ_ITEMS = {"dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PartiQLSelect",
               "dynamodb:Query", "dynamodb:Scan"}
_WRITE_ITEMS = {"dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PartiQLDelete",
                "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PutItem", "dynamodb:UpdateItem"}
_ABOUT_QUEUE = {"sqs:GetQueueAttributes", "sqs:GetQueueUrl"}

TARGETS = {
    "aws-s3": Target(
        "bucket_name: acme-uploads", {"bucket_arn": BUCKET},
        {"read": {BUCKET: {"s3:ListBucket"}, BUCKET + "/a/b.txt": {"s3:GetObject"}},
         "write": {BUCKET: {"s3:ListBucket"},
                   BUCKET + "/a/b.txt": {"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject",
                                         "s3:ListMultipartUploadParts", "s3:PutObject"}}}),
    "aws-sqs": Target(
        "", {"queue_arn": QUEUE, "kms_arn": KEY},
        {"publish": {QUEUE: _ABOUT_QUEUE | {"sqs:SendMessage"}, KEY: {"kms:Decrypt", "kms:GenerateDataKey"}},
         "subscribe": {QUEUE: _ABOUT_QUEUE | {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"},
                       KEY: {"kms:Decrypt"}}},
        key=("sqs", "aws:sqs:arn", QUEUE)),
    "aws-sns": Target(
        "", {"topic_arn": TOPIC, "kms_arn": KEY},
        {"publish": {TOPIC: {"sns:Publish"}, KEY: {"kms:Decrypt", "kms:GenerateDataKey"}}},
        key=("sns", "aws:sns:topicArn", TOPIC)),
    "aws-dynamodb": Target(
        "hash_key: id, attributes: [{name: id, type: S}]",
        {"table_arn": TABLE, "table_id": "orders", "kms_arn": KEY},
        {"read": {TABLE: _READ_ITEMS, KEY: {"kms:Decrypt"}},
         "write": {TABLE: _READ_ITEMS | _WRITE_ITEMS, KEY: {"kms:Decrypt", "kms:GenerateDataKey"}}},
        key=("dynamodb", "aws:dynamodb:tableName", "orders")),
}

# What nobody gets by a link; with all that some permission allows, what is asked about every resource.
NEVER = {
    "s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:PutObjectAcl", "s3:DeleteObjectVersion",
    "s3:PutEncryptionConfiguration", "s3:BypassGovernanceRetention", "s3:ListAllMyBuckets",
    "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:AddPermission", "sqs:CreateQueue",
    "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:AddPermission",
    "dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:ExportTableToPointInTime", "dynamodb:CreateBackup",
    "dynamodb:PutResourcePolicy", "dynamodb:GetRecords",
    "kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
    "secretsmanager:GetSecretValue", "iam:PassRole", "sts:AssumeRole",
}
ACTIONS = sorted(NEVER.union(*(actions for target in TARGETS.values() for rights in target.allowed.values()
                               for actions in rights.values())))


def library() -> dict[str, set[str]]:
    """The permissions of each type that has some."""
    modules = (yaml.safe_load(path.read_text()) for path in sorted(LIBRARY.glob("*/*/module.yaml")))
    return {module["type"]: set(permissions) for module in modules
            if (permissions := (module.get("link") or {}).get("permissions"))}


def golden(kind: str, permission: str) -> pathlib.Path:
    return EXPECTED / f"{kind}.{permission}.json"


@functools.cache
def statements(kind: str, permission: str) -> list[dict]:
    """As opta says them, of a link with this one permission."""
    target = f"type: {kind}, {TARGETS[kind].module}".rstrip(", ")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "opta.yaml")
        file.write_text(FILE.replace("PERMISSION", permission).replace("TARGET", target))
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "NO_COLOR": "1"}
        result = subprocess.run([OPTA, "show", "links", "--format", "json", "-c", file], env=environment, text=True,
                                capture_output=True, timeout=SECONDS_MAX, check=False)
    assert result.returncode == 0, result.stderr + result.stdout
    link, = json.loads(result.stdout)["links"]
    said, = link["permissions"]
    assert (link["to_type"], said["name"]) == (kind, permission), link
    return said["statements"]


def policy(kind: str, permission: str) -> dict:
    """What Terraform makes of the statements when the target exists."""
    def known(text: str) -> str:
        return re.sub(r"\$\{module\.target\.(\w+)\}", lambda found: TARGETS[kind].outputs[found[1]], text)

    made = []
    for each in statements(kind, permission):
        condition = {}
        for one in each["conditions"]:
            condition.setdefault(one["test"], {})[one["variable"]] = [known(value) for value in one["values"]]
        made.append({"Sid": each["sid"], "Effect": "Allow", "Action": each["actions"],
                     "Resource": [known(resource) for resource in each["resources"]], "Condition": condition})
    return {"Version": "2012-10-17", "Statement": made}


def of_each_permission(test):
    def run(self):
        for kind, permissions in library().items():
            for permission in sorted(permissions):
                with self.subTest(type=kind, permission=permission):
                    test(self, kind, permission)
    return run


class Rights(unittest.TestCase):
    def test_every_permission_of_the_library_is_here(self):
        self.assertEqual(library(), {kind: set(target.allowed) for kind, target in TARGETS.items()})

    def test_every_golden_file_has_its_permission(self):
        wanted = {golden(kind, permission).name for kind, permissions in library().items() for permission in permissions}
        self.assertLessEqual({path.name for path in EXPECTED.iterdir()}, wanted)

    @of_each_permission
    def test_golden(self, kind, permission):
        path, text = golden(kind, permission), json.dumps(statements(kind, permission), indent=2) + "\n"
        if ACCEPT:
            path.write_text(text)
        self.assertEqual(path.read_text() if path.exists() else "", text)

    @of_each_permission
    def test_nothing_by_pattern_and_nothing_but_the_target(self, kind, permission):
        for each in statements(kind, permission):
            conditions = json.dumps(each["conditions"])
            for text in (*each["actions"], conditions):
                self.assertNotRegex(text, r"[*?]")
            for resource in each["resources"]:
                # Its own ARN, or what is below it; the key is the environment's, so conditions name the target.
                self.assertRegex(resource, r"^\$\{module\.target\.\w+_arn\}(/\*)?$")
                if "kms_arn" in resource:
                    self.assertIn("kms:ViaService", conditions)
                    self.assertIn("kms:EncryptionContext:", conditions)
                    self.assertRegex(conditions, r"\$\{module\.target\.\w+\}")

    def context(self, kind: str, **changed: str) -> dict[str, str]:
        """Of a use of the key by the service, for the target."""
        key = TARGETS[kind].key
        if key is None:
            return {}
        service, name, value = key
        return {"kms:ViaService": changed.get("via", f"{service}.us-east-1.amazonaws.com"),
                f"kms:EncryptionContext:{name}": changed.get("value", value)}

    def assert_allows(self, document: dict, wanted: set[str], resource: str, context: dict[str, str] | None = None):
        allowed = {action for action in ACTIONS if iam.decide(document, action, resource, context) is iam.Decision.ALLOWED}
        self.assertEqual(allowed, wanted, (resource, context))

    @of_each_permission
    def test_it_allows_what_it_says_and_nothing_else(self, kind, permission):
        document, wanted = policy(kind, permission), TARGETS[kind].allowed[permission]
        for resource, actions in wanted.items():
            self.assert_allows(document, actions, resource, self.context(kind))
        for resource in wanted:
            name = re.split("[:/]", resource.removesuffix("/a/b.txt"))[-1]
            for old, new in ((name, name + "2"), (name, name[:-1]), (name, "other"), (resource, "*"),
                             ("123456789012", "210987654321"), ("us-east-1", "eu-west-1")):
                if (another := resource.replace(old, new)) != resource:
                    self.assert_allows(document, set(), another, self.context(kind))

    @of_each_permission
    def test_the_key_is_for_the_target_by_its_service(self, kind, permission):
        if KEY not in TARGETS[kind].allowed[permission]:
            return
        document, good = policy(kind, permission), self.context(kind)
        for context in ({}, self.context(kind, via="secretsmanager.us-east-1.amazonaws.com"),
                        self.context(kind, via=good["kms:ViaService"].replace("us-east-1", "eu-west-1")),
                        self.context(kind, value=TARGETS[kind].key[2] + "2"),
                        *({name: good[name]} for name in good)):
            self.assert_allows(document, set(), KEY, context)


if __name__ == "__main__":
    OPTA, ACCEPT = str(pathlib.Path(sys.argv[1]).resolve()), "--accept" in sys.argv
    unittest.main(argv=sys.argv[:1])
