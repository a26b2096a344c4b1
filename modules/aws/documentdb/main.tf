locals {
  # Layers of one name in two environments may stand in one account: the ending tells them apart, and stays the same
  # from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"
  identifier = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  major_version = join(".", slice(split(".", var.engine_version), 0, 2))

  user = "master_user"

  final_snapshot = coalesce(var.final_snapshot, var.deletion_protection)

  # DocumentDB writes to these names and no others.
  logs = ["audit", "profiler"]
}
