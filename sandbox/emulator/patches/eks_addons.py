"""EKS add-ons, which moto does not have. An add-on is ACTIVE at once; no pod runs."""

import uuid

import moto.eks.urls as urls
from moto.core.responses import ActionResult
from moto.eks.responses import EKSResponse

from .eks import cluster_of, not_found, update
from .support import add_methods, add_paths, now

# A version for each add-on that we use, in the form of AWS's: they stand for "the version that AWS advises".
ADVISED = {
    "aws-ebs-csi-driver": "v1.54.0-eksbuild.1",
    "coredns": "v1.12.4-eksbuild.1",
    "kube-proxy": "v{kubernetes}.0-eksbuild.1",
    "vpc-cni": "v1.21.1-eksbuild.1",
}
FIELDS = ("addonVersion", "configurationValues", "serviceAccountRoleArn")


def addons_of(response):
    return cluster_of(response).__dict__.setdefault("addons", {})


def addon_of(response):
    addon = addons_of(response).get(response._get_param("addonName"))
    if addon is None:
        raise not_found(f"No addon: {response._get_param('addonName')} found in cluster")
    return addon


def advised(name, kubernetes):
    return ADVISED.get(name, "v1.0.0-eksbuild.1").format(kubernetes=kubernetes)


def create_addon(self):
    backend, cluster, name = self.eks_backend, cluster_of(self), self._get_param("addonName")
    arn = f"arn:aws:eks:{backend.region_name}:{backend.account_id}:addon/{cluster.name}/{name}/{uuid.uuid4()}"
    addon = {field: self._get_param(field) for field in FIELDS}
    addon["addonVersion"] = addon["addonVersion"] or advised(name, cluster.version)
    addon.update(
        addonName=name, addonArn=arn, clusterName=cluster.name, createdAt=now(), modifiedAt=now(),
        health={"issues": []}, status="ACTIVE", tags=self._get_param("tags") or {},
    )
    addons_of(self)[name] = addon
    return ActionResult({"addon": addon})


def describe_addon(self):
    return ActionResult({"addon": addon_of(self)})


def update_addon(self):
    addon = addon_of(self)
    addon.update({field: self._get_param(field) for field in FIELDS if self._get_param(field) is not None})
    addon["modifiedAt"] = now()
    return update("AddonUpdate")


def delete_addon(self):
    addon = addon_of(self)
    del addons_of(self)[addon["addonName"]]
    return ActionResult({"addon": {**addon, "status": "DELETING"}})


def list_addons(self):
    return ActionResult({"addons": sorted(addons_of(self))})


def describe_addon_versions(self):
    name, kubernetes = self._get_param("addonName"), self._get_param("kubernetesVersion")
    fits = {"clusterVersion": kubernetes, "platformVersions": ["*"], "defaultVersion": True}
    version = {"addonVersion": advised(name, kubernetes), "architecture": ["amd64", "arm64"], "compatibilities": [fits]}
    return ActionResult({"addons": [{"addonName": name, "type": "networking", "addonVersions": [version]}]})


def apply():
    add_methods(
        EKSResponse, create_addon, delete_addon, describe_addon, describe_addon_versions, list_addons, update_addon
    )
    cluster = "/clusters/(?P<name>[^/]+)/"
    add_paths(
        urls,
        urls.response.dispatch,
        "/addons/supported-versions$",
        cluster + "addons$",
        cluster + "addons/(?P<addonName>[^/]+)$",
        cluster + "addons/(?P<addonName>[^/]+)/update$",
    )
