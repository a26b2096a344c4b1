#!/usr/bin/env python3
"""The promises on Terraform that others could have written, against answers found by hand: public_examples/README.md."""
import json
import pathlib
import shutil
import subprocess
import unittest

from lib import ACCOUNT, BROKEN_PROMISE, DONE, ROOT, Sandbox, said

EXAMPLES = ROOT / "tests/e2e/public_examples"
PROVIDER = """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""
# Beside the promises of an example's answers, these are held to them, too: what is not named there must not be broken.
NETWORK = ("NET-01", "NET-02")


class PublicExamplesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        # One folder, so that the provider is unpacked once.
        cls.folder = cls.sandbox.scratch / "terraform"
        cls.folder.mkdir()
        (cls.folder / "provider.tf").write_text(PROVIDER)
        cls.terraform("init", "-no-color")

    @classmethod
    def terraform(cls, *arguments: str) -> str:
        env = cls.sandbox.environment(AWS_ENDPOINT_URL=cls.sandbox.endpoint, AWS_ACCESS_KEY_ID=ACCOUNT,
                                      AWS_SECRET_ACCESS_KEY="sandbox", AWS_REGION="us-east-1",
                                      AWS_EC2_METADATA_DISABLED="true", TF_IN_AUTOMATION="1", TF_INPUT="0")
        result = subprocess.run(["terraform", *arguments], cwd=cls.folder, env=env, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=600)
        assert result.returncode == 0, said(result)
        return result.stdout

    def verdicts(self, example: pathlib.Path) -> dict[str, dict]:
        shutil.copy(example / "main.tf", self.folder / "main.tf")
        self.terraform("plan", "-no-color", "-lock=false", "-out=plan")
        plan = self.folder / "plan.json"
        plan.write_text(self.terraform("show", "-json", "plan"))
        result = self.sandbox.run("verify", "--plan", str(plan), "--format", "json")
        self.assertIn(result.returncode, (DONE, BROKEN_PROMISE), said(result))
        return {promise["id"]: promise for promise in json.loads(result.stdout)["promises"]}

    def test_each_is_judged_as_by_hand(self):
        examples = sorted(file.parent for file in EXAMPLES.glob("*/answers.json"))
        self.assertGreaterEqual(len(examples), 10)
        for example in examples:
            answers = json.loads((example / "answers.json").read_text())
            found = self.verdicts(example)
            for promise in {*answers, *NETWORK}:
                expected = answers.get(promise, {})
                cases = {case["address"]: case for case in found[promise]["cases"]}
                for address, (verdict, why) in expected.items():
                    with self.subTest(example=example.name, promise=promise, address=address):
                        self.assertIn(address, cases)
                        self.assertEqual(cases[address]["verdict"], verdict, f"{why}; {cases[address]['witness']}")
                        # Who is told that something is open is told by which way.
                        if verdict == "broken":
                            self.assertTrue(cases[address]["witness"])
                            if promise in NETWORK:
                                self.assertTrue(cases[address]["witness"].startswith("internet -> "))
                with self.subTest(example=example.name, promise=promise):
                    others = [case for address, case in cases.items()
                              if address not in expected and case["verdict"] == "broken"]
                    self.assertEqual(others, [])


if __name__ == "__main__":
    unittest.main()
