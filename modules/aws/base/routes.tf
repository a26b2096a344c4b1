resource "aws_internet_gateway" "this" {
  count = local.adopted ? 0 : 1

  vpc_id = aws_vpc.this[0].id

  tags = merge(var.tags, { Name = local.name })
}

resource "aws_route_table" "public" {
  count = local.adopted ? 0 : 1

  vpc_id = aws_vpc.this[0].id

  tags = merge(var.tags, { Name = "${local.name}-public", type = "public" })
}

resource "aws_route" "public_internet" {
  count = local.adopted ? 0 : 1

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  for_each = local.public_zones

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[0].id
}

# A table for each private subnet, even where all of them lead to one NAT gateway: changing `single_nat_gateway` then
# changes routes in place and moves no subnet to another table.
resource "aws_route_table" "private" {
  for_each = local.private_zones

  vpc_id = aws_vpc.this[0].id

  tags = merge(var.tags, { Name = "${local.name}-private-${each.value}", type = "private" })
}

resource "aws_route_table_association" "private" {
  for_each = local.private_zones

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route" "private_nat" {
  for_each = local.private_zones

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[local.nat_of_private[each.key]].id
}
