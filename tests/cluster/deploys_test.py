"""Images: from a folder into the service's private repository, out by digest, and back.

The real binary and the real Podman (or Docker), the emulator with the registry behind its ECR, and a real control plane.
No pod runs an image: what is shown is which image each object names, and that the registry has it.
"""
import base64
import json
import pathlib
import re
import subprocess
import unittest

import lib
from opta_sandbox import ClusterSandbox, e2e, image_folder

ENVIRONMENT = e2e.environment("staging", "type: k8s-cluster")

SERVICE = """\
name: hello
environments: [{name: staging, path: ../staging/opta.yaml}]
modules:
  - type: k8s-service
    name: app
    image: AUTO
    port: {http: 8080}
"""
CRASHING = SERVICE + "    timeout: 20\n    pod_annotations: {fakelet/outcome: crash}\n"


class Deploys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(ClusterSandbox())
        cls.cluster = cls.sandbox.cluster
        cls.staging = e2e.project(cls.sandbox.scratch, "staging", ENVIRONMENT)
        cls.hello = e2e.project(cls.sandbox.scratch, "hello", SERVICE)
        cls.printed = []
        cls.watch = cls.enterClassContext(lib.ArgumentWatch())

    def opta(self, *arguments, folder=None) -> subprocess.CompletedProcess:
        result = self.sandbox.opta(*arguments, "--sandbox", cwd=folder or self.hello)
        self.printed += [result.stdout, result.stderr]
        return result

    def refused(self, *arguments, code: int = e2e.FAILED) -> str:
        """What opta says when it fails."""
        result = self.sandbox.run(*arguments, "--sandbox", cwd=self.hello)
        self.assertEqual(result.returncode, code, e2e.said(result))
        self.printed += [result.stdout, result.stderr]
        return " ".join(result.stderr.split())

    def deploy(self, *arguments):
        return self.opta("deploy", "--auto-approve", *arguments)

    def build(self, name: str, text: str) -> pathlib.Path:
        return image_folder(self.sandbox.scratch, name, text)

    def running_image(self) -> str | None:
        """What the service's Deployment names; None when there is no Deployment."""
        items = self.cluster.get("deployments", "--namespace=hello")["items"]
        return items[0]["spec"]["template"]["spec"]["containers"][0]["image"] if items else None

    def assert_nothing_to_do(self):
        plan = json.loads(self.opta("plan", "--format", "json").stdout)
        self.assertTrue(plan["empty"] and plan["cluster"]["empty"], plan)
        self.assertTrue(plan["cluster"]["reached"])

    def test_from_the_first_image_to_the_last(self):
        self.opta("apply", "--auto-approve", folder=self.staging)
        self.assertIn("is not there yet", self.refused("push", "--build", str(self.build("early", "early"))))
        self.the_first_deployment_makes_the_repository_too()
        first = self.running_image()
        self.what_runs_goes_on()
        self.an_image_is_pushed_once()
        self.an_image_is_rolled_out_by_its_tag()
        second = self.running_image()
        self.assertNotEqual(first, second)
        self.what_runs_is_shown(second)
        self.a_rollback_brings_back_what_ran(first, second)
        self.a_rollback_that_fails_says_why()
        self.a_version_that_does_not_run_is_taken_back(second)
        self.drift_is_told_by_module()
        self.a_doctor_finds_what_is_ill()
        self.mistakes_are_named()
        self.the_registrys_password_stands_nowhere()
        self.opta("destroy", "--auto-approve")
        self.deploy()
        self.assertIsNone(self.running_image())
        self.assertIn("no container runs yet: `opta deploy --build FOLDER`", self.opta("show").stdout)
        self.opta("destroy", "--auto-approve")
        self.opta("destroy", "--auto-approve", folder=self.staging)
        self.assertEqual(self.sandbox.left_over(), [])

    def the_first_deployment_makes_the_repository_too(self):
        self.assertIsNone(self.running_image())
        self.deploy("--build", str(self.build("v1", "one")))
        self.assertRegex(self.running_image(), r"/opta/staging/hello/app@sha256:[0-9a-f]{64}$")

    def what_runs_goes_on(self):
        before = self.running_image()
        self.assert_nothing_to_do()
        self.opta("apply", "--auto-approve")
        self.deploy()
        self.assertEqual(self.running_image(), before)
        # Another field, and the image stays.
        (self.hello / "opta.yaml").write_text(SERVICE + "    min_containers: 2\n")
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.running_image(), before)

    def an_image_is_pushed_once(self):
        folder = self.build("v2", "two")
        pushed = json.loads(self.opta("push", "--build", str(folder), "--tag", "v2", "--format", "json").stdout)
        self.assertEqual(pushed["tag"], "v2")
        self.assertEqual(pushed["reference"], f"{pushed['repository']}@{pushed['digest']}")
        again = self.opta("push", "--build", str(folder), "--tag", "v2")
        self.assertIn("has this image already", again.stderr)
        self.assertEqual(again.stdout.strip(), pushed["reference"])
        other = self.refused("push", "--build", str(self.build("v3", "three")), "--tag", "v2")
        self.assertIn("another image under the tag `v2`", other)

    def an_image_is_rolled_out_by_its_tag(self):
        self.deploy("--tag", "v2")
        self.assert_nothing_to_do()

    def revisions(self) -> list[dict]:
        return json.loads(self.opta("rollback", "--list", "--format", "json").stdout)["revisions"]

    def what_runs_is_shown(self, image):
        shown = json.loads(self.opta("show", "--format", "json").stdout)["services"]
        self.assertEqual([service["module"] for service in shown], ["app"])
        self.assertEqual(shown[0]["images"], [image])
        self.assertEqual(shown[0]["revision"], self.revisions()[0]["revision"])
        self.assertIn(e2e.ACCOUNT, shown[0]["by"])
        self.assertEqual(shown[0]["problems"], [])
        deployment, = shown[0]["workloads"]
        self.assertEqual((deployment["kind"], deployment["name"]), ("Deployment", "app"))
        self.assertEqual(deployment["ready"], deployment["wanted"])
        self.assertIn("module.app.aws_ecr_repository", self.opta("show", "resources").stdout)
        self.assertIn("module.base.aws_vpc", self.opta("show", folder=self.staging).stdout)

    def doctor(self, code: int) -> dict[str, dict]:
        result = self.sandbox.run("doctor", "--sandbox", "--format", "json", cwd=self.hello)
        self.assertEqual(result.returncode, code, e2e.said(result))
        return {finding["subject"]: finding for finding in json.loads(result.stdout)["findings"]}

    def a_doctor_finds_what_is_ill(self):
        self.assertEqual({name: finding["health"] for name, finding in self.doctor(e2e.DONE).items()
                          if finding["health"] != "good"}, {})
        bucket = next(bucket["Name"] for bucket in self.sandbox.aws("s3api", "list-buckets")["Buckets"]
                      if bucket["Name"].startswith(e2e.STATE_BUCKET_PREFIX))
        self.sandbox.aws("s3api", "put-bucket-versioning", f"--bucket={bucket}",
                         "--versioning-configuration=Status=Suspended")
        lock = self.sandbox.scratch / "lock"
        lock.write_text(json.dumps({"ID": "11111111-2222-3333-4444-555555555555", "Who": "ann@laptop",
                                    "Operation": "OperationTypeApply", "Created": "2026-01-02T03:04:05Z"}))
        self.sandbox.aws("s3api", "put-object", f"--bucket={bucket}", "--key=hello.tflock", f"--body={lock}")
        found = self.doctor(e2e.FAILED)
        self.assertEqual(found[f"bucket {bucket}"]["health"], "broken")
        self.assertIn("`versioning`", found[f"bucket {bucket}"]["text"])
        self.assertEqual(found["lock"]["health"], "attention")
        self.assertIn("ann@laptop", found["lock"]["text"])
        self.sandbox.aws("s3api", "delete-object", f"--bucket={bucket}", "--key=hello.tflock")
        self.sandbox.aws("s3api", "put-bucket-versioning", f"--bucket={bucket}",
                         "--versioning-configuration=Status=Enabled")

    def a_rollback_brings_back_what_ran(self, first, second):
        newest, before = self.revisions()[:2]
        self.assertEqual((newest["images"], before["images"]), ([second], [first]))
        # Whoever it was is known of each revision, not just of the newest.
        self.assertIn(e2e.ACCOUNT, newest["by"])
        self.assertIn(e2e.ACCOUNT, before["by"])
        self.assertIn(f"runs {first}", self.opta("rollback", "--auto-approve").stdout)
        self.assertEqual(self.running_image(), first)
        self.assert_nothing_to_do()
        back = self.revisions()[0]
        self.assertEqual(back["description"], f"Rollback to {before['revision']}")
        self.assertIn(e2e.ACCOUNT, back["by"])
        # Once more: what ran before the first revision now differs.
        self.opta("rollback", "--auto-approve", str(newest["revision"]))
        self.assertEqual(self.running_image(), second)
        self.assertIn("has no revision 99", self.refused("rollback", "--auto-approve", "99"))

    def a_rollback_that_fails_says_why(self):
        newest, before = self.revisions()[:2]
        (self.hello / "opta.yaml").write_text(SERVICE + "    timeout: 20\n")
        self.cluster.kubectl("create", "quota", "none", "--hard=pods=0", "--namespace=hello")
        said = self.refused("rollback", "--auto-approve", str(before["revision"]))
        self.assertIn(f"as it was in revision {before['revision']}", said)
        self.assertIn("none", said, "the quota's name")
        self.assertNotIn("context deadline", said)
        self.cluster.kubectl("delete", "quota", "none", "--namespace=hello")
        (self.hello / "opta.yaml").write_text(SERVICE)
        self.opta("rollback", "--auto-approve", str(newest["revision"]))
        self.assertEqual(self.running_image(), newest["images"][0])

    def a_version_that_does_not_run_is_taken_back(self, before):
        (self.hello / "opta.yaml").write_text(CRASHING)
        self.refused("deploy", "--auto-approve", "--build", str(self.build("v4", "four")))
        self.assertEqual(self.running_image(), before)
        failed = next(each["revision"] for each in self.revisions() if each["status"] == "failed")
        self.assertIn(f"did not get ready as revision {failed}", self.refused("rollback", "--auto-approve", str(failed)))
        (self.hello / "opta.yaml").write_text(SERVICE)
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.running_image(), before)
        self.assert_nothing_to_do()

    def drift(self, code: int) -> list[dict]:
        result = self.sandbox.run("drift", "--sandbox", "--format", "json", cwd=self.hello)
        self.assertEqual(result.returncode, code, e2e.said(result))
        return json.loads(result.stdout)["drift"]

    def drift_is_told_by_module(self):
        self.assertEqual(self.drift(e2e.DONE), [])
        self.sandbox.aws("ecr", "put-image-tag-mutability", "--repository-name=opta/staging/hello/app",
                         "--image-tag-mutability=MUTABLE")
        self.cluster.kubectl("scale", "deployment", "app", "--namespace=hello", "--replicas=1")
        self.cluster.kubectl("set", "image", "deployment/app", "*=registry.invalid/other:1", "--namespace=hello")
        self.cluster.kubectl("delete", "networkpolicy", "app", "--namespace=hello")
        found = {thing["name"]: thing for thing in self.drift(e2e.DRIFTED)}
        self.assertEqual({thing["module"] for thing in found.values()}, {"app"})
        repository = found.pop("module.app.aws_ecr_repository.this[0]")
        self.assertEqual(repository["fields"], [{"path": "image_tag_mutability", "applied": "IMMUTABLE",
                                                 "found": "MUTABLE", "sensitive": False}])
        self.assertTrue(found.pop("NetworkPolicy app in namespace hello")["gone"])
        fields = {field["path"]: field["found"] for field in found.pop("Deployment app in namespace hello")["fields"]}
        self.assertIn("registry.invalid/other:1", fields.values())
        self.assertEqual(found, {})
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.drift(e2e.DONE), [])
        # A cluster that does not answer is no cluster without drift.
        broken = self.sandbox.scratch / "broken"
        broken.write_text(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:1", self.cluster.kubeconfig.read_text()))
        blind = self.sandbox.run("drift", "--sandbox", "--format", "json", cwd=self.hello,
                                 env=self.sandbox.environment(OPTA_KUBECONFIG=str(broken)))
        self.assertEqual(blind.returncode, e2e.FAILED, e2e.said(blind))
        self.assertEqual(json.loads(blind.stdout.splitlines()[-1])["cluster"], "not_reached")
        self.cluster.helm("uninstall", "hello-app", "--namespace=hello", "--wait")
        self.assertEqual([(thing["name"], thing["gone"]) for thing in self.drift(e2e.DRIFTED)],
                         [("release hello-app in namespace hello", True)])
        self.deploy("--tag", "v2")
        self.assertEqual(self.drift(e2e.DONE), [])

    def the_registrys_password_stands_nowhere(self):
        """In the form that the registry takes it, and as it is: in no output, argument or file."""
        password = f"{e2e.ACCOUNT}-auth-token"
        forms = [password.encode(), base64.b64encode(f"AWS:{password}".encode())]
        places = {"output": "".join(self.printed).encode(), "arguments": b"".join(self.watch.seen)}
        places |= {str(path): path.read_bytes() for path in self.hello.rglob("*") if path.is_file()}
        self.assertTrue(any(b"push\0" in seen for seen in self.watch.seen), "the watch saw a push")
        for name, text in places.items():
            for form in forms:
                self.assertNotIn(form, text, name)

    def mistakes_are_named(self):
        self.assertIn("has no image `v9`", self.refused("deploy", "--auto-approve", "--tag", "v9"))
        self.assertIn("`hello` has no k8s-service `ap`",
                      self.refused("deploy", "--auto-approve", "--tag", "v2", "--module", "ap", code=e2e.USAGE))
        for words in (("--tag", "v2,imageDigest=x"), ("--tag", "sha256:1"), ("--digest", "v2"), ("--image=--all",)):
            self.refused("deploy", "--auto-approve", *words, code=e2e.USAGE)
        self.assertIn("no image `nowhere:1`", self.refused("push", "nowhere:1"))
        self.assertIn("could not be built", self.refused("push", "--build", str(self.sandbox.scratch / "nothing")))
        (self.hello / "opta.yaml").write_text(SERVICE.replace("AUTO", "registry.invalid/hello:1"))
        self.assertIn("the file itself says which image", self.refused("deploy", "--auto-approve", "--tag", "v2"))
        (self.hello / "opta.yaml").write_text(SERVICE)


if __name__ == "__main__":
    unittest.main()
