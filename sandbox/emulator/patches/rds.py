"""RDS, Aurora and DocumentDB, which share one API."""

import moto.rds.models as models
import moto.rds.utils as utils
from moto.rds.responses import RDSResponse

from .support import upper_id, wrap

DOCDB = {"default_allocated_storage": 1, "default_port": 27017, "default_engine_version": "5.0.0"}


def allow_docdb(owner, name):
    """moto's tables of defaults do not know DocumentDB."""
    if name not in owner.__dict__:
        return
    original = getattr(owner, name)

    def default(engine, *rest, **named):
        return DOCDB[name] if engine == "docdb" else original(engine, *rest, **named)

    setattr(owner, name, staticmethod(default))


def initialise_cluster(original, self, *arguments, **keywords):
    original(self, *arguments, **keywords)
    if self.engine == "docdb":
        self.parameter_group = keywords.get("db_cluster_parameter_group_name") or "default.docdb5.0"
        self.storage_type = None
    # AWS gives back a scaling configuration for the old serverless engine only; moto an empty one for all.
    if self.engine_mode != "serverless":
        self.scaling_configuration = None


def initialise_instance(original, self, *arguments, **keywords):
    original(self, *arguments, **keywords)
    # AWS has a resource id for each instance; moto has one for all, and the provider finds instances by it.
    if not keywords.get("keep_resource_id"):
        self.dbi_resource_id = f"db-{upper_id(26)}"
    set_insights(self, keywords)


def set_insights(instance, keywords):
    # moto knows nothing of Performance Insights. AWS keeps seven days unless told otherwise.
    enabled = keywords.pop("enable_performance_insights", None)
    if enabled is not None:
        instance.performance_insights_enabled = enabled
    if getattr(instance, "performance_insights_enabled", False):
        instance.performance_insights_retention_period = keywords.pop("performance_insights_retention_period", None) or 7
        key = keywords.pop("performance_insights_kms_key_id", None)
        if key:
            instance.performance_insights_kms_key_id = key


def update_instance(original, self, *arguments, **keywords):
    set_insights(self, keywords)
    return original(self, *arguments, **keywords)


def create_global_cluster(original, self):
    # AWS tags it as it is made; moto drops the tags.
    answer = original(self)
    known = self.global_backend.global_clusters[self.params["GlobalClusterIdentifier"]]
    known.tags = self.params.get("Tags", [])
    return answer


def restore_db_cluster_from_snapshot(original, self, from_snapshot_id, overrides):
    # AWS takes a snapshot's ARN as well as its name, moto the name only. With a key AWS encrypts what was not.
    name = from_snapshot_id.split(":", 6)[-1] if from_snapshot_id.startswith("arn:") else from_snapshot_id
    cluster = original(self, name, overrides)
    if overrides.get("KmsKeyId"):
        cluster.storage_encrypted = True
    return cluster


def engines_with_docdb(engines):
    return classmethod(lambda _: sorted([engine.value for engine in engines] + ["docdb"]))


def apply():
    wrap(RDSResponse, "create_global_cluster")(create_global_cluster)
    wrap(models.RDSBackend, "restore_db_cluster_from_snapshot")(restore_db_cluster_from_snapshot)
    models.ClusterEngine.list_cluster_engines = engines_with_docdb(models.ClusterEngine)
    utils.DbInstanceEngine.valid_db_instance_engine = engines_with_docdb(utils.DbInstanceEngine)
    for name in DOCDB:
        allow_docdb(models.DBCluster, name)
    wrap(models.DBCluster, "__init__")(initialise_cluster)
    scaling = models.DBCluster.scaling_configuration_info
    models.DBCluster.scaling_configuration_info = property(
        lambda self: scaling.fget(self) if self.scaling_configuration else None
    )
    for owner in (models.DBInstance, models.DBInstanceClustered):
        for name in ("default_port", "default_engine_version"):
            allow_docdb(owner, name)
        if "__init__" in owner.__dict__:
            wrap(owner, "__init__")(initialise_instance)
        if "update" in owner.__dict__:
            wrap(owner, "update")(update_instance)
