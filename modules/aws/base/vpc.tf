resource "aws_vpc" "this" {
  count = local.adopted ? 0 : 1

  cidr_block           = var.total_ipv4_cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(var.tags, { Name = local.name })

  lifecycle {
    precondition {
      condition     = local.zones_needed <= length(data.aws_availability_zones.usable.names)
      error_message = "Region ${var.region} has ${length(data.aws_availability_zones.usable.names)} usable zones, but the subnets need ${local.zones_needed}."
    }
  }
}

# A new instance or interface that names no security group gets the default one: let that be a dead end.
resource "aws_default_security_group" "locked" {
  count = local.adopted ? 0 : 1

  vpc_id = aws_vpc.this[0].id

  # Without a word of them there would be none either, but no plan would say so.
  ingress = []
  egress  = []

  tags = merge(var.tags, { Name = "${local.name}-default-locked" })
}
