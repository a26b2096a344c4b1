"""The judge itself, on cases that AWS's documentation of policy evaluation decides."""
import unittest

import iam
from iam import Decision

TOPIC = "arn:aws:sns:us-east-1:123456789012:topic"


def statement(effect="Allow", action="sns:Publish", resource=TOPIC, **condition) -> dict:
    made = {"Effect": effect, "Action": action, "Resource": resource}
    return made | ({"Condition": condition} if condition else {})


class Decide(unittest.TestCase):
    def check(self, wanted: Decision, *statements, action="sns:Publish", resource=TOPIC, **context):
        self.assertEqual(iam.decide({"Statement": list(statements)}, action, resource, context), wanted)

    def test_nothing_is_allowed_by_default(self):
        self.check(Decision.NOT_ALLOWED)
        self.check(Decision.NOT_ALLOWED, statement(), action="sns:Subscribe")
        self.check(Decision.NOT_ALLOWED, statement(), resource=TOPIC + "2")

    def test_a_denial_wins(self):
        self.check(Decision.ALLOWED, statement())
        self.check(Decision.DENIED, statement(), statement("Deny", "sns:*", "*"))
        self.check(Decision.ALLOWED, statement(), statement("Deny", "sns:*", "*", Bool={"aws:SecureTransport": "false"}),
                   **{"aws:SecureTransport": "true"})

    def test_wildcards(self):
        self.check(Decision.ALLOWED, statement(action="SNS:publ*"))
        self.check(Decision.ALLOWED, statement(action=["sqs:*", "sns:Pu?lish"]))
        self.check(Decision.ALLOWED, statement(resource="arn:aws:sns:*"))
        self.check(Decision.NOT_ALLOWED, statement(resource=TOPIC.upper()))
        self.check(Decision.NOT_ALLOWED, statement(resource=TOPIC.replace("topic", "t.*")))
        self.check(Decision.NOT_ALLOWED, statement(resource="arn:aws:s3:::bucket/*"), resource="arn:aws:s3:::bucket")

    def test_all_conditions_have_to_hold_and_one_value_of_each(self):
        both = statement(StringEquals={"kms:ViaService": ["sns.a", "sns.b"], "aws:PrincipalTag/team": "x"})
        self.check(Decision.ALLOWED, both, **{"kms:ViaService": "sns.b", "aws:principaltag/team": "x"})
        self.check(Decision.NOT_ALLOWED, both, **{"kms:ViaService": "sns.c", "aws:PrincipalTag/team": "x"})
        self.check(Decision.NOT_ALLOWED, both, **{"kms:ViaService": "sns.a"})
        self.check(Decision.NOT_ALLOWED, both, **{"kms:ViaService": "SNS.a", "aws:PrincipalTag/team": "x"})
        self.check(Decision.NOT_ALLOWED, both)

    def test_conditions(self):
        def holds(test, wanted, given):
            decision = iam.decide({"Statement": statement(**{test: {"key": wanted}})}, "sns:Publish", TOPIC, {"key": given})
            return decision is Decision.ALLOWED

        self.assertTrue(holds("StringLike", "sqs.*.amazonaws.com", "sqs.eu-west-1.amazonaws.com"))
        self.assertFalse(holds("StringEquals", "sqs.*.amazonaws.com", "sqs.eu-west-1.amazonaws.com"))
        self.assertTrue(holds("ArnLike", "arn:aws:sns:*:*:topic", TOPIC))
        self.assertFalse(holds("ArnLike", "arn:aws:sns:*:topic", TOPIC))
        self.assertTrue(holds("StringLike", "arn:aws:sns:*:topic", TOPIC))
        self.assertTrue(holds("Bool", "true", "True"))

    def test_what_it_does_not_know_is_an_error(self):
        for bad in (statement(StringNotEquals={"key": "x"}), statement(resource="arn:aws:s3:::${aws:username}"),
                    {"Effect": "Allow", "NotAction": "sns:Publish", "Resource": "*"}, statement("allow")):
            with self.assertRaises((NotImplementedError, ValueError)):
                iam.decide({"Statement": bad}, "sns:Publish", TOPIC)


if __name__ == "__main__":
    unittest.main()
