locals {
  # NAT gateways are keyed by the private subnet that they serve, or "all".
  nat_keys = local.adopted ? [] : var.single_nat_gateway ? ["all"] : var.private_ipv4_cidr_blocks

  nat_of_private = { for block, _ in local.private_zones : block => var.single_nat_gateway ? "all" : block }

  # Each stands in the public subnet of the same position, and so of the same zone.
  nat_public_block = { for index, key in local.nat_keys : key => element(var.public_ipv4_cidr_blocks, index) }
}

resource "aws_eip" "nat" {
  for_each = local.nat_public_block

  domain = "vpc"

  tags = merge(var.tags, { Name = "${local.name}-nat-${local.public_zones[each.value]}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = local.nat_public_block

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.value].id

  tags = merge(var.tags, { Name = "${local.name}-${local.public_zones[each.value]}" })

  # A NAT gateway only works, and on destroy only lets go of its address, while the VPC has a way out.
  depends_on = [aws_route.public_internet]
}
