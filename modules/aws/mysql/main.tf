locals {
  # Layers of one name in two environments may stand in one account: the ending tells them apart, and stays the same
  # from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"
  identifier = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  # AWS refuses the original's default; its successor takes its place.
  engine_version = var.engine_version == "5.7.mysql_aurora.2.04.2" ? "8.0.mysql_aurora.3.10.4" : var.engine_version
  major_version  = join(".", slice(split(".", local.engine_version), 0, 2))

  user = "mysqldb"

  instance_count = max(var.instance_count, var.multi_az ? 2 : 1)

  final_snapshot = coalesce(var.final_snapshot, var.safety)

  # RDS writes to these names and no others.
  logs = ["error", "slowquery"]
}
