#!/usr/bin/env python3
"""An environment with a Kubernetes base: where its charts come from, and that `destroy` ends empty, also of what
controllers in the cluster made, and takes nothing of anybody else's."""
import functools
import hashlib
import http.server
import io
import json
import pathlib
import re
import tarfile
import threading
import unittest

from lib import ACCOUNT, FAILED, ROOT, Sandbox, environment, project, said

ENVIRONMENT = environment("staging", "type: dns\n    domain: staging.example.com", "type: k8s-cluster", "type: k8s-base")

CLUSTER = "opta-staging"
OWNER = f"opta-{ACCOUNT}-us-east-1-staging"


def tags(**given: str) -> str:
    """Tags as the EC2 and ELB commands take them; `/` and `.` cannot stand in a Python name."""
    return json.dumps([{"Key": key, "Value": value} for key, value in given.items()])


def owned_by(cluster: str) -> dict[str, str]:
    return {f"kubernetes.io/cluster/{cluster}": "owned"}


# A cluster that nothing answers at: who gets as far as asking it has all its charts.
NO_CLUSTER = json.dumps({
    "apiVersion": "v1", "kind": "Config", "current-context": "none",
    "clusters": [{"name": "none", "cluster": {"server": "https://127.0.0.1:1"}}],
    "users": [{"name": "none", "user": {"token": "none"}}],
    "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
})


def charts() -> set[tuple[str, str]]:
    """Name and version of every chart that k8s-base may install."""
    text = (ROOT / "modules/aws/k8s-base/module.yaml").read_text()
    return set(re.findall(r"chart: \{name: ([^,]+), repository: [^,]+, version: ([^}]+)\}", text))


def pack(folder: pathlib.Path, name: str, version: str, note: str = "") -> str:
    """Writes a chart without objects; returns its digest."""
    text = f"apiVersion: v2\nname: {name}\nversion: {version}\ndescription: {note}\n".encode()
    archive = folder / f"{name}-{version}.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        entry = tarfile.TarInfo(f"{name}/Chart.yaml")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return "sha256:" + hashlib.sha256(archive.read_bytes()).hexdigest()


class Repository:
    """A chart repository over HTTP, on loopback; `paths` are what was asked of it."""

    def __init__(self, folder: pathlib.Path):
        self.paths = paths = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                paths.append(self.path)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        index = "apiVersion: v1\nentries:\n" + "".join(
            f"  {name}:\n    - {{name: {name}, version: {version}, urls: [{self.url}/{name}-{version}.tgz]}}\n"
            for name, version in charts())
        (folder / "index.yaml").write_text(index)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class KubernetesBaseTest(unittest.TestCase):
    """One environment; the tests run in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())
        cls.aws = staticmethod(cls.sandbox.aws)
        cls.folder = project(cls.sandbox.scratch, "environment", ENVIRONMENT)
        cls.kubeconfig = cls.sandbox.scratch / "kubeconfig"
        cls.kubeconfig.write_text(NO_CLUSTER)
        cls.mirror = cls.sandbox.scratch / "mirror"
        cls.mirror.mkdir()
        cls.digests = {f"{name}-{version}": pack(cls.mirror, name, version) for name, version in charts()}
        cls.sandbox.opta("apply", "--sandbox", "--auto-approve", "--chart-mirror", str(cls.mirror), cwd=cls.folder)

    def lock(self, digests: dict[str, str]) -> None:
        (self.folder / "opta.lock").write_text(json.dumps({"charts": digests}))

    def apply_with(self, mirror) -> str:
        """An apply up to the point where it needs the cluster; what it said."""
        env = self.sandbox.environment(OPTA_KUBECONFIG=str(self.kubeconfig),
                                       XDG_CACHE_HOME=str(self.sandbox.scratch / "cache"))
        result = self.sandbox.run("apply", "--sandbox", "--auto-approve", "--chart-mirror", str(mirror),
                                  cwd=self.folder, env=env)
        self.assertEqual(result.returncode, FAILED, said(result))
        return result.stderr

    def test_1_a_chart_has_to_have_the_locked_digest(self):
        self.assertGreater(len(self.digests), 5)
        self.lock(self.digests)
        self.assertNotIn("E0709", self.apply_with(self.mirror))

        self.lock({name: "sha256:" + "0" * 64 for name in self.digests})
        stopped = self.apply_with(self.mirror)
        self.assertIn("E0709", stopped)
        self.assertIn("is not the one of `opta.lock`", stopped)
        self.assertNotIn("127.0.0.1:1", stopped, "everything stops before the cluster is asked")

    def test_2_a_chart_that_the_mirror_lacks_is_named(self):
        empty = self.sandbox.scratch / "empty"
        empty.mkdir()
        self.assertRegex(self.apply_with(empty), r"E0709.*the chart mirror has no `\S+\.tgz`")

    def test_3_a_mirror_over_http_is_held_to_the_digests_too(self):
        forged = self.sandbox.scratch / "forged"
        forged.mkdir()
        for name, version in charts():
            pack(forged, name, version, "another one")
        self.lock(self.digests)
        with Repository(forged) as repository:
            self.assertIn("is not the one of `opta.lock`", self.apply_with(repository.url))
            self.assertIn("/index.yaml", repository.paths)
            self.assertTrue([path for path in repository.paths if path.endswith(".tgz")])
            # The same address with the right charts: what was refused is not taken from a cache.
            for name, version in charts():
                (forged / f"{name}-{version}.tgz").write_bytes((self.mirror / f"{name}-{version}.tgz").read_bytes())
            self.assertNotIn("E0709", self.apply_with(repository.url))

    def test_4_a_registry_that_does_not_answer_is_named_with_the_chart(self):
        self.assertRegex(self.apply_with("oci://127.0.0.1:1/charts"), r"E0709.*the chart `\S+` cannot be fetched")

    def test_5_destroy_removes_what_controllers_made_and_nothing_else(self):
        self.vpc = self.aws("eks", "describe-cluster", "--name", CLUSTER)["cluster"]["resourcesVpcConfig"]["vpcId"]
        self.subnet = self.first_subnet(self.vpc)
        made = self.make_leftovers()
        spared = self.make_look_alikes()

        # The cluster does not answer: that is said, and only AWS is asked.
        result = self.sandbox.destroy(self.folder, env=self.sandbox.environment(OPTA_KUBECONFIG=str(self.kubeconfig)))

        self.assertIn("W0703", result.stderr)
        self.assertIn("the cluster does not answer", result.stderr)
        shown = result.stdout[result.stdout.index("Made by controllers in the cluster"):]
        for what in made:
            self.assertIn(what, shown, "what is removed is shown before")
        for what in spared:
            self.assertNotIn(what, shown)
        left = {entry["id"] for entry in self.sandbox.left_over()}
        self.assertEqual(left & set(made), set(), said(result))
        self.assertEqual(set(spared) - left, set(), "a stranger's was taken")
        # What was neither made here by hand nor spared was Terraform's.
        self.assertEqual(left - set(spared) - self.stranger_network, set(), said(result))

    def first_subnet(self, vpc: str) -> str:
        return self.aws("ec2", "describe-subnets", "--filters", f"Name=vpc-id,Values={vpc}")["Subnets"][0]["SubnetId"]

    def load_balancer(self, name: str, subnet: str, cluster_tags: dict[str, str]) -> str:
        return self.aws("elbv2", "create-load-balancer", "--type", "network", "--name", name, "--subnets", subnet,
                        "--tags", tags(**cluster_tags))["LoadBalancers"][0]["LoadBalancerArn"]

    def target_group(self, name: str, vpc: str, cluster_tags: dict[str, str]) -> str:
        return self.aws("elbv2", "create-target-group", "--name", name, "--protocol", "TCP", "--port", "80",
                        "--vpc-id", vpc, "--tags", tags(**cluster_tags))["TargetGroups"][0]["TargetGroupArn"]

    def security_group(self, name: str, vpc: str, group_tags: dict[str, str]) -> str:
        return self.aws("ec2", "create-security-group", "--group-name", name, "--description", name, "--vpc-id", vpc,
                        "--tag-specifications",
                        f'[{{"ResourceType": "security-group", "Tags": {tags(**group_tags)}}}]')["GroupId"]

    def interface(self, subnet: str, cluster: str) -> str:
        specification = f'[{{"ResourceType": "network-interface", "Tags": {tags(**{"cluster.k8s.amazonaws.com/name": cluster})}}}]'
        return self.aws("ec2", "create-network-interface", "--subnet-id", subnet, "--tag-specifications",
                        specification)["NetworkInterface"]["NetworkInterfaceId"]

    def volume(self, volume_tags: dict[str, str]) -> str:
        return self.aws("ec2", "create-volume", "--size", "1", "--availability-zone", "us-east-1a",
                        "--tag-specifications",
                        f'[{{"ResourceType": "volume", "Tags": {tags(**volume_tags)}}}]')["VolumeId"]

    def log_group(self, name: str) -> str:
        self.aws("logs", "create-log-group", "--log-group-name", name)
        return name

    def dns_records(self, zone: str, *records: dict) -> None:
        changes = [{"Action": "CREATE", "ResourceRecordSet": record} for record in records]
        self.aws("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch",
                 json.dumps({"Changes": changes}))

    def signed(self, name: str, owner: str) -> list[dict]:
        heritage = f'"heritage=external-dns,external-dns/owner={owner},external-dns/resource=ingress/web/web"'
        return [{"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]},
                {"Name": f"_opta-a.{name}", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": heritage}]}]

    def make_leftovers(self) -> list[str]:
        """As the controllers tag and name them; returns ids, all of them in the emulator's inventory."""
        zone = self.aws("route53", "list-hosted-zones")["HostedZones"][0]["Id"].rpartition("/")[2]
        # The emulator, like AWS, refuses to delete a zone that has records.
        self.dns_records(zone, *self.signed("web.staging.example.com", OWNER))
        by_cloud_controller = self.security_group("k8s-elb-a1", self.vpc, owned_by(CLUSTER))
        # As the controller does: nodes let the load balancer in.
        nodes = next(group["GroupId"] for group in self.aws("ec2", "describe-security-groups", "--filters",
                     f"Name=vpc-id,Values={self.vpc}")["SecurityGroups"] if group["GroupName"] == "default")
        self.aws("ec2", "authorize-security-group-ingress", "--group-id", nodes, "--protocol", "tcp", "--port", "80",
                 "--source-group", by_cloud_controller)
        self.aws("elb", "create-load-balancer", "--load-balancer-name", "a1classic", "--listeners",
                 "Protocol=TCP,LoadBalancerPort=80,InstanceProtocol=TCP,InstancePort=30080", "--subnets", self.subnet,
                 "--security-groups", by_cloud_controller, "--tags", tags(**owned_by(CLUSTER)))
        return [
            self.load_balancer("k8s-by-cloud", self.subnet, owned_by(CLUSTER)),
            self.load_balancer("k8s-by-lbc", self.subnet, {"elbv2.k8s.aws/cluster": CLUSTER}),
            self.target_group("k8s-targets", self.vpc, {"elbv2.k8s.aws/cluster": CLUSTER}),
            "a1classic",
            by_cloud_controller,
            self.interface(self.subnet, CLUSTER),
            self.volume(owned_by(CLUSTER) | {"kubernetes.io/created-for/pvc/name": "opta-persistent-0-db-0",
                                             "kubernetes.io/created-for/pvc/namespace": "db"}),
            self.log_group(f"/aws/containerinsights/{CLUSTER}/application"),
        ]

    def make_look_alikes(self) -> list[str]:
        """Of a cluster whose name begins like ours, in a network of its own and in ours; and of nobody."""
        other = f"{CLUSTER}-2"
        vpc = self.aws("ec2", "create-vpc", "--cidr-block", "10.99.0.0/16")["Vpc"]["VpcId"]
        subnet = self.aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.99.0.0/24")["Subnet"]["SubnetId"]
        self.stranger_network = {entry["id"] for entry in self.sandbox.left_over()
                                 if entry["service"] == "ec2" and entry["id"] in self.network_of(vpc)}
        pvc = {"kubernetes.io/created-for/pvc/name": "data"}
        return [
            vpc, subnet,
            self.load_balancer("other-cluster", subnet, owned_by(other)),
            # Tagged like ours, but elsewhere: the tag alone does not prove it.
            self.load_balancer("other-network", subnet, owned_by(CLUSTER)),
            self.target_group("other-targets", vpc, {"elbv2.k8s.aws/cluster": other}),
            self.security_group("k8s-elb-b2", vpc, owned_by(other)),
            self.interface(subnet, other),
            self.volume(owned_by(other) | pvc),
            self.volume({f"kubernetes.io/cluster/{CLUSTER}": "shared"} | pvc),
            self.volume(owned_by(CLUSTER)),
            self.log_group(f"/aws/containerinsights/{other}/application"),
            self.log_group(f"/aws/eks/{other}/cluster"),
            self.log_group("/aws/lambda/opta-staging"),
        ]

    def network_of(self, vpc: str) -> set[str]:
        """What AWS makes with a network."""
        of_vpc = ("--filters", f"Name=vpc-id,Values={vpc}")
        return ({table["RouteTableId"] for table in self.aws("ec2", "describe-route-tables", *of_vpc)["RouteTables"]}
                | {acl["NetworkAclId"] for acl in self.aws("ec2", "describe-network-acls", *of_vpc)["NetworkAcls"]}
                | {group["GroupId"] for group in
                   self.aws("ec2", "describe-security-groups", *of_vpc)["SecurityGroups"]})


if __name__ == "__main__":
    unittest.main()
