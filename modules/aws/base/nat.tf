locals {
  # Each private subnet leaves through the NAT gateway in the public subnet of its own position, and so of its own zone;
  # with a single one, through that of the first zone. Gateways are keyed by the public subnet that they stand in, so
  # going from one to several or back keeps the first one and its address.
  nat_of_private = local.adopted ? {} : {
    for index, block in var.private_ipv4_cidr_blocks :
    block => element(var.public_ipv4_cidr_blocks, var.single_nat_gateway ? 0 : index)
  }

  nat_zones = { for block in distinct(values(local.nat_of_private)) : block => local.public_zones[block] }
}

resource "aws_eip" "nat" {
  for_each = local.nat_zones

  domain = "vpc"

  tags = merge(var.tags, { Name = "${local.name}-nat-${each.value}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = local.nat_zones

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id

  tags = merge(var.tags, { Name = "${local.name}-${each.value}" })

  # A NAT gateway only works, and on destroy only lets go of its address, while the VPC has a way out.
  depends_on = [aws_route.public_internet]
}
