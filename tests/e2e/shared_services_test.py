#!/usr/bin/env python3
"""Buckets, queues, topics, tables, identities, mail, functions and what stands before them: their life in the emulator."""
import json
import unittest
import zipfile

from lib import Sandbox, environment, project, said

# Somebody's public key; nobody has its other half.
PGP_KEY = (
    "mQENBGsHszwBCADSmC8scT4qQ+VnAP0528rmbILjBseZ+62GzbLxOW+nJLf7qjIIY6YIF1AvRzzAs9ZZWPKFbbBszGctQeD5tBDu"
    "an7cH8lQNn3OG2ZQtGgMgOdW81LA12kjIjPT8hqcO6dKb5SEqghLjsZqrYw/q2/YXcDfgUsDx0bX+CVEw9tUDJDND9Xn5UDUn/61"
    "5IErzTCUgRfns5TxCUICzwXux3RWcVSbSLYd12DfYYunDOewrxJD5FeDmD0cC6M9ZGIzlB2FrXaiHkICZCGC8YlLOykum5UwgEAc"
    "RvatJLy6Rm3D/9IyIO8EsDvuvYvD6yJtyeHsitHVTCOz8Oo8d0r4A9qfABEBAAG0G05vYm9keSA8bm9ib2R5QGV4YW1wbGUub3Jn"
    "PokBTgQTAQoAOBYhBGwgkhKs251ctpjtCVmCb/0kVsTWBQJrB7M8AhsPBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEFmCb/0k"
    "VsTWZDQH/jJuhjR2FQD5cLcFoenxVLpdB2N4uvNDQzDV0m6kI9Sw1Pi8+XPlXch7YZW7OfuccYwT3M42eo58DC2/RkFEgXCWtQQF"
    "Z+1udS/Jm5mtxNyUtluI37c8QHpSIgJypCnFn8wIyrMY0XDVx0lMnnf0Arb+5QNNqpM4vVllCMuExs8Gv0BSnbupVHTPbknXPbG4"
    "FiCF6u0mFr3K5rIDjZTt+70P1bLgfIhq1jtcOXQq1IMiynptcuPNUUcPNw1Lbx9lTc2gAFS5yOPCFYmLpN1bEoUBf+3ZYlpmt+MT"
    "pLiVPT/2HO7hwK/6AkIySSfbnBjMteiPUMiSvE+aDXPRQmno1No="
)

ENVIRONMENT = environment(
    "shared",
    "{type: dns, domain: example.org, delegated: true, linked_module: fast}",
    "{type: aws-ses, mail_from_prefix: PREFIX}",
    "{type: global-accelerator, name: fast, flow_logs_enabled: true, flow_logs_prefix: LOGS, "
    "endpoint_id: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/lb/0123456789abcdef'}",
)

SERVICE = """\
name: shop
environments:
  - name: shared
    path: ../environment/opta.yaml
modules:
  - type: aws-s3
    name: assets
    bucket_name: "{parent_name}-{layer_name}-assets"
    same_region_replication: true
    files: site
    bucket_policy:
      Version: "2012-10-17"
      Statement:
        - {Sid: NotForOthers, Effect: Deny, Principal: "*", Action: s3:PutBucketPolicy, Resource: arn:aws:s3:::shared-shop-assets,
           Condition: {StringNotEquals: {aws:PrincipalAccount: "123456789012"}}}
    cors_rule: {allowed_origins: ["https://app.example.org"], allowed_methods: [GET]}
  - type: aws-dynamodb
    name: events
    hash_key: device
    range_key: time
    billing_mode: BILLING
    attributes: [{name: device, type: S}, {name: time, type: N}]
  - type: aws-sqs
    name: orders
    delay_seconds: DELAY
    dead_letter_after: 5
  - type: aws-sns
    name: news
    sqs_subscribers: [SUBSCRIBER]
  - type: aws-iam-role
    name: worker
    allowed_iams: ["arn:aws:iam::123456789012:root"]
    links: [assets, {orders: [PERMISSION]}, news, {events: [read]}]
  - type: aws-iam-user
    name: printer
    links: [{assets: [read]}]
    extra_iam_policies: [EXTRA]
    pgp_key: "KEY"
  - type: lambda-function
    name: resize
    runtime: nodejs22.x
    filename: resize.zip
    expose_via_domain: true
    env_vars: {QUALITY: "QUALITY_VALUE"}
    links: [orders]
  - type: cloudfront-distribution
    name: front
    links: [assets]
    price_class: PRICE
    status_404_page_file: 404.html
waivers:
  - {promise: IAM-01, module: printer, reason: The printer cannot take a role., expires: 2099-12-31}
"""
AS_MADE = {"PREFIX": "mail", "LOGS": "accelerator/", "BILLING": "PAY_PER_REQUEST", "DELAY": "0",
           "SUBSCRIBER": '"${{module.orders.queue_arn}}"', "PERMISSION": "subscribe", "EXTRA": "", "QUALITY_VALUE": "80",
           "PRICE": "PriceClass_100", "KEY": PGP_KEY}
CHANGED = AS_MADE | {"LOGS": "fast/", "BILLING": "PROVISIONED", "DELAY": "5", "SUBSCRIBER": "", "PERMISSION": "publish",
                     "EXTRA": "arn:aws:iam::aws:policy/ReadOnlyAccess", "QUALITY_VALUE": "90", "PRICE": "PriceClass_All"}
# What a plan says about that change, and nothing else.
CHANGES = {
    "module.assets.aws_s3_object.file[\"index.html\"]": "update",
    "module.events.aws_dynamodb_table.this": "update",
    "module.orders.aws_sqs_queue.this": "update",
    "module.news.aws_sns_topic_subscription.queue[0]": "delete",
    "module.worker.aws_iam_role_policy.links[0]": "update",
    "module.printer.aws_iam_user_policy_attachment.extra[0]": "create",
    "module.resize.aws_lambda_function.this": "update",
    "module.front.aws_cloudfront_distribution.this": "update",
}


def filled(text: str, values: dict[str, str]) -> str:
    for word, value in values.items():
        text = text.replace(word, value)
    return text


class SharedServicesTest(unittest.TestCase):
    """One environment and one service; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.environment = project(cls.sandbox.scratch, "environment", filled(ENVIRONMENT, AS_MADE))
        cls.service = project(cls.sandbox.scratch, "service", filled(SERVICE, AS_MADE))
        (cls.service / "site").mkdir()
        (cls.service / "site/index.html").write_text("<h1>Shop</h1>")
        with zipfile.ZipFile(cls.service / "resize.zip", "w") as archive:
            archive.writestr("index.js", "exports.handler = async () => 'ok'")
        cls.sandbox.apply(cls.environment)
        cls.of_the_environment = cls.sandbox.left_over()
        cls.sandbox.apply(cls.service)

    def changes(self, folder) -> dict[str, str]:
        plan = self.sandbox.opta("plan", "--sandbox", "--format", "json", cwd=folder)
        return {change["address"]: change["action"] for change in json.loads(plan.stdout)["changes"]}

    def role(self, name: str) -> str:
        return next(role["RoleName"] for role in self.sandbox.aws("iam", "list-roles")["Roles"] if name in role["RoleName"])

    def link_policy(self, name: str) -> list[dict]:
        answer = self.sandbox.aws("iam", "get-role-policy", "--role-name", self.role(name), "--policy-name", "links")
        return answer["PolicyDocument"]["Statement"]

    def test_1_a_second_plan_finds_nothing_to_change(self):
        for folder in (self.environment, self.service):
            self.assertEqual(self.changes(folder), {})

    def test_2_links_give_named_actions_on_named_resources(self):
        statements = self.link_policy("worker")
        for statement in statements:
            for text in [statement["Action"], statement["Resource"]]:
                self.assertNotIn("*", str(text).replace("shared-shop-assets/*", ""))
        actions = {action for each in statements for action in [each["Action"]] if isinstance(action, str)}
        actions |= {action for each in statements if isinstance(each["Action"], list) for action in each["Action"]}
        self.assertLessEqual({"sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "s3:PutObject"}, actions)
        self.assertFalse(actions & {"sqs:SendMessage", "dynamodb:PutItem", "dynamodb:ListTables"})
        for each in statements:
            if "kms:Decrypt" in each["Action"]:
                self.assertIn("kms:ViaService", each["Condition"]["StringEquals"])
                self.assertTrue(any("EncryptionContext" in name for name in each["Condition"]["StringEquals"]))

    def test_3_a_queue_takes_messages_of_this_account_only(self):
        url = self.sandbox.aws("sqs", "get-queue-url", "--queue-name", "shared-shop-orders")["QueueUrl"]
        answer = self.sandbox.aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")
        for statement in json.loads(answer["Attributes"]["Policy"])["Statement"]:
            if statement["Effect"] == "Allow":
                self.assertEqual(statement["Action"], "sqs:SendMessage")
                self.assertEqual(statement["Condition"]["StringEquals"]["aws:SourceAccount"], "123456789012")
                self.assertIn(":123456789012:", statement["Condition"]["ArnLike"]["aws:SourceArn"])

    def test_4_a_bucket_is_closed_and_serves_its_files(self):
        block = self.sandbox.aws("s3api", "get-public-access-block", "--bucket", "shared-shop-assets")
        self.assertTrue(all(block["PublicAccessBlockConfiguration"].values()))
        policy = json.loads(self.sandbox.aws("s3api", "get-bucket-policy", "--bucket", "shared-shop-assets")["Policy"])
        self.assertEqual({each["Sid"] for each in policy["Statement"]}, {"NotForOthers", "TlsOnly", "CloudFrontReads"})
        head = self.sandbox.aws("s3api", "head-object", "--bucket", "shared-shop-assets", "--key", "index.html")
        self.assertEqual(head["ContentType"], "text/html; charset=utf-8")

    def test_5_an_access_key_is_nowhere_to_be_read(self):
        key, = self.sandbox.aws("iam", "list-access-keys", "--user-name", self.user())["AccessKeyMetadata"]
        printed = self.sandbox.opta("output", "--sandbox", cwd=self.service).stdout
        self.assertIn(key["AccessKeyId"], printed)
        state = json.loads(self.sandbox.get(f"/{self.state_bucket()}/shop"))
        attributes, = (instance["attributes"] for resource in state["resources"] if resource["type"] == "aws_iam_access_key"
                       for instance in resource["instances"])
        self.assertTrue(attributes["encrypted_secret"])
        self.assertIsNone(attributes["secret"])
        self.assertIsNone(attributes["ses_smtp_password_v4"])

    def user(self) -> str:
        return next(user["UserName"] for user in self.sandbox.aws("iam", "list-users")["Users"])

    def state_bucket(self) -> str:
        return next(entry["id"] for entry in self.sandbox.inventory() if entry["id"].startswith("opta-tf-state-"))

    def test_6_a_changed_field_changes_just_that(self):
        (self.service / "site/index.html").write_text("<h1>Another shop</h1>")
        (self.service / "opta.yaml").write_text(filled(SERVICE, CHANGED))
        self.assertEqual(self.changes(self.service), CHANGES)
        (self.environment / "opta.yaml").write_text(filled(ENVIRONMENT, CHANGED))
        self.assertEqual(self.changes(self.environment), {"module.fast.aws_globalaccelerator_accelerator.this": "update"})

    def test_7_destroy_stops_at_a_bucket_that_is_not_empty(self):
        file = self.service / "opta.yaml"
        file.write_text(filled(SERVICE, AS_MADE))
        left = self.sandbox.scratch / "left"
        left.write_text("somebody's")
        self.sandbox.aws("s3api", "put-object", "--bucket", "shared-shop-assets", "--key", "left", "--body", str(left))
        result = self.sandbox.run("destroy", "--sandbox", "--auto-approve", cwd=self.service)
        self.assertNotEqual(result.returncode, 0, said(result))
        self.assertIn("BucketNotEmpty", result.stdout + result.stderr)
        self.assertIn("shared-shop-assets", [entry["id"] for entry in self.sandbox.left_over()])

    def test_8_destroy_leaves_nothing(self):
        for version in self.sandbox.aws("s3api", "list-object-versions", "--bucket", "shared-shop-assets").get("Versions", []):
            self.sandbox.aws("s3api", "delete-object", "--bucket", "shared-shop-assets", "--key", version["Key"],
                             "--version-id", version["VersionId"])
        self.sandbox.destroy(self.service)
        self.assertEqual(self.sandbox.left_over(), self.of_the_environment)
        (self.environment / "opta.yaml").write_text(filled(ENVIRONMENT, AS_MADE))
        self.sandbox.destroy(self.environment)
        self.assertEqual(self.sandbox.left_over(), [])


if __name__ == "__main__":
    unittest.main()
