locals {
  # Layers of one name in two environments may stand in one account: the ending tells them apart, and stays the same
  # from run to run.
  origin     = "${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"
  identifier = "${replace(lower("opta-${var.layer_name}-${var.module_name}"), "/-+/", "-")}-${substr(md5(local.origin), 0, 4)}"

  # Redis ends with 7.1 and Valkey begins with 7.2, so a version says which it is.
  versions_of_redis = ["4.0.10", "5.0.6", "6.x", "6.2", "7.0", "7.1"]

  engine  = coalesce(var.engine, var.redis_version == null ? "valkey" : contains(local.versions_of_redis, var.redis_version) ? "redis" : "valkey")
  version = coalesce(var.redis_version, local.engine == "redis" ? "7.1" : "8.2")

  numbers = split(".", local.version)
  major   = local.numbers[0]

  # What ElastiCache calls the parameters of a version: redis5.0, redis6.x, redis7, valkey8.
  family = "${local.engine}${tonumber(local.major) < 6 ? "${local.major}.0" : local.major == "6" ? "6.x" : local.major}"

  # From these on it knows the mode of encryption, and sends its logs.
  knows_tls_mode = tonumber(local.major) >= 7
  sends_logs     = tonumber(local.major) >= 6

  logs = local.sends_logs ? ["engine-log", "slow-log"] : []
}
