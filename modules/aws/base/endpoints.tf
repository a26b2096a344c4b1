# Traffic to S3 (image layers, logs, buckets) stays inside AWS and costs nothing, instead of passing through NAT.
resource "aws_vpc_endpoint" "s3" {
  count = local.adopted ? 0 : 1

  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat([aws_route_table.public[0].id], [for table in aws_route_table.private : table.id])

  tags = merge(var.tags, { Name = "${local.name}-s3" })
}
