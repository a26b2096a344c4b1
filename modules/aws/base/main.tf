data "aws_partition" "current" {}

locals {
  name = "opta-${var.layer_name}"

  # Some names are global in S3 or in the account. This suffix keeps environments of one name apart when they live
  # in different accounts or regions, and stays the same from run to run.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.layer_name}"), 0, 16)

  adopted = var.vpc_id != null

  # A destroy evaluates these on what there is: after an apply that failed half-way, not all of them.
  vpc_id            = local.adopted ? var.vpc_id : one(aws_vpc.this[*].id)
  public_subnet_ids = local.adopted ? var.public_subnet_ids : [for block in var.public_ipv4_cidr_blocks : aws_subnet.public[block].id if contains(keys(aws_subnet.public), block)]

  # The VPC's private side: the only addresses that databases listen to.
  private_blocks = local.adopted ? [for id in var.private_subnet_ids : data.aws_subnet.adopted_private[id].cidr_block] : var.private_ipv4_cidr_blocks
}
