#!/usr/bin/env python3
"""`opta doctor` before the first apply and after somebody changed the cloud: quotas and drift, asked of the emulator."""
import json
import unittest

from lib import ACCOUNT, DONE, FAILED, Sandbox, environment, project, said

ENVIRONMENT = environment("staging", "type: dns\n    domain: staging.example.com\n    delegated: true",
                          "type: k8s-cluster\n    min_nodes: 3\n    max_nodes: 5\n    node_instance_type: t3.large")
VPCS_OF_AN_ACCOUNT = 5


class DoctorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.folder = project(cls.sandbox.scratch, "environment", ENVIRONMENT)

    def doctor(self, code: int, *arguments: str) -> dict[tuple[str, str], dict]:
        result = self.sandbox.run("doctor", "--sandbox", "--format", "json", *arguments, cwd=self.folder)
        self.assertEqual(result.returncode, code, said(result))
        return {(finding["area"], finding["subject"]): finding for finding in json.loads(result.stdout)["findings"]}

    def text(self, found, area: str, subject: str, health: str) -> str:
        self.assertEqual(found[area, subject]["health"], health, found[area, subject])
        return found[area, subject]["text"]

    def test_1_the_plan_is_held_against_the_accounts_quotas(self):
        found = self.doctor(DONE)
        # The account's default VPC is there already.
        self.assertEqual(self.text(found, "quotas", "VPCs", "good"), "1 in use, and 1 more to be made; 5 allowed")
        self.assertEqual(self.text(found, "quotas", "elastic IPs", "good"), "0 in use, and 3 more to be made; 5 allowed")
        # Three nodes with two virtual CPUs each.
        self.assertEqual(self.text(found, "quotas", "vCPUs of running instances", "good"),
                         "0 in use, and 6 more to be made; 64 allowed")
        self.assertNotIn(("quotas", "vCPUs of spot instances"), found)
        self.assertNotIn(("plan", "drift"), found, "nothing was applied")
        self.assertEqual(self.sandbox.left_over(), [], "it only looks")

    def test_2_a_quota_without_room_is_told_before_an_apply_meets_it(self):
        vpcs = [self.sandbox.aws("ec2", "create-vpc", f"--cidr-block=10.{number}.0.0/16")["Vpc"]["VpcId"]
                for number in range(100, 99 + VPCS_OF_AN_ACCOUNT)]
        found = self.doctor(FAILED)
        self.assertEqual(self.text(found, "quotas", "VPCs", "broken"), "5 in use, and 1 more to be made; 5 allowed")
        self.assertIn("--service-code vpc --quota-code L-F678F1CE --desired-value 6 --region us-east-1",
                      found["quotas", "VPCs"]["help"])
        self.assertNotIn(("quotas", "VPCs"), self.doctor(DONE, "--quick"))
        for vpc in vpcs:
            self.sandbox.aws("ec2", "delete-vpc", f"--vpc-id={vpc}")

    def test_3_what_is_applied_needs_nothing_more(self):
        self.sandbox.apply(self.folder)
        found = self.doctor(DONE)
        self.assertEqual([subject for area, subject in found if area == "quotas"], [])
        self.assertEqual(self.text(found, "plan", "drift", "good"), "the cloud is as applied")

    def test_4_what_somebody_changed_is_counted(self):
        group = self.sandbox.aws("logs", "describe-log-groups")["logGroups"][0]["logGroupName"]
        self.sandbox.aws("logs", "put-retention-policy", f"--log-group-name={group}", "--retention-in-days=1")
        self.assertEqual(self.text(self.doctor(DONE), "plan", "drift", "attention"),
                         "1 thing changed in the cloud outside Opta")


if __name__ == "__main__":
    unittest.main()
