#!/usr/bin/env python3
"""Many layers in one run: an environment and its services, in order, side by side, and to the end."""
import json
import pathlib
import re
import unittest

from lib import DONE, FAILED, INTERRUPTED, Sandbox, environment, said, wait_for

ENVIRONMENT = environment("staging", "type: k8s-cluster")

SERVICES = ("api", "jobs", "web")


def service(name: str, module: str = "app") -> str:
    """A service whose repository and role are made without a cluster too."""
    return f"""\
name: {name}
environments:
  - name: staging
    path: ../../environment/opta.yaml
modules:
  - type: k8s-service
    name: {module}
    image: AUTO
    port: {{http: 8080}}
"""


class LayersTest(unittest.TestCase):
    """One folder; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.folder = cls.sandbox.scratch / "landscape"
        cls.write("environment/opta.yaml", ENVIRONMENT)
        for name in SERVICES:
            cls.write(f"services/{name}/opta.yaml", service(name))
        # What is no Opta file is left alone, broken as it is.
        cls.write("services/web/chart.yaml", "kind: {{ .Kind }}\n")

    @classmethod
    def write(cls, path: str, text: str) -> pathlib.Path:
        file = cls.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def all(self, command: str, *options: str, expected: int = DONE):
        if command != "plan":
            options = ("--auto-approve", *options)
        result = self.sandbox.run(command, "--all", str(self.folder), "--sandbox", *options)
        self.assertEqual(result.returncode, expected, said(result))
        return result

    def results(self, result) -> dict[str, str]:
        """The table at the end: layer to result."""
        table = result.stdout[result.stdout.index("layer "):]
        return {line[0]: line[1] for line in
                (re.split(r"  +", row.strip()) for row in table.splitlines()[1:]) if len(line) > 2}

    def repositories(self) -> set[str]:
        return {entry["id"] for entry in self.sandbox.left_over() if entry["service"] == "ecr"}

    def test_1_a_service_before_its_environment_is_told_what_to_do(self):
        file = self.folder / "services/api/opta.yaml"
        for command in (("plan",), ("apply", "--auto-approve")):
            result = self.sandbox.run(*command, "--sandbox", "-c", str(file))
            self.assertEqual(result.returncode, FAILED, said(result))
            self.assertIn("E0711", result.stderr)
            self.assertRegex(result.stderr, r"opta apply -c \S*environment/opta\.yaml --sandbox")
            self.assertIn("api/opta.yaml:4:", result.stderr, "the place that names the environment")
            self.assertNotIn("Terraform", result.stderr, "it is known before any engine runs")
        gone = self.sandbox.opta("destroy", "--auto-approve", "--sandbox", "-c", str(file))
        self.assertIn("Nothing to destroy", gone.stdout, said(gone))
        self.assertEqual(self.sandbox.inventory(), [])

    def test_2_a_plan_touches_nothing_and_says_who_waits(self):
        results = self.results(self.all("plan"))
        self.assertEqual(results, {"staging": "done"} | {f"staging/{name}": "waits" for name in SERVICES})
        text = self.all("plan", "--format", "markdown").stdout
        self.assertRegex(text, r"^## Plan of 4 layers\n\n### `staging`: \d+ to make\n")
        self.assertIn("\n### `staging/web`: **waits**\n\nfor \\`staging\\` to be applied\n", text)
        self.assertEqual(self.sandbox.inventory(), [])

    def test_3_one_ctrl_c_lets_finish_what_was_approved_and_begins_nothing_more(self):
        apply = self.sandbox.start("apply", "--all", str(self.folder), "--sandbox", "--auto-approve")
        wait_for(self.sandbox.left_over, "the first resource")
        apply.interrupt()
        result = apply.wait(timeout=240)
        self.assertEqual(result.returncode, INTERRUPTED, said(result))
        self.assertEqual(self.results(result),
                         {"staging": "interrupted"} | {f"staging/{name}": "not run" for name in SERVICES})
        self.assertEqual(self.sandbox.state_locks(), [])
        self.assertEqual(self.repositories(), set())

    def test_4_what_fails_stops_itself_and_not_its_neighbours(self):
        self.sandbox.aws("ecr", "create-repository", "--repository-name", "opta/staging/jobs/app")
        result = self.all("apply", "--jobs", "3", expected=FAILED)
        self.assertEqual(self.results(result), {"staging": "done", "staging/api": "done", "staging/jobs": "failed",
                                                "staging/web": "done"})
        self.assertRegex(result.stderr, r"(?m)^staging/jobs +\| .*RepositoryAlreadyExists")

        self.sandbox.aws("ecr", "delete-repository", "--repository-name", "opta/staging/jobs/app")
        self.assertEqual(set(self.results(self.all("apply")).values()), {"done"})
        self.assertEqual(self.repositories(), {f"opta/staging/{name}/app" for name in SERVICES})

    def test_5_a_second_apply_changes_nothing(self):
        before = self.sandbox.inventory()
        result = self.all("apply", "--format", "json")
        self.assertEqual(self.sandbox.inventory(), before)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        plans = {line["layer"]: line["output"] for line in lines if "changes" in line.get("output", {})}
        self.assertEqual({name for name, plan in plans.items() if plan["empty"]},
                         {"staging"} | {f"staging/{name}" for name in SERVICES}, said(result))
        self.assertEqual(lines[-1]["kind"], "layers_finished")
        self.assertEqual({entry["result"] for entry in lines[-1]["layers"]}, {"done"})

    def test_6_a_plan_that_loses_data_is_held_back(self):
        file = self.write("services/web/opta.yaml", service("web", "renamed"))
        self.addCleanup(file.write_text, service("web"))
        result = self.all("apply", expected=INTERRUPTED)
        self.assertEqual(self.results(result)["staging/web"], "held back")
        self.assertEqual(self.results(result)["staging/api"], "done")
        self.assertRegex(result.stdout, r"`opta apply --config=\S*web/opta\.yaml --env=staging --sandbox`")
        self.assertEqual(self.repositories(), {f"opta/staging/{name}/app" for name in SERVICES})

    def test_7_destroy_takes_services_first_and_leaves_nothing(self):
        result = self.all("destroy", "--jobs", "3")
        self.assertEqual(set(self.results(result).values()), {"done"})
        self.assertEqual(self.sandbox.inventory(), [])


if __name__ == "__main__":
    unittest.main()
