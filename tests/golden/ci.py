#!/usr/bin/env python3
"""What `opta init ci` writes: compared with tests/golden/ci, read as YAML, and its scripts run.

The scripts run as a runner would run them, with the real curl and jq, against a server here that keeps comments like
GitHub's and GitLab's. opta and aws are stand-ins that say what they were called with.

usage: ci.py OPTA [--accept]     --accept rewrites what is expected
"""
import contextlib
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "ci"
OPTA = str(pathlib.Path(sys.argv[1]).resolve())
ACCEPT = "--accept" in sys.argv
TOKEN = "token-of-the-test"
MARK = "<!-- opta plan all -->\n"
ENVIRONMENT = """\
name: {name}
org_name: acme
providers:
  aws: {{region: eu-west-1, account_id: "{account}"}}
modules:
  - type: base
"""
REMOTES = {"github": "git@github.com:acme/landscape.git", "gitlab": "https://git.example.com:8443/acme/it/landscape.git"}
FILES = {"github": ".github/workflows/opta.yaml", "gitlab": ".gitlab-ci.yml"}
STAND_IN_OPTA = """\
#!/usr/bin/env python3
import json, os, sys
with open("calls", "a") as log:
    log.write(json.dumps([sys.argv[1:], os.environ.get("AWS_SESSION_TOKEN", "")]) + "\\n")
if sys.argv[1] == "plan":
    sys.stdout.write(os.environ["PLAN"])
    sys.exit(int(os.environ["PLAN_EXIT"]))
"""
STAND_IN_AWS = """\
#!/usr/bin/env python3
import pathlib, sys
file = pathlib.Path(sys.argv[sys.argv.index("--web-identity-token") + 1].removeprefix("file://"))
pathlib.Path("aws-call").write_text(" ".join(sys.argv[1:]) + "\\n" + file.read_text() + "\\n" + str(file))
print("AKIDTEST\\tsecret+/test\\tsession/test")
"""
REAL_CURL = "#!" + """/bin/sh
printf '%s\\n' "$*" >>curl-calls
exec {curl} --noproxy '*' "$@"
"""


class Comments(http.server.BaseHTTPRequestHandler):
    """Comments by number, in pages; who writes is a bot of the number 7."""
    store: dict[int, dict] = {}
    unauthorized = 0

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read(self) -> str:
        if TOKEN not in (self.headers["PRIVATE-TOKEN"] or self.headers["Authorization"] or ""):
            type(self).unauthorized += 1
        return json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or "{}").get("body", "")

    def do_GET(self):
        self.read()
        if self.path == "/user":
            return self.answer({"id": 7})
        page = int(re.search(r"[?&]page=(\d+)", self.path)[1])
        self.answer(list(self.store.values())[(page - 1) * 100:page * 100])

    def do_POST(self):
        self.add(self.read(), own=True)
        self.answer({})

    def do_PATCH(self):
        self.store[int(self.path.rsplit("/", 1)[1])]["body"] = self.read()
        self.answer({})

    do_PUT = do_PATCH

    @classmethod
    def add(cls, body: str, own: bool):
        number = 1000 + len(cls.store)
        cls.store[number] = {"id": number, "body": body, "user": {"type": "Bot" if own else "User"},
                             "author": {"id": 7 if own else 8}}

    def log_message(self, *_):
        pass


class CiTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        Comments.store, Comments.unauthorized = {}, 0

    def write(self, path: str, text: str):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def init(self, *options: str, remote: str = "", expected: int = 0) -> str:
        if remote:
            self.write(".git/config", f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {remote}\n')
        result = subprocess.run([OPTA, "init", "ci", *options], cwd=self.folder, capture_output=True, text=True,
                                env={"PATH": os.environ["PATH"], "NO_COLOR": "1"}, timeout=20, check=False)
        self.assertEqual(result.returncode, expected, result.stderr)
        return result.stderr

    def written(self, provider: str) -> dict:
        self.write("opta.yaml", ENVIRONMENT.format(name="staging", account="123456789012"))
        self.init("--provider", provider, remote=REMOTES[provider])
        return yaml.safe_load((self.folder / FILES[provider]).read_text())

    def test_files_are_as_expected(self):
        for provider, name in FILES.items():
            self.written(provider)
            text, expected = (self.folder / name).read_text(), EXPECTED / f"{provider}.yaml"
            text = re.sub(r"opta:\d+\.\d+\.\d+", "opta:VERSION", text)
            if ACCEPT:
                expected.write_text(text)
            self.assertEqual(text, expected.read_text())
            self.assertLessEqual(max(map(len, text.splitlines())), 120)

    def test_the_remote_says_which_ci_it_is(self):
        self.write("opta.yaml", ENVIRONMENT.format(name="staging", account="123456789012"))
        self.assertIn("--provider github", self.init(expected=2))
        self.assertIn("--provider github", self.init(remote="https://git.example.com/a/b", expected=2))
        self.assertIn("opta iam-policy", self.init(remote="https://github.com/acme/landscape"))
        self.assertTrue((self.folder / FILES["github"]).exists())
        self.init(remote="ssh://git@gitlab.acme.com:22/acme/landscape.git")
        self.assertIn("oidc-provider/gitlab.acme.com", (self.folder / FILES["gitlab"]).read_text())

    def test_a_file_is_never_overwritten(self):
        for provider, path in FILES.items():
            self.write(path, "mine\n")
            said = self.init("--provider", provider, expected=2)
            self.assertIn(f"`{path}` exists already", said)
            self.assertIn("-c ", said)
            self.assertEqual((self.folder / path).read_text(), "mine\n")

    def test_what_would_stop_each_run_is_said_at_once(self):
        self.assertIn("no Opta file", self.init("--provider", "github", expected=2))
        for name, account in (("staging", "123456789012"), ("production", "210987654321")):
            self.write(f"{name}/opta.yaml", ENVIRONMENT.format(name=name, account=account))
        self.assertIn("2 AWS accounts", self.init("--provider", "github", expected=2))
        self.assertFalse((self.folder / ".github").exists())

    def test_a_file_for_each_environment(self):
        names, groups = set(), set()
        for name, account in (("staging", "123456789012"), ("production", "210987654321")):
            self.write(f"{name}/opta.yaml", ENVIRONMENT.format(name=name, account=account))
        for name, account in (("staging", "123456789012"), ("production", "210987654321")):
            self.init("--provider", "github", "--env", name, "-c", f".github/workflows/{name}.yaml")
            text = (self.folder / f".github/workflows/{name}.yaml").read_text()
            self.assertIn(f"<!-- opta plan {name} -->", text)
            workflow = yaml.safe_load(text)
            self.assertIn(account, workflow["env"]["OPTA_ROLE_ARN"])
            self.assertEqual(workflow["env"]["OPTA_ENVIRONMENT"], name)
            names.add(workflow["name"])
            said = self.init("--provider", "gitlab", "--env", name, "-c", f".gitlab/{name}.yml")
            self.assertIn("include", said)
            pipeline = yaml.safe_load((self.folder / f".gitlab/{name}.yml").read_text())
            self.assertFalse(groups & pipeline.keys(), "they stand in one project")
            groups |= pipeline.keys()
        self.assertEqual(len(names), 2)

    def test_github_has_least_permissions_and_pinned_actions(self):
        workflow = self.written("github")
        plan, apply = workflow["jobs"]["plan"], workflow["jobs"]["apply"]
        self.assertEqual(workflow["permissions"], {})
        self.assertEqual(plan["permissions"], {"contents": "read", "id-token": "write", "pull-requests": "write"})
        self.assertEqual(apply["permissions"], {"contents": "read", "id-token": "write"})
        self.assertEqual(workflow[True], {"pull_request": None, "push": {"branches": ["main"]}})  # YAML 1.1 reads `on`
        self.assertEqual(apply["environment"], "opta")
        for job in (plan, apply):
            self.assertFalse(job["concurrency"]["cancel-in-progress"])
            for step in job["steps"]:
                self.assertRegex(step.get("uses", "a/b@" + "0" * 40), r"^[\w-]+/[\w-]+@[0-9a-f]{40}$")
                self.assertNotIn("${{", step.get("run", ""), "a title of somebody's would be run")
        self.assertNotIn("github.ref", apply["concurrency"]["group"])
        self.assertNotEqual(plan["concurrency"]["group"], apply["concurrency"]["group"])
        self.assertNotIn("secrets.", (self.folder / FILES["github"]).read_text())

    def test_gitlab_leaves_other_jobs_alone_and_applies_on_a_click(self):
        pipeline = self.written("gitlab")
        self.assertEqual({key for key in pipeline if not key.startswith((".opta", "opta:"))}, set())
        self.assertEqual(pipeline[".opta:aws"]["id_tokens"], {"OPTA_ID_TOKEN": {"aud": "sts.amazonaws.com"}})
        apply = pipeline["opta:apply"]
        self.assertEqual([rule.get("when") for rule in apply["rules"]], ["manual"])
        self.assertEqual(apply["resource_group"], "opta-apply")
        self.assertIn("$CI_DEFAULT_BRANCH", apply["rules"][0]["if"])
        self.assertNotIn("id_tokens", pipeline["opta:validate"])

    def test_trust_policies_are_json_and_name_the_project(self):
        for provider, subject in (("github", "repo:acme/landscape:pull_request"),
                                  ("gitlab", "project_path:acme/it/landscape:ref_type:branch:ref:*")):
            self.written(provider)
            lines = [line[1:] for line in (self.folder / FILES[provider]).read_text().splitlines()
                     if line.startswith("#")]
            begin = lines.index("      {")
            policy = json.loads("\n".join(lines[begin:lines.index("      }", begin) + 1]))
            self.assertIn(subject, json.dumps(policy["Statement"][0]["Condition"]))
            self.assertIn("123456789012", policy["Statement"][0]["Principal"]["Federated"])

    # -- the scripts -------------------------------------------------------------------------------

    def shell(self, command: list[str], script: str, variables: dict[str, str], expected: int = 0):
        path = self.folder / "bin"
        path.mkdir(exist_ok=True)
        for name, text in (("opta", STAND_IN_OPTA), ("aws", STAND_IN_AWS),
                           ("curl", REAL_CURL.format(curl=shutil.which("curl")))):
            (path / name).write_text(text)
            (path / name).chmod(0o755)
        (self.folder / "script").write_text(script)
        subprocess.run([command[0], "-n", "script"], cwd=self.folder, check=True)
        result = subprocess.run([*command, "script"], cwd=self.folder, capture_output=True, text=True, timeout=60,
                                env={"PATH": f"{path}:{os.environ['PATH']}", **variables}, check=False)
        self.assertEqual(result.returncode, expected, result.stderr + result.stdout)
        return result

    @contextlib.contextmanager
    def server(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Comments)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()

    def check_comments(self, push):
        """`push` runs the pipeline's part with a plan. The others' comments fill two pages."""
        Comments.add(MARK + "somebody else's, who wants it to be ours", own=False)
        for i in range(150):
            Comments.add(f"comment {i}", own=i % 2 == 0)
        before = json.loads(json.dumps(Comments.store))
        first = "## Plan of 1 layer\n\"quotes\" `ticks` $HOME \\n ü\n" + "x" * 64_000 + "\n"
        for plan in (first, "second\n", "third\n"):
            push(plan)
            new = [comment for number, comment in Comments.store.items() if str(number) not in before]
            self.assertEqual([comment["body"] for comment in new], [MARK + plan])
        self.assertEqual({key: Comments.store[int(key)]["body"] for key in before},
                         {key: comment["body"] for key, comment in before.items()})
        self.assertEqual(Comments.unauthorized, 0)
        self.assertNotIn(TOKEN, (self.folder / "curl-calls").read_text(), "arguments can be read by anybody")

    def github_step(self, job: str, name: str) -> str:
        workflow = self.written("github") if not (self.folder / FILES["github"]).exists() else \
            yaml.safe_load((self.folder / FILES["github"]).read_text())
        return next(step["run"] for step in workflow["jobs"][job]["steps"] if step.get("name") == name)

    GITHUB_SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]

    def test_github_comments_once_and_then_changes_that(self):
        with self.server() as url:
            def push(plan: str):
                variables = {"OPTA_FOLDER": ".", "OPTA_ENVIRONMENT": "", "PLAN": plan, "PLAN_EXIT": "0",
                             "GITHUB_STEP_SUMMARY": "summary", "GITHUB_API_URL": url, "GITHUB_TOKEN": TOKEN,
                             "GITHUB_REPOSITORY": "acme/landscape", "PULL_REQUEST": "12"}
                self.shell(self.GITHUB_SHELL, self.github_step("plan", "Plan"), variables)
                self.shell(self.GITHUB_SHELL, self.github_step("plan", "Comment"), variables)
            self.check_comments(push)

    def test_github_says_that_a_plan_failed(self):
        variables = {"OPTA_FOLDER": "infra", "OPTA_ENVIRONMENT": "staging", "PLAN": "", "PLAN_EXIT": "2",
                     "GITHUB_STEP_SUMMARY": "summary"}
        self.shell(self.GITHUB_SHELL, self.github_step("plan", "Plan"), variables, expected=2)
        self.assertIn("The plan failed", (self.folder / "plan.md").read_text())
        self.assertEqual(json.loads((self.folder / "calls").read_text())[0],
                         ["plan", "--all", "infra", "--env", "staging", "--format", "markdown"])

    def test_github_validates_and_applies_all(self):
        variables = {"OPTA_FOLDER": "the layers", "OPTA_ENVIRONMENT": ""}
        self.shell(self.GITHUB_SHELL, self.github_step("plan", "Validate"), variables)
        self.shell(self.GITHUB_SHELL, self.github_step("apply", "Apply"), variables)
        calls = [json.loads(line)[0] for line in (self.folder / "calls").read_text().splitlines()]
        self.assertEqual(calls, [["validate", "--all", "the layers"], ["apply", "--all", "the layers", "--auto-approve"]])

    def gitlab_job(self, name: str, variables: dict[str, str], expected: int = 0):
        pipeline = yaml.safe_load((self.folder / FILES["gitlab"]).read_text()) \
            if (self.folder / FILES["gitlab"]).exists() else self.written("gitlab")
        parent = pipeline[pipeline[name]["extends"]]
        script = "\n".join([*parent.get("before_script", []), *pipeline[name]["script"]])
        variables = {**pipeline[".opta"]["variables"], "CI_JOB_ID": "99", "OPTA_ID_TOKEN": "id.token", **variables}
        results = [self.shell([shell, "-e"], script, variables, expected) for shell in ("sh", "bash")]
        return results[-1]

    def test_gitlab_comments_once_and_then_changes_that(self):
        with self.server() as url:
            def push(plan: str):
                self.gitlab_job("opta:plan", {
                    "CI_PIPELINE_SOURCE": "merge_request_event", "PLAN": plan, "PLAN_EXIT": "0", "CI_API_V4_URL": url,
                    "OPTA_COMMENT_TOKEN": TOKEN, "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "12"})
            self.check_comments(push)

    def test_gitlab_goes_on_without_a_token_and_fails_with_the_plan(self):
        result = self.gitlab_job("opta:plan", {"CI_PIPELINE_SOURCE": "merge_request_event", "PLAN": "",
                                               "PLAN_EXIT": "1"}, expected=1)
        self.assertIn("The plan failed", result.stdout)
        self.assertIn("OPTA_COMMENT_TOKEN is not set", result.stdout)

    def test_gitlab_logs_in_without_stored_keys(self):
        self.gitlab_job("opta:apply", {"CI_PIPELINE_SOURCE": "push", "OPTA_PLAN_ROLE_ARN": "arn:aws:iam::1:role/plan"})
        call, token, file = (self.folder / "aws-call").read_text().split("\n")
        self.assertIn("sts assume-role-with-web-identity --role-arn arn:aws:iam::123456789012:role/opta-ci ", call)
        self.assertEqual(token, "id.token")
        self.assertNotIn("id.token", call)
        self.assertFalse(pathlib.Path(file).exists())
        calls = [json.loads(line) for line in (self.folder / "calls").read_text().splitlines()]
        self.assertEqual(calls[-1], [["apply", "--all", ".", "--auto-approve"], "session/test"])
        self.gitlab_job("opta:plan", {"CI_PIPELINE_SOURCE": "merge_request_event", "PLAN": "p", "PLAN_EXIT": "0",
                                      "OPTA_PLAN_ROLE_ARN": "arn:aws:iam::1:role/plan"})
        self.assertIn("--role-arn arn:aws:iam::1:role/plan ", (self.folder / "aws-call").read_text())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
