#!/usr/bin/env python3
"""What `opta iam-policy` prints, measured: every call that the emulator sees from the real AWS provider, the AWS CLI and
Terraform's backend is allowed by it, and every action in it was called or stands in `unseen` with the reason."""
import fnmatch
import json
import re
import unittest

import k8s_base_test
import yaml
from lib import ACCOUNT, ROOT, Sandbox, environment, project

DATA = yaml.safe_load((ROOT / "modules/deployer_actions.yaml").read_text())
UNSEEN = {action for group in DATA["unseen"] for action in group["actions"]}
MANAGED_POLICY_CHARACTERS = 6144


def environment_file(nodes: int) -> str:
    return environment(
        "staging", "type: dns\n    domain: staging.example.com\n    delegated: true",
        f"type: k8s-cluster\n    min_nodes: 1\n    max_nodes: {nodes}",
        f"{{type: aws-nodegroup, name: spot, min_nodes: 0, max_nodes: {nodes}, spot_instances: true}}",
        "type: k8s-base\n    admin_arns: [\"arn:aws:iam::123456789012:role/admins\"]", "type: aws-ses",
    ).replace("type: base\n", "type: base\n    ebs_encryption_by_default: true\n")


def service_file(days: int, seconds: int) -> str:
    return f"""\
name: data
environments:
  - name: staging
    path: ../environment/opta.yaml
modules:
  - {{type: postgres, name: people, backup_retention_days: {days}}}
  - {{type: redis, name: cache}}
  - type: aws-s3
    name: files
    bucket_name: opta-example-files
    files: ./site
    force_destroy: true
    same_region_replication: true
    cors_rule: {{allowed_origins: ["https://a.example.com"], allowed_methods: [GET], max_age_seconds: {seconds}}}
  - {{type: aws-sqs, name: queue, message_retention_seconds: {seconds}}}
  - type: aws-sns
    name: topic
    sqs_subscribers: ["${{{{module.queue.queue_arn}}}}"]
  - {{type: aws-dynamodb, name: table, hash_key: id, attributes: [{{name: id, type: S}}]}}
  - {{type: aws-iam-policy, name: reads, file: ./policy.json}}
  - type: k8s-service
    name: app
    image: AUTO
    port: {{http: 80}}
    links: [people, cache]
"""


# Operations that IAM has another name for.
IAM_NAMES = {
    ("s3", "DeleteBucketCors"): ["PutBucketCORS"],
    ("s3", "DeleteBucketEncryption"): ["PutEncryptionConfiguration"],
    ("s3", "DeleteBucketLifecycle"): ["PutLifecycleConfiguration"],
    ("s3", "DeleteBucketOwnershipControls"): ["PutBucketOwnershipControls"],
    ("s3", "DeleteBucketReplication"): ["PutReplicationConfiguration"],
    ("s3", "DeleteObjects"): ["DeleteObject", "DeleteObjectVersion"],
    ("s3", "DeletePublicAccessBlock"): ["PutBucketPublicAccessBlock"],
    ("s3", "GetBucketAccelerateConfiguration"): ["GetAccelerateConfiguration"],
    ("s3", "GetBucketCors"): ["GetBucketCORS"],
    ("s3", "GetBucketEncryption"): ["GetEncryptionConfiguration"],
    ("s3", "GetBucketLifecycleConfiguration"): ["GetLifecycleConfiguration"],
    ("s3", "GetBucketReplication"): ["GetReplicationConfiguration"],
    ("s3", "GetObjectLockConfiguration"): ["GetBucketObjectLockConfiguration"],
    ("s3", "GetPublicAccessBlock"): ["GetBucketPublicAccessBlock"],
    ("s3", "HeadBucket"): ["ListBucket"],
    ("s3", "HeadObject"): ["GetObject"],
    ("s3", "ListObjectVersions"): ["ListBucketVersions"],
    ("s3", "ListObjectsV2"): ["ListBucket"],
    ("s3", "PutBucketCors"): ["PutBucketCORS"],
    ("s3", "PutBucketEncryption"): ["PutEncryptionConfiguration"],
    ("s3", "PutBucketLifecycleConfiguration"): ["PutLifecycleConfiguration"],
    ("s3", "PutBucketReplication"): ["PutReplicationConfiguration"],
    ("s3", "PutPublicAccessBlock"): ["PutBucketPublicAccessBlock"],
    # AWS answers it to everybody.
    ("sts", "GetCallerIdentity"): [],
}

# Where a parameter names a resource: the ARN behind "arn:aws:SERVICE:". Not there: what AWS does not ask the policy about.
EC2 = {"AllocationId": "elastic-ip", "FlowLogId": "vpc-flow-log", "GroupId": "security-group",
       "InternetGatewayId": "internet-gateway", "LaunchTemplateId": "launch-template",
       "RouteTableId": "route-table", "SubnetId": "subnet", "VpcId": "vpc"}
REGIONAL = f"us-east-1:{ACCOUNT}"
PLACES = {
    "ec2": {name: f"{REGIONAL}:{kind}/{{}}" for name, kind in EC2.items()},
    "dynamodb": {"TableName": f"{REGIONAL}:table/{{}}"},
    "ecr": {"repositoryName": f"{REGIONAL}:repository/{{}}"},
    "elasticache": {"CacheSubnetGroupName": f"{REGIONAL}:subnetgroup:{{}}", "CacheClusterId": f"{REGIONAL}:cluster:{{}}",
                    "CacheParameterGroupName": f"{REGIONAL}:parametergroup:{{}}",
                    "ReplicationGroupId": f"{REGIONAL}:replicationgroup:{{}}"},
    "iam": {"RoleName": f":{ACCOUNT}:role/{{}}"},
    "kms": {"AliasName": f"{REGIONAL}:{{}}", "KeyId": f"{REGIONAL}:key/{{}}", "TargetKeyId": f"{REGIONAL}:key/{{}}"},
    "logs": {"logGroupName": f"{REGIONAL}:log-group:{{}}"},
    "rds": {"DBClusterIdentifier": f"{REGIONAL}:cluster:{{}}", "DBInstanceIdentifier": f"{REGIONAL}:db:{{}}",
            "DBClusterParameterGroupName": f"{REGIONAL}:cluster-pg:{{}}", "DBSubnetGroupName": f"{REGIONAL}:subgrp:{{}}"},
    "sqs": {"QueueName": f"{REGIONAL}:{{}}"},
}
# Parameters that are the ARN.
ARNS = {"ResourceArn", "resourceArn", "ResourceName", "SecretId", "TopicArn", "LoadBalancerArn", "ListenerArn",
        "TargetGroupArn", "CertificateArn", "OpenIDConnectProviderArn"}


def actions_of(call: dict) -> list[str]:
    names = IAM_NAMES.get((call["service"], call["operation"]), [call["operation"]])
    return [f"{call['service']}:{name}" for name in names]


def resources_of(call: dict) -> list[str]:
    """ARNs that a policy has to allow the call on, as far as the request says; empty: not known."""
    service, resource = call["service"], call["resource"]
    if service == "s3":
        if call["operation"] == "DeleteObjects":
            return []  # the keys stand in the body
        path = [resource[name] for name in ("Bucket", "Key") if name in resource]
        return ["arn:aws:s3:::" + "/".join(path)] if path else []
    if service == "eks" and "name" in resource:
        for kind, name in (("addon", "addonName"), ("nodegroup", "nodegroupName")):
            if name in resource:
                return [f"arn:aws:eks:{REGIONAL}:{kind}/{resource['name']}/{resource[name]}/0"]
        return [f"arn:aws:eks:{REGIONAL}:cluster/{resource['name']}"]
    if service == "secretsmanager" and call["operation"] == "CreateSecret":
        return [f"arn:aws:secretsmanager:{REGIONAL}:secret:{resource['Name']}-AbCdEf"]
    if service == "sqs" and "QueueUrl" in resource:
        return [f"arn:aws:sqs:{REGIONAL}:{resource['QueueUrl'].rpartition('/')[2]}"]
    if service == "sns" and call["operation"] == "CreateTopic":
        return [f"arn:aws:sns:{REGIONAL}:{resource['Name']}"]
    if service == "iam" and "RoleName" not in resource:
        if "PolicyName" in resource:
            return [f"arn:aws:iam::{ACCOUNT}:policy/{resource['PolicyName']}"]
        if "PolicyArn" in resource:
            return [resource["PolicyArn"]]
    found = [f"arn:aws:{service}:" + place.format(resource[name])
             for name, place in PLACES.get(service, {}).items() if name in resource]
    return found + [resource[name] for name in ARNS if resource.get(name, "").startswith("arn:")]


def matches(pattern: str, arn: str) -> bool:
    return fnmatch.fnmatchcase(arn, re.sub(r"([\[\]?])", r"[\1]", pattern))


def refused(policies: list[dict], calls: list[dict]) -> list[str]:
    """The calls that the policies do not allow."""
    found = set()
    for call in calls:
        for action in actions_of(call):
            patterns = [pattern for policy in policies for statement in policy["Statement"]
                        if action in statement["Action"] for pattern in statement["Resource"]]
            if not patterns:
                found.add(action)
            for arn in resources_of(call):
                if not any(matches(pattern, arn) for pattern in patterns):
                    found.add(f"{action} on {arn}")
    return sorted(found)


def faults(policy: dict) -> list[str]:
    """What IAM would not take about the document."""
    found = []
    if list(policy) != ["Version", "Statement"] or policy["Version"] != "2012-10-17":
        found.append("its version")
    if len(json.dumps(policy, separators=(",", ":"))) > MANAGED_POLICY_CHARACTERS:
        found.append("its length")
    sids = [statement["Sid"] for statement in policy["Statement"]]
    if len(set(sids)) != len(sids) or not all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in sids):
        found.append(f"its sids {sids}")
    for statement in policy["Statement"]:
        if not set(statement) <= {"Sid", "Effect", "Action", "Resource", "Condition"} or statement["Effect"] != "Allow":
            found.append(f"the statement {statement}")
        found += [f"the action {each}" for each in statement["Action"] if not re.fullmatch("[a-z0-9-]+:[A-Za-z0-9]+", each)]
        found += [f"the resource {each}" for each in statement["Resource"]
                  if each != "*" and not re.fullmatch(r"arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|\*)?(:.+)?", each)]
        if not statement["Action"] or not statement["Resource"]:
            found.append(f"the empty statement {statement}")
    return found


class PolicyTest(unittest.TestCase):
    """An environment and a service, made, changed and taken down once; the tests look at what was called."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        mirror = cls.sandbox.scratch / "mirror"
        mirror.mkdir()
        for name, version in k8s_base_test.charts():
            k8s_base_test.pack(mirror, name, version)
        cls.options = ("--sandbox", "--auto-approve", "--chart-mirror", str(mirror))
        cls.environment = project(cls.sandbox.scratch, "environment", environment_file(nodes=2))
        cls.service = project(cls.sandbox.scratch, "service", service_file(days=5, seconds=3600))
        (cls.service / "site").mkdir()
        (cls.service / "site/index.html").write_text("hello")
        (cls.service / "policy.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}))
        cls.policies, cls.calls = {}, {"environment": [], "service": []}
        for folder in (cls.environment, cls.service):
            printed = cls.sandbox.opta("iam-policy", "--format", "json", cwd=folder)
            cls.policies[folder.name] = json.loads(printed.stdout)
        cls.record("apply", cls.environment)
        cls.record("apply", cls.service)
        (cls.environment / "opta.yaml").write_text(environment_file(nodes=3))
        (cls.service / "opta.yaml").write_text(service_file(days=9, seconds=7200))
        cls.record("apply", cls.environment)
        cls.record("apply", cls.service)
        cls.record("destroy", cls.service)
        cls.record("destroy", cls.environment)

    @classmethod
    def record(cls, command, folder):
        cls.sandbox.record_calls()
        cls.sandbox.opta(command, *cls.options, cwd=folder)
        cls.calls[folder.name] += cls.sandbox.calls()

    def test_every_call_is_allowed(self):
        for layer, printed in self.policies.items():
            self.assertGreater(len(self.calls[layer]), 100)
            self.assertEqual(refused(printed["policies"], self.calls[layer]), [], layer)

    def test_every_action_is_called_or_has_a_reason(self):
        called = {action for calls in self.calls.values() for call in calls for action in actions_of(call)}
        printed = {reason["action"] for policy in self.policies.values() for reason in policy["reasons"]}
        self.assertEqual(sorted(printed - called - UNSEEN), [], "neither called nor explained")
        self.assertEqual(sorted(called & UNSEEN), [], "said to be unseen, but called")

    def test_iam_takes_the_documents(self):
        for layer, printed in self.policies.items():
            self.assertEqual(printed["unknown"], [])
            for policy in printed["policies"]:
                self.assertEqual(faults(policy), [], layer)
            listed = {action for policy in printed["policies"] for each in policy["Statement"] for action in each["Action"]}
            self.assertEqual(listed, {reason["action"] for reason in printed["reasons"]})


if __name__ == "__main__":
    unittest.main()
