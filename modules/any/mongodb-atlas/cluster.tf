locals {
  name = "${var.layer_name}-${var.module_name}"

  # The free size is a share of a cluster that Atlas runs for many.
  shared = var.mongodb_instance_size == "M0"
}

resource "mongodbatlas_advanced_cluster" "this" {
  project_id             = var.mongodb_atlas_project_id
  name                   = local.name
  cluster_type           = "REPLICASET"
  mongo_db_major_version = local.shared ? null : var.mongodbversion
  backup_enabled         = !local.shared

  # Three nodes, so that one can fail.
  replication_specs = [{
    region_configs = [{
      provider_name         = local.shared ? "TENANT" : "AWS"
      backing_provider_name = local.shared ? "AWS" : null
      region_name           = var.region
      priority              = 7
      electable_specs = {
        instance_size = var.mongodb_instance_size
        node_count    = local.shared ? null : 3
      }
    }]
  }]

  advanced_configuration = local.shared ? null : {
    minimum_enabled_tls_protocol = "TLS1_2"
  }

  tags = var.tags
}

# Only the environment's own way out to the internet may connect.
resource "mongodbatlas_project_ip_access_list" "this" {
  for_each = toset(var.public_nat_ips)

  project_id = var.mongodb_atlas_project_id
  ip_address = each.value
  comment    = "NAT of ${var.env_name}"
}
