#!/usr/bin/env python3
"""A client VPN's life against the emulator. Its own test, since the provider alone waits four minutes for an association."""
import json
import unittest

from lib import ACCOUNT, Sandbox, environment, project

VPN = """type: aws-vpn
    name: vpn
    server_certificate_arn: {certificate}
    saml_provider_arn: arn:aws:iam::{account}:saml-provider/{provider}"""


class VpnTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        certificate = cls.sandbox.aws("acm", "request-certificate", "--domain-name", "vpn.example.com")["CertificateArn"]
        cls.certificate = certificate
        cls.folder = project(cls.sandbox.scratch, "environment", cls.file("office"))

    @classmethod
    def file(cls, provider: str) -> str:
        return environment("vpn", VPN.format(certificate=cls.certificate, account=ACCOUNT, provider=provider))

    def changes(self) -> dict[str, str]:
        plan = json.loads(self.sandbox.opta("plan", "--sandbox", "--format", "json", cwd=self.folder).stdout)
        return {change["address"]: change["action"] for change in plan["changes"]}

    def test_whole_life(self):
        self.sandbox.apply(self.folder)
        endpoint, = self.sandbox.aws("ec2", "describe-client-vpn-endpoints")["ClientVpnEndpoints"]
        self.assertTrue(endpoint["SplitTunnel"])
        self.assertTrue(endpoint["ConnectionLogOptions"]["Enabled"])
        self.assertEqual(endpoint["ServerCertificateArn"], self.certificate)
        self.assertEqual(self.changes(), {})
        self.sandbox.destroy(self.folder)
        self.sandbox.aws("acm", "delete-certificate", "--certificate-arn", self.certificate)
        self.assertEqual(self.sandbox.left_over(), [])


if __name__ == "__main__":
    unittest.main()
