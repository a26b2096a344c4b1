"""From Helm to a repository and back: what runs is never taken down.

The real binary, a real control plane, and `kubectl apply -k` in the place of Argo CD and Flux, which are not installed.
"""
import base64
import json
import pathlib
import subprocess
import unittest

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
    links: [cache]
  - {type: redis, name: cache, multi_az: false}
  - type: helm-chart
    name: web
    chart: ./chart
    release_name: hello-web
    namespace: hello
"""
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "templates/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app.kubernetes.io/instance: "{{ .Release.Name }}", app: web}}
  template:
    metadata: {labels: {app.kubernetes.io/instance: "{{ .Release.Name }}", app: web}}
    spec: {containers: [{name: web, image: "registry.invalid/web:1", env: [{name: MODE, value: "on"}]}]}
""",
    "templates/migrate.yaml": """\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: "registry.invalid/web:1"}]}}}
""",
    "templates/try.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: try, annotations: {helm.sh/hook: test}}
spec: {restartPolicy: Never, containers: [{name: t, image: "registry.invalid/try:1"}]}
""",
}
SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: web-auth}\nstringData: {password: hunter2}\n'
GITOPS = SERVICE + """\
gitops:
  tool: argocd
  repository: https://github.com/acme/deploy.git
  path: services/hello
"""
RELEASES = ("hello-app", "hello-web")


class GitOps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(ClusterSandbox())
        cls.cluster = cls.sandbox.cluster
        cls.staging = e2e.project(cls.sandbox.scratch, "staging", ENVIRONMENT)
        cls.hello = e2e.project(cls.sandbox.scratch, "hello", SERVICE)
        for name, text in CHART.items():
            (cls.hello / "chart" / name).parent.mkdir(parents=True, exist_ok=True)
            (cls.hello / "chart" / name).write_text(text)
        cls.folder = cls.sandbox.scratch / "deploy/services/hello"

    def opta(self, *arguments, folder=None) -> subprocess.CompletedProcess:
        return self.sandbox.opta(*arguments, "--sandbox", cwd=folder or self.hello)

    def refused(self, *arguments, code: int = e2e.FAILED) -> str:
        result = self.sandbox.run(*arguments, "--sandbox", cwd=self.hello)
        self.assertEqual(result.returncode, code, e2e.said(result))
        return " ".join(result.stderr.split())

    def write(self, text: str):
        (self.hello / "opta.yaml").write_text(text)

    def plan(self) -> dict:
        return json.loads(self.opta("plan", "--format", "json").stdout)

    def build(self, name: str) -> pathlib.Path:
        return image_folder(self.sandbox.scratch, name, name)

    def generate(self, *arguments) -> dict:
        return json.loads(self.opta("generate-manifests", "--directory", str(self.folder), "--format", "json",
                                    *arguments).stdout)

    def written(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def helm_releases(self) -> set[str]:
        items = self.cluster.get("secrets", "--all-namespaces", "--selector=owner=helm")["items"]
        return {item["metadata"]["labels"]["name"] for item in items} & set(RELEASES)

    def ids(self) -> dict[str, str]:
        """Of all that the service consists of, the pods too: an object that is made anew has another."""
        items = self.cluster.get("deployments,services,serviceaccounts,configmaps,networkpolicies,hpa,pods",
                                 "--namespace=hello")["items"]
        return {f"{item['kind']}/{item['metadata']['name']}": item["metadata"]["uid"] for item in items}

    def image(self) -> str:
        deployment = self.cluster.get("deployment", "app", "--namespace=hello")
        return deployment["spec"]["template"]["spec"]["containers"][0]["image"]

    def apply_folder(self, *options):
        return self.cluster.kubectl("apply", "-k", str(self.folder), "--validate=strict", *options)

    def specs(self) -> dict[str, dict]:
        """What is wanted of all that the service consists of."""
        items = self.cluster.get("deployments,services,configmaps,networkpolicies,hpa,poddisruptionbudgets",
                                 "--namespace=hello")["items"]
        return {f"{item['kind']}/{item['metadata']['name']}": item.get("spec", item.get("data")) for item in items}

    def test_from_helm_to_git_and_back(self):
        self.opta("apply", "--auto-approve", folder=self.staging)
        self.opta("deploy", "--auto-approve", "--build", str(self.build("v1")))
        self.assertEqual(self.helm_releases(), set(RELEASES))
        self.without_a_word_in_the_file_nothing_is_written()
        before = self.ids()
        self.the_manifests_are_what_runs()
        self.helm_lets_go_and_nothing_is_taken_down(before)
        self.the_folder_takes_over(before)
        self.secrets_stay_with_opta()
        self.an_image_gets_there_by_the_folder()
        self.opta_says_who_deploys()
        self.helm_takes_it_back()
        self.a_destroy_takes_the_namespace()
        self.opta("destroy", "--auto-approve", folder=self.staging)
        self.assertEqual(self.sandbox.left_over(), [])

    def without_a_word_in_the_file_nothing_is_written(self):
        said = self.refused("generate-manifests", "--directory", str(self.folder))
        self.assertIn("`gitops: {tool: argocd", said)
        self.assertFalse(self.folder.exists())

    def the_manifests_are_what_runs(self):
        self.write(GITOPS)
        self.folder.mkdir(parents=True)
        (self.folder / "OWNERS").write_text("somebody\n")
        (self.folder / "app").mkdir()
        (self.folder / "app/99-mine.yaml").write_text("# mine\n")
        made = self.generate()
        files = self.written()
        self.assertEqual(made["files"], len(files) - 3, "all but the marker and what is not ours")
        images = {each["module"]: each for each in made["images"]}
        self.assertEqual(images["app"], {"module": "app", "image": self.image(), "pinned": True})
        self.assertFalse(images["web"]["pinned"])
        self.assertEqual({(each["module"], each["kind"], each["name"], each["event"]) for each in made["left_out"]},
                         {("web", "Job", "migrate", "pre-upgrade"), ("web", "Pod", "try", "test")})
        self.assertIn(b'value: "on"', files["web/50-deployment-web.yaml"])
        self.assertNotIn(b"kind: Secret", b"".join(files.values()))
        self.assertNotIn(b"kind: Namespace", b"".join(files.values()))
        again = self.generate()
        self.assertEqual((again["changed"], again["removed"]), ([], []))
        self.assertEqual(self.written(), files)
        self.apply_folder("--dry-run=server")
        # A file that is no more goes, and only that.
        unpoliced = GITOPS.replace("    image: AUTO\n", "    image: AUTO\n    network_policy: false\n")
        self.write(unpoliced)
        said = self.refused("generate-manifests", "--directory", str(self.folder), code=e2e.BROKEN_PROMISE)
        self.assertIn("K8S-17", said)
        self.assertEqual(self.written(), files)
        self.write(unpoliced + "waivers:\n  - {promise: K8S-17, reason: A try., expires: 2098-12-31}\n"
                               "  - {promise: NET-20, reason: A try., expires: 2098-12-31}\n")
        less = self.generate()
        self.assertEqual(less["removed"], ["app/10-networkpolicy-app.yaml"])
        self.write(GITOPS)
        self.generate()
        self.assertEqual(self.written(), files)
        # A chart that makes a Secret: refused before anything is written.
        (self.hello / "chart/templates/secret.yaml").write_text(SECRET)
        said = self.refused("generate-manifests", "--directory", str(self.folder))
        self.assertIn("`web-auth`", said)
        self.assertNotIn("hunter2", said)
        self.assertEqual(self.written(), files)
        (self.hello / "chart/templates/secret.yaml").unlink()

    def helm_lets_go_and_nothing_is_taken_down(self, before):
        plan = self.opta("plan").stdout
        self.assertIn("Deployed by Argo CD from https://github.com/acme/deploy.git", " ".join(plan.split()))
        self.assertIn("Helm forgets the release", plan)
        releases = {each["release"]: each for each in self.plan()["cluster"]["releases"]}
        for name in RELEASES:
            self.assertTrue(releases[name]["handed_over"])
            self.assertEqual(releases[name]["objects"], [])
        said = self.opta("apply", "--auto-approve").stderr
        self.assertIn("handed release hello/hello-app over to Argo CD", said)
        self.assertEqual(self.helm_releases(), set())
        self.assertEqual(self.ids(), before)
        plan = self.plan()
        self.assertTrue(plan["empty"] and plan["cluster"]["empty"], plan)
        self.assertIn("Argo CD", plan["cluster"]["deployed_by"])
        # What another tool deploys, a plan does not know.
        policies = next(promise for promise in plan["promises"] if promise["id"] == "K8S-17")
        self.assertEqual({case["verdict"] for case in policies["cases"]}, {"not known yet"})

    def the_folder_takes_over(self, before):
        self.generate()
        wanted = self.specs()
        self.apply_folder()
        self.assertEqual(self.ids(), before, "no object and no pod was made anew")
        self.assertEqual(self.specs(), wanted, "the folder says what Helm has installed")
        again = self.apply_folder().stdout
        self.assertEqual([line for line in again.splitlines() if "unchanged" not in line], [])

    def secrets(self) -> dict[str, dict[str, str]]:
        items = self.cluster.get("secrets", "--namespace=hello", "--field-selector=type=Opaque")["items"]
        return {item["metadata"]["name"]: item["data"] for item in items}

    def secrets_stay_with_opta(self):
        made = self.secrets()
        values = [base64.b64decode(value) for data in made.values() for value in data.values()]
        self.assertTrue(any(len(value) >= 16 for value in values), "the cache's token")
        written = b"".join(self.written().values())
        for value in values:
            self.assertFalse(len(value) >= 16 and value in written)
        for name in made:
            self.assertIn(name.encode(), written, "the pods refer to it")
            self.cluster.kubectl("delete", "secret", name, "--namespace=hello")
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.secrets(), made)
        # Another value gets new pods by the folder: what counts it is an annotation, not the value.
        self.opta("secret", "rotate", "cache", "--auto-approve")
        self.assertNotEqual(self.secrets(), made)
        self.assertEqual(self.generate()["changed"], ["app/50-deployment-app.yaml"])
        self.apply_folder()

    def an_image_gets_there_by_the_folder(self):
        first = self.image()
        self.assertIn("--directory=FOLDER", self.refused("deploy", "--auto-approve", "--build", "v2"))
        self.opta("deploy", "--auto-approve", "--build", str(self.build("v2")),
                  "--directory", str(self.folder))
        self.assertEqual(self.image(), first, "it comes by a commit")
        self.assertEqual(self.helm_releases(), set())
        self.apply_folder()
        self.assertNotEqual(self.image(), first)
        self.assertIn(self.image().encode(), self.written()["app/50-deployment-app.yaml"])
        # The folder keeps it, and one that is named wins.
        self.assertEqual(self.generate()["changed"], [])
        digest = first.rpartition("@")[2]
        self.assertEqual(self.generate("--image", f"app@{digest}")["changed"], ["app/50-deployment-app.yaml"])
        self.assertEqual(self.generate("--image", first)["changed"], [])
        self.apply_folder()
        self.assertEqual(self.image(), first)
        self.assertIn("no image by digest",
                      self.refused("generate-manifests", "--directory", str(self.folder), "--image", "app:1", code=e2e.USAGE))

    def opta_says_who_deploys(self):
        self.assertIn("git revert", self.refused("rollback", "--module", "app"))
        shown = json.loads(self.opta("show", "--format", "json").stdout)["services"]
        self.assertEqual([each["images"] for each in shown], [[self.image()], ["registry.invalid/web:1"]])
        self.assertIn("Argo CD", shown[0]["deployed_by"])
        self.assertEqual(json.loads(self.opta("drift", "--format", "json").stdout)["drift"], [])

    def helm_takes_it_back(self):
        # One object that Helm has never seen: made by whoever deploys from git.
        self.cluster.kubectl("delete", "networkpolicy", "app", "--namespace=hello")
        self.apply_folder()
        before, image = self.ids(), self.image()
        self.write(SERVICE)
        owners = [change["owner"] for each in self.plan()["cluster"]["releases"] for change in each["objects"]]
        self.assertEqual([owner for owner in owners if owner], [])
        self.opta("apply", "--auto-approve")
        self.assertEqual(self.helm_releases(), set(RELEASES))
        self.assertEqual(self.image(), image)
        self.assertEqual(self.ids(), before)
        plan = self.plan()
        self.assertTrue(plan["empty"] and plan["cluster"]["empty"], plan)

    def a_destroy_takes_the_namespace(self):
        self.write(GITOPS)
        self.opta("apply", "--auto-approve")
        self.opta("destroy", "--auto-approve")
        self.assertEqual(self.cluster.get("namespaces", "--selector=app.kubernetes.io/managed-by=opta")["items"], [])


if __name__ == "__main__":
    unittest.main()
