#!/usr/bin/env python3
"""`opta verify` on real plans and a real state: ours, and Terraform that a user wrote."""
import json
import subprocess
import unittest

from lib import BROKEN_PROMISE, DONE, Sandbox, environment, project, said

SERVICE = """\
name: data
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - {type: postgres, name: people}
  - {type: redis, name: cache}
  - {type: aws-documentdb, name: docs}
  - {type: aws-s3, name: files, bucket_name: opta-verify-files}
"""
# A network that leads a database out to everybody, and a bucket that says nothing.
OPEN = """\
resource "aws_vpc" "this" {
  cidr_block = "10.9.0.0/16"
}
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_subnet" "this" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}
resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}
resource "aws_route_table_association" "this" {
  count          = 2
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this.id
}
resource "aws_security_group" "db" {
  vpc_id = aws_vpc.this.id
}
resource "aws_vpc_security_group_ingress_rule" "db" {
  security_group_id = aws_security_group.db.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
resource "aws_db_subnet_group" "db" {
  name       = "open"
  subnet_ids = aws_subnet.this[*].id
}
resource "aws_db_instance" "db" {
  identifier             = "open"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "opta"
  password               = "hunter2hunter2"
  publicly_accessible    = true
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.db.name
  vpc_security_group_ids = [aws_security_group.db.id]
}
resource "aws_s3_bucket" "open" {
  bucket = "opta-verify-open"
}
"""
BROKEN = """\
name: open
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - {type: custom-terraform, name: open, source: ./open}
"""


class VerifyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.staging = project(cls.sandbox.scratch, "staging", environment(
            "staging", "type: k8s-cluster\n    min_nodes: 1\n    max_nodes: 2"))
        cls.data = project(cls.sandbox.scratch, "data", SERVICE)
        cls.open = project(cls.sandbox.scratch, "open", BROKEN)
        (cls.open / "open").mkdir()
        (cls.open / "open/main.tf").write_text(OPEN)

    def verify(self, code: int, *arguments: str, cwd) -> dict[str, dict]:
        result = self.sandbox.run("verify", "--format", "json", *arguments, cwd=cwd)
        self.assertEqual(result.returncode, code, said(result))
        self.assertNotIn("hunter2", result.stdout + result.stderr)
        return {promise["id"]: promise for promise in json.loads(result.stdout)["promises"]}

    def test_1_an_environment_is_proved_before_it_is_made(self):
        found = self.verify(DONE, "--sandbox", cwd=self.staging)
        for promise in ("DATA-06", "DATA-07", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07", "IAM-08", "IAM-09",
                        "K8S-01", "NET-02"):
            self.assertEqual(found[promise]["verdict"], "held", found[promise])
            self.assertTrue(found[promise]["cases"])
        self.assertEqual(found["NET-01"]["verdict"], "no such thing")
        self.assertEqual(self.sandbox.left_over(), [])

    def test_2_a_service_is_proved_too(self):
        self.sandbox.apply(self.staging)
        before = self.verify(DONE, "--sandbox", cwd=self.data)
        self.assertNotIn("broken", {promise["verdict"] for promise in before.values()})
        self.sandbox.apply(self.data)
        after = self.verify(DONE, "--sandbox", cwd=self.data)
        for promise in ("DATA-01", "DATA-02", "DATA-03", "DATA-04", "DATA-05", "DATA-06", "DATA-07", "IAM-08", "NET-01"):
            self.assertEqual(after[promise]["verdict"], "held", after[promise])

    def test_3_the_way_from_the_internet_is_told(self):
        found = self.verify(BROKEN_PROMISE, "--sandbox", cwd=self.open)
        self.assertEqual({name for name, promise in found.items() if promise["verdict"] == "broken"},
                         {"DATA-01", "DATA-06", "DATA-07", "NET-01"})
        # What the file leaves open, AWS decides.
        self.assertEqual(found["DATA-05"]["verdict"], "not known yet")
        witness = found["NET-01"]["cases"][0]["witness"].split(" -> ")
        self.assertEqual(witness[:3], ["internet", "module.open.aws_internet_gateway.this",
                                       "module.open.aws_route_table.this"])
        self.assertIn("aws_vpc_security_group_ingress_rule.db", witness[4])
        self.assertIn("0.0.0.0/0, 5432", witness[4])
        text = self.sandbox.run("verify", "--sandbox", cwd=self.open)
        self.assertEqual(text.returncode, BROKEN_PROMISE)
        self.assertIn("`open` of", text.stdout)
        self.assertIn("help: ", text.stdout)

    def test_4_a_plan_and_a_state_of_another_terraform(self):
        root = next(self.data.glob(".opta/**/terraform"))
        state = subprocess.run(["terraform", "show", "-json"], cwd=root, capture_output=True, text=True, timeout=300,
                               env=self.sandbox.environment(AWS_ENDPOINT_URL=self.sandbox.endpoint,
                                                            AWS_ACCESS_KEY_ID="123456789012",
                                                            AWS_SECRET_ACCESS_KEY="sandbox", AWS_REGION="us-east-1"))
        self.assertEqual(state.returncode, 0, state.stderr)
        file = self.sandbox.scratch / "state.json"
        file.write_text(state.stdout)
        found = self.verify(DONE, "--plan", str(file), cwd=self.data)
        self.assertEqual(found["DATA-01"]["verdict"], "held", found["DATA-01"])
        file.write_text("{}")
        result = self.sandbox.run("verify", "--plan", str(file), cwd=self.data)
        self.assertEqual(result.returncode, 2, said(result))
        self.assertIn("terraform show -json", result.stderr)


if __name__ == "__main__":
    unittest.main()
