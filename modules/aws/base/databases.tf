# Where databases stand and who may talk to them. Database modules find these by name.

resource "aws_db_subnet_group" "this" {
  name        = local.name
  description = "Private subnets of ${local.name}"
  subnet_ids  = local.private_subnet_ids

  tags = var.tags
}

resource "aws_docdb_subnet_group" "this" {
  name        = "${local.name}-docdb"
  description = "Private subnets of ${local.name}"
  subnet_ids  = local.private_subnet_ids

  tags = var.tags
}

resource "aws_elasticache_subnet_group" "this" {
  name        = local.name
  description = "Private subnets of ${local.name}"
  subnet_ids  = local.private_subnet_ids

  tags = var.tags
}

locals {
  database_ports = {
    db          = { mysql = 3306, postgres = 5432 }
    documentdb  = { mongodb = 27017 }
    elasticache = { redis = 6379 }
  }

  database_rules = merge([
    for group, ports in local.database_ports : merge([
      for protocol, port in ports : {
        for block in local.private_blocks : "${protocol} from ${block}" => { group = group, protocol = protocol, port = port, block = block }
      }
    ]...)
  ]...)
}

# No egress: a database answers, it does not call.
resource "aws_security_group" "database" {
  for_each = local.database_ports

  name        = "${local.name}-${each.key}-sg"
  description = "From the private subnets to ${join(" and ", keys(each.value))}"
  vpc_id      = local.vpc_id

  tags = merge(var.tags, { Name = "${local.name}-${each.key}-sg" })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = local.database_rules

  security_group_id = aws_security_group.database[each.value.group].id
  description       = each.value.protocol
  cidr_ipv4         = each.value.block
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port

  tags = merge(var.tags, { Name = each.key })
}
