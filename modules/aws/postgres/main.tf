locals {
  # Layers of one name in two environments may stand in one account, and readers of a global database keep away from a
  # database that they take the place of: the ending tells them apart, and stays the same from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}/${coalesce(var.existing_global_database_id, "-")}"
  given_name = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  # AWS refuses the original's default; its successor takes its place.
  engine_version = var.engine_version == "11.9" ? "17" : var.engine_version
  major_version  = split(".", local.engine_version)[0]

  # With a major version AWS chooses the minor one and keeps it up to date. Who names a minor version stays on it.
  minor_by_aws = local.engine_version == local.major_version

  joins_global = var.existing_global_database_id != null
  restored     = var.restore_from_snapshot != null

  # These bring their user and databases along. To name them again would be a change that AWS can only make by
  # replacing the cluster.
  starts_empty = !local.joins_global && !local.restored && !local.imported

  # Who has one already, keeps it: nobody can read a password out of a database.
  makes_password = !local.joins_global && !local.imported

  # None named: those that an imported one has stay.
  security_group_ids = (
    !local.imported ? concat([var.postgres_security_group_id], var.extra_security_groups_ids) :
    length(var.extra_security_groups_ids) > 0 ? var.extra_security_groups_ids : null
  )

  user = "postgres"

  # A cluster that somebody else made and `opta import` took over.
  imported   = var.imported != null
  identifier = local.imported ? var.imported.cluster : local.given_name

  # Those that came along have names of their own; what is added is named after the cluster.
  instance_prefix = local.imported ? "${local.identifier}-opta" : local.identifier
  given_instances = local.imported ? var.imported.instances : []
  instance_names  = [for index in range(local.instance_count) : try(local.given_instances[index], "${local.instance_prefix}-${index}")]

  # What an imported one may do otherwise, for which a new one has no choice.
  copy_tags_to_snapshot = coalesce(try(var.imported.copy_tags_to_snapshot, null), true)
  publicly_accessible   = coalesce(try(var.imported.publicly_accessible, null), false)
  minor_by_itself       = coalesce(try(var.imported.auto_minor_version_upgrade, null), local.minor_by_aws)
  promotion_tier        = coalesce(try(var.imported.promotion_tier, null), 0)

  instance_count = max(var.instance_count, var.multi_az ? 2 : 1, length(local.given_instances))

  # What came along with its data does not go without a last snapshot, unless that is written.
  final_snapshot = coalesce(var.final_snapshot, var.safety || local.imported)

  # RDS writes to this name and no other.
  logs = local.imported && try(var.imported.logs, null) != null ? var.imported.logs : ["postgresql"]
}
