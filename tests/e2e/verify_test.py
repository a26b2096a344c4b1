#!/usr/bin/env python3
"""`opta verify` on real plans and a real state: ours, and Terraform that a user wrote."""
import json
import shutil
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
variable "encrypted" {
  type = bool
}
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
  storage_encrypted      = var.encrypted
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
  - type: custom-terraform
    name: open
    source: ./open
    terraform_inputs: {encrypted: false}
"""


def waiving(promises) -> str:
    return BROKEN.replace("name: open\n", "name: waived\n", 1) + "waivers:\n" + "".join(
        f"  - {{promise: {promise}, reason: The migration needs it., expires: 2098-12-31}}\n" for promise in promises)


# Pods and a database, of which neither is made.
ASKING = """name: asking
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - {type: postgres, name: db}
  - {type: k8s-service, name: app, image: "ghcr.io/stefanprodan/podinfo:6.9.2", port: {http: 9898}, links: [db]}
"""

# Known before the apply; and DATA-02, which nothing breaks.
WAIVED = waiving(("DATA-01", "DATA-02", "DATA-06", "DATA-07", "DATA-08", "DATA-09", "DATA-13", "LOG-04", "LOG-06",
                  "NET-01", "NET-03", "NET-04", "NET-05", "NET-06", "NET-07", "NET-08"))


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
        for promise in ("DATA-06", "DATA-07", "DATA-08", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07", "IAM-08",
                        "IAM-09", "K8S-01", "K8S-04", "LOG-02", "NET-02", "NET-04", "NET-05", "NET-06", "NET-10"):
            self.assertEqual(found[promise]["verdict"], "held", found[promise])
            self.assertTrue(found[promise]["cases"])
        self.assertEqual(found["NET-01"]["verdict"], "not applicable")
        self.assertEqual(self.sandbox.left_over(), [])

    def test_2_a_service_is_proved_too(self):
        self.sandbox.apply(self.staging)
        before = self.verify(DONE, "--sandbox", cwd=self.data)
        self.assertNotIn("broken", {promise["verdict"] for promise in before.values()})
        self.sandbox.apply(self.data)
        after = self.verify(DONE, "--sandbox", cwd=self.data)
        for promise in ("DATA-01", "DATA-02", "DATA-03", "DATA-04", "DATA-05", "DATA-06", "DATA-07", "IAM-08", "NET-01"):
            self.assertEqual(after[promise]["verdict"], "held", after[promise])

        asking = project(self.sandbox.scratch, "asking", ASKING)
        result = self.sandbox.run("verify", "--sandbox", "--format", "json", "--from", "app", "--to", "db", cwd=asking)
        self.assertEqual(result.returncode, DONE, said(result))
        reach = json.loads(result.stdout)
        self.assertEqual((reach["answer"], reach["ports_open"]), ("yes", ["5432"]), reach)
        self.assertEqual(reach["path"][-1], "module.db.aws_rds_cluster.this (5432)")
        result = self.sandbox.run("verify", "--sandbox", "--from", "app", "--to", "nothing", cwd=asking)
        self.assertEqual(result.returncode, 2, said(result))
        self.assertIn("there are: module.db.aws_rds_cluster.this", said(result))

    def test_3_the_way_from_the_internet_is_told(self):
        found = self.verify(BROKEN_PROMISE, "--sandbox", cwd=self.open)
        broken = {name for name, promise in found.items() if promise["verdict"] == "broken"}
        self.assertLessEqual({"DATA-01", "DATA-06", "DATA-07", "DATA-08", "DATA-13", "NET-01", "NET-03", "NET-04",
                              "NET-05", "NET-07"}, broken)
        # What the file leaves open, AWS decides.
        self.assertEqual(found["DATA-05"]["verdict"], "not known yet")
        witness = found["NET-01"]["cases"][0]["witness"].split(" -> ")
        self.assertEqual(witness[:3], ["internet", "module.open.aws_internet_gateway.this",
                                       "module.open.aws_route_table.this"])
        self.assertIn("aws_vpc_security_group_ingress_rule.db", witness[4])
        self.assertIn("0.0.0.0/0, 5432", witness[4])
        text = self.sandbox.run("verify", "--sandbox", cwd=self.open)
        self.assertEqual(text.returncode, BROKEN_PROMISE)
        # Where an input decides, its line; else the module's.
        self.assertIn("aws_db_instance.db, opta.yaml:7:35\n", text.stdout)
        self.assertIn("aws_s3_bucket.open, opta.yaml:4:11\n", text.stdout)
        self.assertEqual(found["DATA-01"]["cases"][0]["place"], {"file": "opta.yaml", "line": 7, "column": 35})
        self.assertIn("help: ", text.stdout)

    def test_4_evidence_and_sarif(self):
        folder = self.sandbox.scratch / "evidence"
        result = self.sandbox.run("verify", "--sandbox", "--format", "sarif", "--report", str(folder), cwd=self.open)
        self.assertEqual(result.returncode, BROKEN_PROMISE, said(result))
        run = json.loads(result.stdout)["runs"][0]
        broken = [one for one in run["results"] if one["kind"] == "fail" and one["ruleId"] == "DATA-01"]
        self.assertEqual(broken[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 7)
        for name in ("report.html", "report.md"):
            text = (folder / name).read_text()
            self.assertIn("hashicorp/aws", text)
            self.assertIn("opta.yaml:7:35", text)
            self.assertNotIn("hunter2", text)
        self.assertIn("| open |", (folder / "report.md").read_text())
        # It is this layer's folder, and a file of the user's stays.
        other = self.sandbox.run("verify", "--sandbox", "--report", str(folder), cwd=self.staging)
        self.assertEqual(other.returncode, 1, said(other))
        own = self.sandbox.scratch / "own"
        own.mkdir()
        (own / "report.md").write_text("mine")
        self.assertNotIn(self.sandbox.run("verify", "--sandbox", "--report", str(own), cwd=self.open).returncode,
                         (DONE, BROKEN_PROMISE))
        self.assertEqual((own / "report.md").read_text(), "mine")

    def test_5_a_plan_and_a_state_of_another_terraform(self):
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

    def test_5_a_broken_promise_stops_plan_and_apply(self):
        for command in (("plan",), ("apply", "--auto-approve")):
            before = self.sandbox.left_over()
            stopped = self.sandbox.run(*command, "--sandbox", cwd=self.open)
            self.assertEqual(stopped.returncode, BROKEN_PROMISE, said(stopped))
            self.assertIn("E0760", stopped.stderr)
            self.assertRegex(stopped.stdout, r"NET-01 +broken")
            self.assertNotIn("hunter2", stopped.stdout + stopped.stderr)
            self.assertEqual(self.sandbox.left_over(), before, "nothing was made")
        planned = self.sandbox.run("plan", "--sandbox", "--format", "json", cwd=self.open)
        verdicts = {promise["id"]: promise["verdict"] for promise in json.loads(planned.stdout)["promises"]}
        self.assertEqual(verdicts["NET-01"], "broken")
        comment = self.sandbox.run("plan", "--sandbox", "--format", "markdown", cwd=self.open)
        self.assertIn("- **broken**: NET-01", comment.stdout)

    def test_6_a_waiver_lets_it_through_until_its_day(self):
        waived = project(self.sandbox.scratch, "waived", WAIVED)
        shutil.copytree(self.open / "open", waived / "open")
        late = self.sandbox.run("plan", "--sandbox", cwd=waived, env=self.sandbox.environment(OPTA_TODAY="2099-01-01"))
        self.assertEqual(late.returncode, BROKEN_PROMISE, said(late))
        self.assertIn("ended on 2098-12-31", late.stderr)
        early = self.sandbox.environment(OPTA_TODAY="2098-12-31")
        applied = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=waived, env=early)
        self.assertRegex(applied.stdout, r"NET-01 +waived")
        self.assertIn("until 2098-12-31: The migration needs it.", applied.stdout)
        self.assertIn("the waiver of DATA-02 lets nothing through", applied.stderr)
        # How long AWS keeps backups where nobody says so was not known before.
        self.assertEqual(applied.returncode, BROKEN_PROMISE, said(applied))
        self.assertRegex(applied.stderr, r"E0760.* (is|are) broken: .*DATA-05")
        promises = json.loads(self.sandbox.opta("verify", "--list", "--format", "json").stdout)["promises"]
        (waived / "opta.yaml").write_text(waiving(promise["id"] for promise in promises))
        again = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=waived, env=early)
        self.assertEqual(again.returncode, DONE, said(again))
        self.sandbox.destroy(waived)

    def test_7_what_was_opened_by_hand_is_found_live(self):
        self.verify(DONE, "--sandbox", "--live", cwd=self.data)
        self.sandbox.aws("s3api", "delete-public-access-block", "--bucket", "opta-verify-files")
        found = self.verify(BROKEN_PROMISE, "--sandbox", "--live", cwd=self.data)
        self.assertEqual({name for name, promise in found.items() if promise["verdict"] == "broken"}, {"DATA-06"})
        self.verify(DONE, "--sandbox", cwd=self.data)


if __name__ == "__main__":
    unittest.main()
