#!/usr/bin/env python3
"""The life of an environment, with the real Terraform and AWS provider against the emulator."""
import collections
import getpass
import json
import os
import pathlib
import re
import shutil
import socket
import stat
import subprocess
import threading
import unittest

from lib import ACCOUNT, DONE, EXAMPLE, FAILED, Sandbox, project, said, wait_for

NO_CHANGES = re.compile("no changes", re.IGNORECASE)


class EnvironmentTest(unittest.TestCase):
    """The example environment, applied once; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.folder = project(cls.sandbox.scratch, "environment", EXAMPLE.read_text())
        cls.sandbox.apply(cls.folder)

    def test_1_apply_makes_it(self):
        count = collections.Counter((entry["service"], entry["type"]) for entry in self.sandbox.left_over())
        for what, number in {("ec2", "vpc"): 1, ("ec2", "subnet"): 6, ("ec2", "nat-gateway"): 3, ("eks", "cluster"): 1,
                             ("eks", "nodegroup"): 2, ("route53", "hosted-zone"): 1}.items():
            self.assertEqual(count[what], number, what)

    def test_2_a_second_plan_finds_nothing_to_change(self):
        plan = self.sandbox.opta("plan", "--sandbox", cwd=self.folder)
        self.assertRegex(plan.stdout, NO_CHANGES)

    def test_3_a_changed_field_changes_just_that(self):
        file = self.folder / "opta.yaml"
        self.addCleanup(file.write_text, EXAMPLE.read_text())
        file.write_text(EXAMPLE.read_text().replace("- type: base\n", "- type: base\n    vpc_log_retention: 30\n"))

        plan = self.sandbox.opta("plan", "--sandbox", "--format", "json", cwd=self.folder)
        touched = {change["address"]: change["action"] for change in json.loads(plan.stdout)["changes"]}
        self.assertEqual(list(touched.values()), ["update"], said(plan))
        self.assertIn("aws_cloudwatch_log_group", next(iter(touched)))

    def test_4_generated_terraform_runs_without_opta(self):
        generated = self.sandbox.scratch / "generated"
        self.sandbox.opta("generate-terraform", "--directory", str(generated), "--backend", "remote", cwd=self.folder)
        # What a user without opta would write to work against an emulator: no variable of the environment says it.
        (generated / "sandbox_override.tf.json").write_text(json.dumps({"provider": {"aws": {
            "skip_metadata_api_check": "true", "s3_use_path_style": True}}}))
        env = self.sandbox.environment(
            AWS_ENDPOINT_URL=self.sandbox.endpoint, AWS_ACCESS_KEY_ID=ACCOUNT, AWS_SECRET_ACCESS_KEY="sandbox",
            AWS_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true", TF_IN_AUTOMATION="1", TF_INPUT="0")
        self._terraform("init", cwd=generated, env=env)
        # -detailed-exitcode: 0 is no changes, 2 is changes.
        self._terraform("plan", "-detailed-exitcode", cwd=generated, env=env)

    def test_5_destroy_leaves_nothing(self):
        self.sandbox.destroy(self.folder)
        self.assertEqual(self.sandbox.left_over(), [])

    def _terraform(self, *arguments, cwd, env):
        engine = shutil.which("terraform") or shutil.which("tofu")
        result = subprocess.run([engine, *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=600)
        self.assertEqual(result.returncode, DONE, said(result))


class SmallEnvironmentTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = self.enterContext(Sandbox())
        self.folder = project(self.sandbox.scratch, "small")

    def test_a_second_apply_is_refused_and_told_who_holds_the_lock(self):
        # From another folder, as a colleague would: what refuses is the state's lock and not a local file.
        elsewhere = project(self.sandbox.scratch, "elsewhere")
        first = self.sandbox.start("apply", "--sandbox", "--auto-approve", cwd=self.folder)
        wait_for(self.sandbox.state_locks, "the first apply's lock")
        second = self.sandbox.run("apply", "--sandbox", "--auto-approve", cwd=elsewhere, timeout=120)
        still_running = first.running()
        result = first.wait()
        self.assertTrue(still_running, "the first apply was over too soon to prove anything")
        self.assertEqual(second.returncode, FAILED, said(second))
        self.assertIn(f"{getpass.getuser()}@{socket.gethostname()}", second.stdout + second.stderr)
        self.assertEqual(result.returncode, DONE, said(result))
        self.sandbox.destroy(self.folder)
        self.assertEqual(self.sandbox.left_over(), [])

    def test_real_credentials_are_never_used(self):
        # Once without anything unusual, so that the provider is in place and the network not needed for it.
        self.sandbox.opta("plan", "--sandbox", cwd=self.folder)
        home = self.sandbox.scratch / "aws"
        home.mkdir()
        for name, head in (("config", "profile REALPROFILE"), ("credentials", "REALPROFILE")):
            (home / name).write_text(
                f"[{head}]\naws_access_key_id = REALKEYFROMFILE\naws_secret_access_key = REALSECRET\n"
                "region = us-east-1\nendpoint_url = https://real.example\n")
        proxy = self.enterContext(Proxy())
        recorder = record_engine_environments(self.sandbox.scratch)
        env = self.sandbox.environment(
            AWS_ACCESS_KEY_ID="REALKEY", AWS_SECRET_ACCESS_KEY="REALSECRET", AWS_SESSION_TOKEN="REALTOKEN",
            AWS_PROFILE="REALPROFILE", AWS_CONFIG_FILE=str(home / "config"),
            AWS_SHARED_CREDENTIALS_FILE=str(home / "credentials"), AWS_ENDPOINT_URL="https://real.example",
            AWS_ROLE_ARN="arn:aws:iam::999999999999:role/REALROLE", HTTPS_PROXY=proxy.url, HTTP_PROXY=proxy.url,
            https_proxy=proxy.url, http_proxy=proxy.url, NO_PROXY="", no_proxy="",
            PATH=f"{recorder.parent}:{os.environ['PATH']}")
        said_by_opta = ""
        for command in ("apply", "destroy"):
            result = self.sandbox.opta(command, "--sandbox", "--auto-approve", cwd=self.folder, env=env)
            said_by_opta += result.stdout + result.stderr

        self.assertEqual(proxy.requests, [], "something tried to leave the machine")
        seen = recorder.read_text()
        self.assertIn("AWS_ACCESS_KEY_ID=", seen, "the engines got no throwaway credentials, or were not seen")
        for real in ("REALKEY", "REALSECRET", "REALTOKEN", "REALPROFILE", "REALROLE", "real.example"):
            self.assertNotIn(real, seen, "handed to an engine")
            self.assertNotIn(real, said_by_opta)
            self.assertEqual([str(path) for path in files_with(self.folder, real)], [])
        self.assertEqual(self.sandbox.left_over(), [])


class Proxy:
    """A proxy that lets nothing through and notes who asked."""

    def __enter__(self):
        self.requests = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    self.requests.append(connection.recv(200))
                except OSError as error:
                    self.requests.append(repr(error).encode())


def record_engine_environments(scratch: pathlib.Path) -> pathlib.Path:
    """Makes a folder of stand-ins that note their environment and become the engine; returns the notes' file."""
    folder = scratch / "recorder"
    folder.mkdir()
    notes = folder / "environments"
    for name in ("terraform", "tofu", "aws"):
        if real := shutil.which(name):
            stand_in = folder / name
            stand_in.write_text(f'#!/bin/sh\nenv >>"{notes}"\nexec "{real}" "$@"\n')
            stand_in.chmod(stand_in.stat().st_mode | stat.S_IXUSR)
    return notes


def files_with(folder: pathlib.Path, text: str):
    for path in folder.rglob("*"):
        # Not the provider, 700 MB that opta did not write.
        if path.is_file() and "providers" not in path.parts and text.encode() in path.read_bytes():
            yield path


if __name__ == "__main__":
    unittest.main()
