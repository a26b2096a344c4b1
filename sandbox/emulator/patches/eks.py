"""EKS: clusters and node groups, as the provider reads them back."""

import random
import uuid

import moto.eks.models as models
import moto.eks.responses as responses
import moto.eks.urls as urls
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends

from .support import add_methods, add_paths, upper_id, wrap

Response = responses.EKSResponse

DEFAULT_VERSION = "1.35"


def cluster_of(response):
    """The cluster that a request's path names, or AWS's 404."""
    return response.eks_backend.describe_cluster(response._get_param("name"))


def not_found(message):
    return models.ResourceNotFoundException(message=message)


def update(kind):
    """AWS answers a change with an update that runs for minutes; here it is over at once."""
    return ActionResult({"update": {"id": str(uuid.uuid4()), "status": "Successful", "type": kind, "errors": []}})


def add_security_group(response, cluster):
    """AWS makes a security group for control plane and nodes. Rules are put into it, so moto needs a real one."""
    ec2 = ec2_backends[response.current_account][response.region]
    config = cluster.resources_vpc_config
    config["vpcId"] = ec2.get_subnet(config["subnetIds"][0]).vpc_id
    name = f"eks-cluster-sg-{cluster.name}-{random.randrange(10**9)}"
    tags = {f"kubernetes.io/cluster/{cluster.name}": "owned", "aws:eks:cluster-name": cluster.name, "Name": name}
    group = ec2.create_security_group(
        name, "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
        vpc_id=config["vpcId"], tags=tags,
    )
    config["clusterSecurityGroupId"] = group.id


def create_cluster(original, self):
    answer = original(self)
    cluster = cluster_of(self)
    cluster.version = self._get_param("version") or DEFAULT_VERSION
    cluster.upgrade_policy = self._get_param("upgradePolicy") or {"supportType": "EXTENDED"}
    # AWS takes bootstrapClusterCreatorAdminPermissions, and does not give it back.
    access = self._get_param("accessConfig") or {}
    cluster.access_config = {"authenticationMode": access.get("authenticationMode", "CONFIG_MAP")}
    # Each cluster has an issuer of its own; moto has one for all, and IAM takes an identity provider's URL only once.
    issuer = f"https://oidc.eks.{self.region}.amazonaws.com/id/{upper_id(32)}"
    cluster.identity = {"oidc": {"issuer": issuer}}
    config = cluster.resources_vpc_config
    config.setdefault("endpointPublicAccess", True)
    config.setdefault("endpointPrivateAccess", False)
    config.setdefault("publicAccessCidrs", ["0.0.0.0/0"])
    add_security_group(self, cluster)
    return answer


def delete_cluster(original, self):
    cluster = cluster_of(self)
    answer = original(self)
    group = cluster.resources_vpc_config["clusterSecurityGroupId"]
    ec2_backends[self.current_account][self.region].delete_security_group(group_id=group)
    return answer


def update_cluster_config(self):
    # moto replaces the whole network configuration by the part that is sent, and misses the rest.
    cluster = cluster_of(self)
    cluster.resources_vpc_config.update(self._get_param("resourcesVpcConfig") or {})
    cluster.access_config.update(self._get_param("accessConfig") or {})
    cluster.logging = self._get_param("logging") or cluster.logging
    cluster.upgrade_policy = self._get_param("upgradePolicy") or cluster.upgrade_policy
    return update("ConfigUpdate")


def update_cluster_version(self):
    cluster_of(self).version = self._get_param("version")
    return update("VersionUpdate")


def associate_encryption_config(self):
    cluster_of(self).encryption_config = self._get_param("encryptionConfig")
    return update("AssociateEncryptionConfig")


def describe_update(self):
    return ActionResult(
        {"update": {"id": self._get_param("updateId"), "status": "Successful", "type": "ConfigUpdate", "errors": []}}
    )


def create_nodegroup(original, self):
    answer = original(self)
    cluster = cluster_of(self)
    group = cluster.nodegroups[self._get_param("nodegroupName")]
    # moto's defaults are those of 2021: version 1.19, and a disk size even when a launch template sets it.
    group.version = self._get_param("version") or cluster.version
    group.release_version = self._get_param("releaseVersion") or f"{group.version}.0-20261101"
    if group.launch_template:
        group.disk_size = None
    group.update_config = self._get_param("updateConfig") or {"maxUnavailable": 1}
    group.node_repair_config = self._get_param("nodeRepairConfig")
    return answer


def update_nodegroup_version(self):
    cluster = cluster_of(self)
    group = cluster.nodegroups[self._get_param("nodegroupName")]
    group.version = self._get_param("version") or group.version
    group.release_version = self._get_param("releaseVersion") or f"{group.version}.0-20261101"
    group.launch_template.update(self._get_param("launchTemplate") or {})
    return update("VersionUpdate")


def tags_of(backend, arn):
    """The tags of anything in EKS. moto tags clusters only."""
    for cluster in backend.clusters.values():
        if cluster.arn == arn:
            return cluster.tags
        for group in cluster.nodegroups.values():
            if group.arn == arn:
                return group.tags
        for part in (*cluster.__dict__.get("addons", {}).values(), *cluster.__dict__.get("access", {}).values()):
            if arn in (part.get("addonArn"), part.get("accessEntryArn")):
                return part["tags"]
    raise not_found(f"No resource has the ARN {arn}")


def untag(backend, arn, keys):
    tags = tags_of(backend, arn)
    for key in [keys] if isinstance(keys, str) else keys:
        tags.pop(key, None)


def apply():
    # AWS has no SSH access unless it is asked for.
    models.DEFAULT_REMOTE_ACCESS = None
    for function in (create_cluster, delete_cluster, create_nodegroup):
        wrap(Response, function.__name__)(function)
    add_methods(
        Response,
        associate_encryption_config,
        describe_update,
        update_cluster_config,
        update_cluster_version,
        update_nodegroup_version,
    )
    models.EKSBackend.list_tags_for_resource = tags_of
    models.EKSBackend.tag_resource = lambda self, arn, tags: tags_of(self, arn).update(tags)
    models.EKSBackend.untag_resource = untag
    cluster = "/clusters/(?P<name>[^/]+)/"
    add_paths(
        urls,
        urls.response.dispatch,
        cluster + "encryption-config/associate$",
        cluster + "node-groups/(?P<nodegroupName>[^/]+)/update-version$",
        cluster + "updates$",
        cluster + "updates/(?P<updateId>[^/]+)$",
    )
