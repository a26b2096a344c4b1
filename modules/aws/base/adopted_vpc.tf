# What we need to know of a VPC that somebody else made. Nothing in it is changed.

data "aws_subnet" "adopted_private" {
  for_each = toset(local.adopted ? var.private_subnet_ids : [])

  id     = each.value
  vpc_id = var.vpc_id

  lifecycle {
    postcondition {
      condition     = !self.map_public_ip_on_launch
      error_message = "Subnet ${self.id} hands out public addresses: it is not a private subnet."
    }
  }
}

data "aws_subnet" "adopted_public" {
  for_each = toset(local.adopted ? var.public_subnet_ids : [])

  id     = each.value
  vpc_id = var.vpc_id
}

data "aws_nat_gateways" "adopted" {
  count = local.adopted ? 1 : 0

  vpc_id = var.vpc_id

  filter {
    name   = "state"
    values = ["available"]
  }
}

data "aws_nat_gateway" "adopted" {
  for_each = toset(local.adopted ? data.aws_nat_gateways.adopted[0].ids : [])

  id = each.value
}
