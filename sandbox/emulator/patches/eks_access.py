"""EKS access entries and the policies that are tied to them, which moto does not have."""

import re
import uuid
from urllib.parse import unquote

import moto.eks.urls as urls
from moto.core.responses import ActionResult, EmptyResult
from moto.eks.models import ResourceInUseException
from moto.eks.responses import EKSResponse

from .eks import cluster_of, not_found
from .support import add_methods, add_paths, now, wrap

ADMINISTRATOR = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def entries_of(response):
    return cluster_of(response).__dict__.setdefault("access", {})


def principal_of(response):
    """The principal in a request's path. It is an ARN, whose slashes moto's own routing cannot tell from the path's."""
    path = unquote(response.parsed_url.path)
    return re.search(r"/access-entries/(.+?)(/access-policies(/.*)?)?$", path).group(1)


def entry_of(response):
    entry = entries_of(response).get(principal_of(response))
    if entry is None:
        raise not_found(f"The specified principalArn could not be found: {principal_of(response)}")
    return entry


def new_entry(response, principal):
    backend, cluster = response.eks_backend, cluster_of(response)
    arn = f"arn:aws:eks:{backend.region_name}:{backend.account_id}:access-entry/{cluster.name}/{uuid.uuid4()}"
    return {
        "accessEntryArn": arn, "clusterName": cluster.name, "principalArn": principal, "createdAt": now(),
        "modifiedAt": now(), "kubernetesGroups": [], "tags": {}, "type": "STANDARD", "username": principal,
        "policies": {},
    }


def tie(entry, policy, scope):
    entry["policies"][policy] = {
        "policyArn": policy, "accessScope": {"namespaces": [], **scope}, "associatedAt": now(), "modifiedAt": now(),
    }
    return entry["policies"][policy]


def create_cluster(original, self):
    # Unless told otherwise, AWS makes whoever creates a cluster its administrator.
    answer = original(self)
    if (self._get_param("accessConfig") or {}).get("bootstrapClusterCreatorAdminPermissions", True):
        creator = f"arn:aws:iam::{self.current_account}:user/moto"
        entries_of(self)[creator] = new_entry(self, creator)
        tie(entries_of(self)[creator], ADMINISTRATOR, {"type": "cluster"})
    return answer


def create_access_entry(self):
    principal = self._get_param("principalArn")
    if principal in entries_of(self):
        raise ResourceInUseException(message="The specified access entry resource is already in use on this cluster.")
    entry = new_entry(self, principal)
    entry.update(
        kubernetesGroups=self._get_param("kubernetesGroups") or [],
        tags=self._get_param("tags") or {},
        type=self._get_param("type") or "STANDARD",
        username=self._get_param("username") or principal,
    )
    entries_of(self)[principal] = entry
    return ActionResult({"accessEntry": entry})


def describe_access_entry(self):
    return ActionResult({"accessEntry": entry_of(self)})


def update_access_entry(self):
    entry = entry_of(self)
    if self._get_param("kubernetesGroups") is not None:
        entry["kubernetesGroups"] = self._get_param("kubernetesGroups")
    return ActionResult({"accessEntry": entry})


def delete_access_entry(self):
    del entries_of(self)[entry_of(self)["principalArn"]]
    return EmptyResult()


def list_access_entries(self):
    return ActionResult({"accessEntries": sorted(entries_of(self))})


def associate_access_policy(self):
    tied = tie(entry_of(self), self._get_param("policyArn"), dict(self._get_param("accessScope")))
    return ActionResult(
        {"clusterName": cluster_of(self).name, "principalArn": principal_of(self), "associatedAccessPolicy": tied}
    )


def list_associated_access_policies(self):
    tied = list(entry_of(self)["policies"].values())
    return ActionResult(
        {"clusterName": cluster_of(self).name, "principalArn": principal_of(self), "associatedAccessPolicies": tied}
    )


def disassociate_access_policy(self):
    policy = unquote(self.parsed_url.path).split("/access-policies/")[-1]
    if entry_of(self)["policies"].pop(policy, None) is None:
        raise not_found(f"The specified policy is not associated: {policy}")
    return EmptyResult()


def apply():
    wrap(EKSResponse, "create_cluster")(create_cluster)
    add_methods(
        EKSResponse,
        associate_access_policy,
        create_access_entry,
        delete_access_entry,
        describe_access_entry,
        disassociate_access_policy,
        list_access_entries,
        list_associated_access_policies,
        update_access_entry,
    )
    entries = "/clusters/(?P<name>[^/]+)/access-entries"
    add_paths(
        urls,
        urls.response.dispatch,
        entries + "$",
        entries + "/(?P<principalArn>.+)/access-policies$",
        entries + "/(?P<principalArn>.+)/access-policies/(?P<policyArn>.+)$",
        entries + "/(?P<principalArn>.+)$",
    )
