"""ElastiCache: parameter groups, the members of replication groups, changes, and deletions that end."""

import inspect

import moto.elasticache.models as models
from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import CacheSubnetGroupNotFound, ElastiCacheException
from moto.elasticache.responses import ElastiCacheResponse

from .support import add_methods, now, store, wrap


class CacheParameterGroupNotFound(ElastiCacheException):
    code = "CacheParameterGroupNotFound"

    def __init__(self, name):
        super().__init__(f"CacheParameterGroup {name} not found.")


# Parameter groups: moto has none. What is stored is (description, parameters).


def parameter_groups(response):
    return store(response.elasticache_backend, "parameter_groups")


def parameter_group_of(response):
    name = response._get_param("CacheParameterGroupName")
    if name not in parameter_groups(response):
        raise CacheParameterGroupNotFound(name)
    return parameter_groups(response)[name]


def create_cache_parameter_group(self):
    backend, name = self.elasticache_backend, self._get_param("CacheParameterGroupName")
    arn = f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:parametergroup:{name}"
    group = {
        "ARN": arn, "CacheParameterGroupName": name, "Description": self._get_param("Description"), "IsGlobal": False,
        "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
    }
    parameter_groups(self)[name] = (group, {})
    backend.tagging_service.tag_resource(arn, self._get_param("Tags") or [])
    return ActionResult({"CacheParameterGroup": group})


def describe_cache_parameter_groups(self):
    if self._get_param("CacheParameterGroupName"):
        found = [parameter_group_of(self)]
    else:
        found = parameter_groups(self).values()
    return ActionResult({"CacheParameterGroups": [group for group, _ in found]})


def describe_cache_parameters(self):
    _, parameters = parameter_group_of(self)
    written = [{"ParameterName": key, "ParameterValue": value, "Source": "user"} for key, value in parameters.items()]
    return ActionResult({"Parameters": written})


def modify_cache_parameter_group(self):
    group, parameters = parameter_group_of(self)
    for each in self._get_param("ParameterNameValues") or []:
        parameters[each["ParameterName"]] = each["ParameterValue"]
    return ActionResult({"CacheParameterGroupName": group["CacheParameterGroupName"]})


def delete_cache_parameter_group(self):
    group, _ = parameter_group_of(self)
    del parameter_groups(self)[group["CacheParameterGroupName"]]
    return EmptyResult()


def delete_cache_subnet_group(self):
    # moto answers 500.
    name = self._get_param("CacheSubnetGroupName")
    if self.elasticache_backend.cache_subnet_groups.pop(name, None) is None:
        raise CacheSubnetGroupNotFound(name)
    return EmptyResult()


def tags_of_parameter_groups(original, self, arn, *arguments, **keywords):
    # moto looks for the resource first, and does not know this kind.
    if ":parametergroup:" not in arn:
        return original(self, arn, *arguments, **keywords)
    return self.tagging_service.list_tags_for_resource(arn)


# Replication groups: AWS makes a cache cluster for each member, and the provider reads them; moto only names them.


def member(backend, group, name):
    fields = list(inspect.signature(models.CacheCluster.__init__).parameters)[1:]
    values = {field: getattr(group, field, None) for field in fields}
    values.update(
        account_id=backend.account_id, region_name=backend.region_name, cache_cluster_id=name, engine=group.engine,
        log_delivery_configurations=[], replication_group_id=group.replication_group_id, tags=[],
    )
    cluster = models.CacheCluster(**values)
    cluster.engine_version = full_version(group.engine_version or "7.1")
    cluster.cache_parameter_group = {
        "CacheParameterGroupName": group.cache_parameter_group_name or "default.redis7",
        "ParameterApplyStatus": "in-sync",
    }
    cluster.security_groups = [{"SecurityGroupId": each, "Status": "active"} for each in group.security_group_ids or []]
    cluster.preferred_maintenance_window = group.preferred_maintenance_window or "sun:05:00-sun:06:00"
    cluster.num_cache_nodes = 1
    for field in (
        "at_rest_encryption_enabled", "auth_token_enabled", "auto_minor_version_upgrade", "snapshot_window",
        "transit_encryption_enabled", "transit_encryption_mode",
    ):
        setattr(cluster, field, getattr(group, field))
    return cluster


def full_version(version):
    """What runs when somebody asks for `7.1`, or for `6.x`: the provider reads three numbers."""
    version = version.replace("6.x", "6.2")
    return version if version.count(".") >= 2 else f"{version}.0"


def create_replication_group(original, self, *arguments, **keywords):
    group = original(self, *arguments, **keywords)
    if group.transit_encryption_enabled and not group.transit_encryption_mode:
        group.transit_encryption_mode = "required"
    if group.auto_minor_version_upgrade is None:
        group.auto_minor_version_upgrade = True
    for name in group.member_clusters:
        self.cache_clusters[name] = member(self, group, name)
    return group


def set_members(original, self, **keywords):
    # AWS counts the primary among num_cache_clusters.
    if not keywords.get("replicas_per_node_group"):
        keywords["replicas_per_node_group"] = (keywords.get("num_cache_clusters") or 1) - 1
    return original(self, **keywords)


def delete_replication_group(original, self, replication_group_id, retain_primary_cluster=None):
    # moto leaves the group "deleting" for ever.
    group = original(self, replication_group_id, retain_primary_cluster)
    for name in group.member_clusters:
        self.cache_clusters.pop(name, None)
    self.replication_groups.pop(replication_group_id, None)
    return group


# Changes: moto has none. AWS makes them in the background, the group being "modifying" meanwhile; here they are made at once.


def replication_group_of(response):
    return response.elasticache_backend.describe_replication_groups(response._get_param("ReplicationGroupId"))[0]


def enabled(value):
    return "enabled" if str(value).lower() == "true" else "disabled"


# Parameter to (attribute of the group, how its value is stored).
CHANGEABLE = {
    "AutomaticFailoverEnabled": ("automatic_failover", enabled),
    "CacheNodeType": ("cache_node_type", str),
    "CacheParameterGroupName": ("cache_parameter_group_name", str),
    "Engine": ("engine", str),
    "EngineVersion": ("engine_version", str),
    "MultiAZEnabled": ("multi_az", enabled),
    "ReplicationGroupDescription": ("description", str),
    "SnapshotRetentionLimit": ("snapshot_retention_limit", int),
    "SnapshotWindow": ("snapshot_window", str),
    "TransitEncryptionMode": ("transit_encryption_mode", str),
}


def modify_replication_group(self):
    group = replication_group_of(self)
    for parameter, (attribute, stored) in CHANGEABLE.items():
        value = self._get_param(parameter)
        if value is not None:
            setattr(group, attribute, stored(value))
    if self._get_param("AuthToken"):
        group.auth_token_last_modified_date = now()
    set_replicas(self.elasticache_backend, group, len(group.member_clusters) - 1)
    return ActionResult({"ReplicationGroup": group})


def set_replicas(backend, group, replicas):
    """Gives the group this many replicas, and makes its members' clusters anew from what it says now."""
    nodes, names = group.node_groups[0]["node_group_members"], group.member_clusters
    del nodes[replicas + 1 :]
    for name in names[replicas + 1 :]:
        backend.cache_clusters.pop(name, None)
    del names[replicas + 1 :]
    for number in range(len(names) + 1, replicas + 2):
        name = f"{group.replication_group_id}-{number:0>3}"
        names.append(name)
        nodes.append({**nodes[0], "cache_cluster_id": name, "current_role": "replica"})
    for name in names:
        backend.cache_clusters[name] = member(backend, group, name)


def change_replica_count(self):
    group = replication_group_of(self)
    set_replicas(self.elasticache_backend, group, int(self._get_param("NewReplicaCount")))
    return ActionResult({"ReplicationGroup": group})


def delete_cache_cluster(self, cache_cluster_id):
    # As above.
    cluster = self.cache_clusters.pop(cache_cluster_id, None)
    if cluster is None:
        raise models.CacheClusterNotFound(cache_cluster_id)
    cluster.cache_cluster_status = "deleting"
    return cluster


def apply():
    add_methods(
        ElastiCacheResponse,
        create_cache_parameter_group,
        delete_cache_parameter_group,
        delete_cache_subnet_group,
        describe_cache_parameter_groups,
        describe_cache_parameters,
        modify_cache_parameter_group,
        modify_replication_group,
    )
    ElastiCacheResponse.increase_replica_count = change_replica_count
    ElastiCacheResponse.decrease_replica_count = change_replica_count
    backend = models.ElastiCacheBackend
    for name in ("list_tags_for_resource", "add_tags_to_resource", "remove_tags_from_resource"):
        wrap(backend, name)(tags_of_parameter_groups)
    wrap(models.ReplicationGroup, "_set_node_members_clusters_disabled")(set_members)
    wrap(backend, "create_replication_group")(create_replication_group)
    wrap(backend, "delete_replication_group")(delete_replication_group)
    backend.delete_cache_cluster = delete_cache_cluster
