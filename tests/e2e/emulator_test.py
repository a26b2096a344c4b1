#!/usr/bin/env python3
"""What the emulator does beside answering as AWS: opta and the other tests rely on it."""
import http.client
import re
import unittest
import urllib.parse

from lib import ACCOUNT, Sandbox

AUTHORIZATION = (f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, "
                 "Signature=0")


class EmulatorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def ec2(self, call: str, attempt: int, **parameters: str) -> tuple[int, str]:
        """As an SDK of AWS asks: each call has a number, and each attempt of it."""
        address = urllib.parse.urlsplit(self.sandbox.endpoint)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("POST", "/", urllib.parse.urlencode({**parameters, "Version": "2016-11-15"}), {
            "Authorization": AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded",
            "amz-sdk-invocation-id": call, "amz-sdk-request": f"attempt={attempt}; max=3"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def test_a_second_attempt_gets_the_answer_of_the_first(self):
        status, answer = self.ec2("network", 1, Action="CreateVpc", CidrBlock="10.0.0.0/16")
        self.assertEqual(status, 200, answer)
        vpc = re.search(r"<vpcId>(vpc-\w+)", answer)[1]
        subnet = {"Action": "CreateSubnet", "VpcId": vpc, "CidrBlock": "10.0.0.0/24"}
        first = self.ec2("subnet", 1, **subnet)
        self.assertEqual(first[0], 200, first[1])
        self.assertEqual(self.ec2("subnet", 2, **subnet), first)
        # Another call is another call, and one that is not known yet is done whatever its attempt.
        self.assertEqual(self.ec2("again", 1, **subnet)[0], 400)
        self.assertEqual(self.ec2("late", 2, **{**subnet, "CidrBlock": "10.0.1.0/24"})[0], 200)


if __name__ == "__main__":
    unittest.main()
