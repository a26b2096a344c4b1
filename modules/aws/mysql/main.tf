locals {
  # Layers of one name in two environments may stand in one account: the ending tells them apart, and stays the same
  # from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"
  given_name = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  # AWS refuses the original's default; its successor takes its place.
  engine_version = var.engine_version == "5.7.mysql_aurora.2.04.2" ? "8.0.mysql_aurora.3.10.4" : var.engine_version
  major_version  = join(".", slice(split(".", local.engine_version), 0, 2))

  user = "mysqldb"

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
  minor_by_itself       = coalesce(try(var.imported.auto_minor_version_upgrade, null), false)
  promotion_tier        = coalesce(try(var.imported.promotion_tier, null), 0)

  instance_count = max(var.instance_count, var.multi_az ? 2 : 1, length(local.given_instances))

  # What came along with its data does not go without a last snapshot, unless that is written.
  final_snapshot = coalesce(var.final_snapshot, var.safety || local.imported)

  # RDS writes to these names and no others.
  logs = local.imported && try(var.imported.logs, null) != null ? var.imported.logs : ["error", "slowquery"]
}
