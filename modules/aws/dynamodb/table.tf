data "aws_partition" "current" {}

locals {
  # Services of one name in two environments can share an account and a region.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.env_name}/${var.layer_name}/${var.module_name}"), 0, 8)
  name   = "opta-${var.layer_name}-${var.module_name}-${local.suffix}"

  reserves     = var.read_capacity != null || var.write_capacity != null
  billing_mode = coalesce(var.billing_mode, local.reserves ? "PROVISIONED" : "PAY_PER_REQUEST")
  provisioned  = local.billing_mode == "PROVISIONED"

  keys = compact([var.hash_key, var.range_key])
}

resource "aws_dynamodb_table" "this" {
  name      = local.name
  hash_key  = var.hash_key
  range_key = var.range_key

  billing_mode   = local.billing_mode
  read_capacity  = local.provisioned ? coalesce(var.read_capacity, 20) : null
  write_capacity = local.provisioned ? coalesce(var.write_capacity, 20) : null

  deletion_protection_enabled = var.safety

  dynamic "attribute" {
    for_each = var.attributes

    content {
      name = attribute.value.name
      type = attribute.value.type
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_account_key_arn
  }

  tags = var.tags

  lifecycle {
    # AWS takes neither an attribute that is no key nor a key without its type.
    precondition {
      condition     = sort(var.attributes[*].name) == sort(local.keys)
      error_message = "`attributes` of ${var.module_name} must be exactly ${join(" and ", local.keys)}: the `hash_key` and, if there is one, the `range_key`."
    }
  }
}
