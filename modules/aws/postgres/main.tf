locals {
  # Layers of one name in two environments may stand in one account, and readers of a global database keep away from a
  # database that they take the place of: the ending tells them apart, and stays the same from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}/${coalesce(var.existing_global_database_id, "-")}"
  identifier = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  # AWS refuses the original's default; its successor takes its place.
  engine_version = var.engine_version == "11.9" ? "17" : var.engine_version
  major_version  = split(".", local.engine_version)[0]

  # With a major version AWS chooses the minor one and keeps it up to date. Who names a minor version stays on it.
  minor_by_aws = local.engine_version == local.major_version

  joins_global = var.existing_global_database_id != null
  restored     = var.restore_from_snapshot != null

  # These bring their user and databases along. To name them again would be a change that AWS can only make by
  # replacing the cluster.
  starts_empty = !local.joins_global && !local.restored

  user = "postgres"

  instance_count = max(var.instance_count, var.multi_az ? 2 : 1)

  final_snapshot = coalesce(var.final_snapshot, var.safety)
}
