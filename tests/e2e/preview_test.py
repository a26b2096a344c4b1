#!/usr/bin/env python3
"""Previews: copies of a service beside it, each on its own, and their end."""
import json
import unittest

from lib import DONE, FAILED, INTERRUPTED, USAGE, Sandbox, environment, project, said, wait_for

SERVICE = """\
name: hello
environments: [{name: staging, path: ../environment/opta.yaml}]
modules:
  - {type: aws-sqs, name: jobs, delay_seconds: 5}
  - {type: aws-s3, name: files, bucket_name: "example-{layer_name}-files", files: site}
  - {type: aws-dynamodb, name: facts, hash_key: id, attributes: [{name: id, type: S}], safety: true}
preview:
  expires: 2d
  modules:
    jobs: {delay_seconds: 0}
"""


class PreviewTest(unittest.TestCase):
    """One environment; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.sandbox.apply(project(cls.sandbox.scratch, "environment", environment("staging")))
        cls.folder = project(cls.sandbox.scratch, "hello", SERVICE)
        (cls.folder / "site").mkdir()
        (cls.folder / "site/index.html").write_text("hello\n")

    def opta(self, *arguments: str, expected: int = DONE):
        result = self.sandbox.run(*arguments, "--sandbox", cwd=self.folder)
        self.assertEqual(result.returncode, expected, said(result))
        return result

    def things_of(self, layer: str) -> list[str]:
        """What stands in the cloud with the layer's name in its own, and is not another layer's."""
        return [entry["id"] for entry in self.sandbox.left_over()
                if f"-{layer}-" in entry["id"] and (layer != "hello" or "-hello-pr-" not in entry["id"])]

    def previews(self) -> dict[str, dict]:
        listed = json.loads(self.opta("preview", "list", "--format", "json").stdout)
        self.assertEqual(listed["layer"], "hello")
        return {preview["preview"]: preview for preview in listed["previews"]}

    def keys(self) -> set[str]:
        bucket = next(entry["id"] for entry in self.sandbox.inventory()
                      if entry["id"].startswith("opta-tf-state-"))
        return {entry["Key"] for entry in self.sandbox.aws("s3api", "list-objects-v2", "--bucket", bucket)["Contents"]}

    def delay_of(self, queue: str) -> str:
        url = self.sandbox.aws("sqs", "get-queue-url", "--queue-name", queue)["QueueUrl"]
        return self.sandbox.aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names",
                                "DelaySeconds")["Attributes"]["DelaySeconds"]

    def test_1_two_previews_stand_beside_the_layer(self):
        self.sandbox.apply(self.folder)
        original = self.things_of("hello")
        self.assertTrue(original)
        applied = self.opta("apply", "--auto-approve", "--preview", "pr-1")
        self.assertIn("`hello-pr-1` is the preview `pr-1` of `hello`, and expires in 2 days.", applied.stderr)
        self.opta("apply", "--auto-approve", "--preview", "pr-2", "--expires", "1s")
        for layer in ("hello-pr-1", "hello-pr-2"):
            self.assertEqual(len(self.things_of(layer)), len(original), self.sandbox.left_over())
        self.assertEqual(self.things_of("hello"), original)
        self.assertEqual(self.delay_of("staging-hello-jobs"), "5")
        self.assertEqual(self.delay_of("staging-hello-pr-1-jobs"), "0")
        for options in ((), ("--preview", "pr-1"), ("--preview", "pr-2")):
            self.assertIn("No changes", self.opta("plan", *options).stdout)

    def test_2_they_are_listed_and_shown(self):
        previews = self.previews()
        self.assertEqual(sorted(previews), ["pr-1", "pr-2"])
        self.assertEqual(previews["pr-1"]["layer"], "hello-pr-1")
        self.assertTrue(previews["pr-1"]["file"].endswith("opta.yaml"))
        self.assertFalse(previews["pr-1"]["expired"])
        wait_for(lambda: self.previews()["pr-2"]["expired"], "the end of pr-2", timeout=60)
        self.assertIn("expires in 2 days", self.opta("preview", "list").stdout)
        shown = self.opta("show", "resources", "--preview", "pr-1").stdout
        self.assertIn("the preview `pr-1` of `hello`; it expires in 2 days", shown)

    def test_3_names_that_are_taken(self):
        (self.folder / "taken.yaml").write_text(SERVICE.replace("name: hello\n", "name: hello-pr-1\n", 1))
        layer = self.opta("apply", "-c", "taken.yaml", "--auto-approve", expected=FAILED)
        self.assertIn("E0748", layer.stderr)
        self.assertIn("`hello-pr-1` is the preview `pr-1` of `hello`", layer.stderr)
        (self.folder / "taken.yaml").write_text(SERVICE.replace("name: hello\n", "name: hello-pr\n", 1))
        preview = self.opta("destroy", "-c", "taken.yaml", "--preview", "1", "--auto-approve", expected=FAILED)
        self.assertIn("E0748", preview.stderr)
        self.assertTrue(self.things_of("hello-pr-1"))
        # A layer of its own is no preview, whatever it is called.
        (self.folder / "taken.yaml").write_text("""\
name: hello-own
environments: [{name: staging, path: ../environment/opta.yaml}]
modules: [{type: aws-sqs, name: mine}]
""")
        self.opta("apply", "-c", "taken.yaml", "--auto-approve")
        own = self.things_of("hello-own")
        self.assertTrue(own)
        for command in ("apply", "destroy"):
            refused = self.opta(command, "--preview", "own", "--auto-approve", expected=FAILED)
            self.assertIn("`hello-own` stands already and is no preview", refused.stderr)
        self.assertEqual(self.things_of("hello-own"), own)
        self.opta("destroy", "-c", "taken.yaml", "--auto-approve")

    def test_4_prune_asks_and_takes_only_what_has_expired(self):
        asked = self.opta("preview", "prune", expected=INTERRUPTED)
        self.assertIn("E0004", asked.stderr)
        original, kept = self.things_of("hello"), self.things_of("hello-pr-1")
        pruned = self.opta("preview", "prune", "--auto-approve")
        self.assertIn("Pruned `pr-2`; 1 preview of `hello` not expired.", pruned.stdout)
        self.assertEqual(self.things_of("hello-pr-2"), [])
        self.assertEqual(self.things_of("hello-pr-1"), kept)
        self.assertEqual(self.things_of("hello"), original)
        self.assertEqual(sorted(self.previews()), ["pr-1"])
        self.assertEqual(self.keys(), {"staging", "hello", "hello-pr-1", "previews/hello-pr-1.json"})
        self.assertIn("Nothing was pruned", self.opta("preview", "prune", "--auto-approve").stdout)

    def test_5_an_apply_puts_the_end_off(self):
        before = self.previews()["pr-1"]["expires"]
        self.assertIn("No changes", self.opta("apply", "--auto-approve", "--preview", "pr-1", "--expires", "9d").stdout)
        self.assertGreater(self.previews()["pr-1"]["expires"], before)

    def test_6_an_environment_has_none(self):
        refused = self.opta("plan", "--preview", "pr-1", "-c", "../environment/opta.yaml", expected=USAGE)
        self.assertIn("E0216", refused.stderr)
        listed = self.opta("preview", "list", "-c", "../environment/opta.yaml").stdout
        self.assertIn("hello-pr-1", listed)

    def test_7_destroyed_it_leaves_nothing(self):
        original = self.things_of("hello")
        self.opta("preview", "destroy", "pr-1", "--auto-approve")
        self.assertEqual(self.things_of("hello-pr-1"), [])
        self.assertEqual(self.keys(), {"staging", "hello"})
        self.assertEqual(self.things_of("hello"), original)


if __name__ == "__main__":
    unittest.main()
