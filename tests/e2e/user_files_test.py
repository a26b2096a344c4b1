#!/usr/bin/env python3
"""Files and Terraform of the user's own: a policy from JSON, a local module, a state that was made elsewhere."""
import json
import pathlib
import subprocess
import unittest

from lib import ACCOUNT, USAGE, Sandbox, said

POLICY = {"Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username}/*"}]}

ENVIRONMENT = f"""\
name: files
org_name: example
providers:
  aws: {{region: us-east-1, account_id: "{ACCOUNT}"}}
modules:
  - type: aws-iam-policy
    name: readers
    file: policies/readers.json
  - type: custom-terraform
    name: topic
    source: ./terraform//topic
    terraform_inputs: {{name: "{{layer_name}}-events", policy: "${{{{module.readers.policy_name}}}}"}}
"""

TOPIC = """\
variable "name" { type = string }
variable "policy" { type = string }
module "names" {
  source = "../names"
  name   = var.name
}
resource "aws_sns_topic" "topic" {
  name              = module.names.full
  display_name      = file("${path.module}/display.txt")
  tags              = { policy = var.policy }
  kms_master_key_id = "alias/messages"
}
output "arn" { value = aws_sns_topic.topic.arn }
"""

NAMES = """\
variable "name" { type = string }
output "full" { value = "${var.name}-topic" }
"""

# Reads the environment's state as a foreign one: it is a state in a bucket like any other.
SERVICE = """\
name: reader
environments:
  - {name: files, path: ../environment/opta.yaml}
modules:
  - type: external-state
    name: elsewhere
    backend_type: s3
    config: {bucket: "{state_storage}", key: files, region: us-east-1}
  - type: custom-terraform
    name: copy
    source: ../terraform
    terraform_inputs: {policy_arn: "${{module.elsewhere.outputs.policy_arn}}"}
"""

COPY = """\
variable "policy_arn" { type = string }
resource "aws_ssm_parameter" "copy" {
  name  = "/copy"
  type  = "String"
  value = var.policy_arn
}
"""


class UserFilesTest(unittest.TestCase):
    """One folder; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.folder = cls.sandbox.scratch / "landscape"
        cls.write("environment/opta.yaml", ENVIRONMENT)
        cls.write("environment/policies/readers.json", json.dumps(POLICY))
        cls.write("environment/terraform/topic/main.tf", TOPIC)
        cls.write("environment/terraform/topic/display.txt", "Events")
        cls.write("environment/terraform/names/main.tf", NAMES)
        cls.write("environment/terraform/topic/.terraform/providers/large", "x")
        cls.write("service/opta.yaml", SERVICE)
        cls.write("terraform/main.tf", COPY)

    @classmethod
    def write(cls, path: str, text: str) -> pathlib.Path:
        file = cls.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def opta(self, layer: str, *arguments: str, **options):
        return self.sandbox.opta(*arguments, "-c", str(self.folder / layer / "opta.yaml"), **options)

    def no_changes(self, layer: str) -> None:
        plan = self.opta(layer, "plan", "--sandbox")
        self.assertIn("No changes", plan.stdout, said(plan))

    def test_1_what_is_missing_is_said_before_anything_runs(self):
        file = self.folder / "environment/policies/readers.json"
        text = file.read_text()
        for broken, place in (("{\n'a': 1}", "readers.json:2:1"), (None, "opta.yaml:8:11")):
            file.unlink() if broken is None else file.write_text(broken)
            result = self.sandbox.run("apply", "--sandbox", "--auto-approve", "-c",
                                      str(self.folder / "environment/opta.yaml"))
            self.assertEqual(result.returncode, USAGE, said(result))
            self.assertIn(place, result.stderr)
        file.write_text(text)
        self.assertEqual(self.sandbox.inventory(), [])

    def test_2_apply_makes_them_and_a_plan_finds_nothing_more(self):
        plan = self.opta("environment", "plan", "--sandbox")
        self.assertIn("topic: 1 resource to make: topic", plan.stdout, said(plan))
        self.opta("environment", "apply", "--sandbox", "--auto-approve")
        arn = f"arn:aws:iam::{ACCOUNT}:policy/files-files-readers"
        version = self.sandbox.aws("iam", "get-policy-version", "--policy-arn", arn, "--version-id", "v1")
        self.assertEqual(version["PolicyVersion"]["Document"], POLICY, "the policy variable is literal")
        topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:files-events-topic"
        attributes = self.sandbox.aws("sns", "get-topic-attributes", "--topic-arn", topic)["Attributes"]
        self.assertEqual(attributes["DisplayName"], "Events")
        self.no_changes("environment")

    def test_3_another_state_is_read_and_never_written(self):
        bucket = self.sandbox.aws("s3api", "list-buckets")["Buckets"][0]["Name"]
        versions = ("s3api", "list-object-versions", "--bucket", bucket, "--prefix", "files")
        before = self.sandbox.aws(*versions)["Versions"]
        self.opta("service", "apply", "--sandbox", "--auto-approve")
        value = self.sandbox.aws("ssm", "get-parameter", "--name", "/copy")["Parameter"]["Value"]
        self.assertEqual(value, f"arn:aws:iam::{ACCOUNT}:policy/files-files-readers")
        self.no_changes("service")
        self.opta("service", "destroy", "--sandbox", "--auto-approve")
        self.assertEqual(self.sandbox.aws(*versions)["Versions"], before)

    def test_4_a_changed_module_is_planned_and_initialised_anew(self):
        self.write("environment/terraform/topic/more.tf", 'module "again" {\n  source = "../names"\n  name = "x"\n}\n'
                   'resource "aws_sns_topic" "more" {\n  name = module.again.full\n  kms_master_key_id = "alias/messages"\n}\n')
        self.opta("environment", "apply", "--sandbox", "--auto-approve")
        (self.folder / "environment/terraform/topic/more.tf").unlink()
        plan = self.opta("environment", "plan", "--sandbox")
        self.assertIn("- aws_sns_topic.more  to destroy", plan.stdout, said(plan))

    def test_5_generated_terraform_stands_alone(self):
        generated = self.folder / "generated"
        self.opta("environment", "generate-terraform", "-d", str(generated))
        copies = {str(path.relative_to(generated)) for path in (generated / "files").rglob("*") if path.is_file()}
        self.assertEqual(copies, {"files/topic/source/topic/main.tf", "files/topic/source/topic/display.txt",
                                  "files/topic/source/names/main.tf"})
        for command in (("init", "-backend=false"), ("validate",)):
            result = subprocess.run(["terraform", *command, "-no-color"], cwd=generated, env=self.sandbox.environment(),
                                    capture_output=True, text=True, timeout=300)
            self.assertEqual(result.returncode, 0, said(result))

    def test_6_destroy_takes_all_of_it(self):
        self.opta("environment", "destroy", "--sandbox", "--auto-approve")
        self.assertEqual(self.sandbox.left_over(), [])


if __name__ == "__main__":
    unittest.main(failfast=True)
