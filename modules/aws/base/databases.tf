# Where databases stand and who may talk to them. A plan tells where a value comes from, but nothing of locals; so what
# `opta verify` has to follow, to the subnets and to the groups, is written out.

resource "aws_db_subnet_group" "this" {
  name        = local.name
  description = "Private subnets of ${local.name}"
  subnet_ids  = coalesce(var.private_subnet_ids, values(aws_subnet.private)[*].id)

  tags = var.tags
}

resource "aws_docdb_subnet_group" "this" {
  name        = "${local.name}-docdb"
  description = "Private subnets of ${local.name}"
  subnet_ids  = coalesce(var.private_subnet_ids, values(aws_subnet.private)[*].id)

  tags = var.tags
}

resource "aws_elasticache_subnet_group" "this" {
  name        = local.name
  description = "Private subnets of ${local.name}"
  subnet_ids  = coalesce(var.private_subnet_ids, values(aws_subnet.private)[*].id)

  tags = var.tags
}

locals {
  database_ports = {
    postgres    = 5432
    mysql       = 3306
    documentdb  = 27017
    elasticache = 6379
  }

  database_rules = merge([
    for kind, port in local.database_ports : {
      for block in local.private_blocks : "${kind} from ${block}" => { kind = kind, port = port, block = block }
    }
  ]...)
}

# One port each, so that a database of one kind does not stand open for another. No egress: a database answers, it does
# not call.
resource "aws_security_group" "database" {
  for_each = local.database_ports

  name        = "${local.name}-${each.key}-sg"
  description = "From the private subnets to ${each.key}"
  vpc_id      = local.vpc_id

  tags = merge(var.tags, { Name = "${local.name}-${each.key}-sg" })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = local.database_rules

  security_group_id = aws_security_group.database[split(" ", each.key)[0]].id
  description       = each.value.kind
  cidr_ipv4         = each.value.block
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port

  tags = merge(var.tags, { Name = each.key })
}
