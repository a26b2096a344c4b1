"""RDS, Aurora and DocumentDB, which share one API."""

import moto.rds.models as models
import moto.rds.utils as utils

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
    insights = keywords.get("enable_performance_insights")
    if insights is not None:
        self.performance_insights_enabled = insights
        self.performance_insights_retention_period = keywords.get("performance_insights_retention_period") or 7


def engines_with_docdb(engines):
    return classmethod(lambda _: sorted([engine.value for engine in engines] + ["docdb"]))


def apply():
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
