# No filter on the zones' state: during an outage the list must not shift, or the plan would move subnets.
data "aws_availability_zones" "usable" {
  # EKS cannot place a control plane in these zones.
  exclude_zone_ids = ["use1-az3", "usw1-az2", "cac1-az3"]

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones_needed = max(length(var.private_ipv4_cidr_blocks), length(var.public_ipv4_cidr_blocks))

  # Subnets are keyed by their address range, so adding or removing one leaves the others alone. Where zones are too
  # few the index wraps around; the VPC's precondition then says so.
  private_zones = local.adopted ? {} : {
    for index, block in var.private_ipv4_cidr_blocks : block => element(data.aws_availability_zones.usable.names, index)
  }
  public_zones = local.adopted ? {} : {
    for index, block in var.public_ipv4_cidr_blocks : block => element(data.aws_availability_zones.usable.names, index)
  }

  cluster_tag = { "kubernetes.io/cluster/${local.name}" = "shared" }
}

resource "aws_subnet" "private" {
  for_each = local.private_zones

  vpc_id            = aws_vpc.this[0].id
  cidr_block        = each.key
  availability_zone = each.value

  tags = merge(var.tags, local.cluster_tag, {
    Name                              = "${local.name}-private-${each.value}"
    type                              = "private"
    "kubernetes.io/role/internal-elb" = "1"
  })

  lifecycle {
    ignore_changes = [availability_zone] # a subnet cannot move, and must not be replaced because the list of zones grew
  }
}

# For load balancers and NAT gateways, which bring their own addresses: nothing else shall get a public one here.
resource "aws_subnet" "public" {
  for_each = local.public_zones

  vpc_id                  = aws_vpc.this[0].id
  cidr_block              = each.key
  availability_zone       = each.value
  map_public_ip_on_launch = false

  tags = merge(var.tags, local.cluster_tag, {
    Name                     = "${local.name}-public-${each.value}"
    type                     = "public"
    "kubernetes.io/role/elb" = "1"
  })

  lifecycle {
    ignore_changes = [availability_zone]
  }
}
