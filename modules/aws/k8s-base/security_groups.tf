resource "aws_security_group" "load_balancer" {
  count = local.public ? 1 : 0

  name        = "${local.name}-ingress"
  description = "Load balancer of ${local.name}"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${local.name}-ingress" })
}

locals {
  public_ports = merge(local.front, local.extra_ports)

  # An extra port may lead to any port of a pod, though only of one that is a target.
  pod_ports = local.public ? merge(
    { for port in local.listens : tostring(port) => { from = port, to = port } },
    length(local.extra_ports) > 0 ? { extra = { from = 1, to = 65535 } } : {},
  ) : {}

  public_rules = { for pair in setproduct(keys(local.public_ports), var.ingress_allowed_cidrs) : "${pair[0]} ${pair[1]}" => {
    port = local.public_ports[pair[0]], cidr = pair[1]
  } }
}

resource "aws_vpc_security_group_ingress_rule" "public" {
  for_each = local.public_rules

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "Clients"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port

  tags = merge(var.tags, { Name = "${local.name}-ingress" })
}

resource "aws_vpc_security_group_egress_rule" "pods" {
  for_each = local.pod_ports

  security_group_id            = aws_security_group.load_balancer[0].id
  referenced_security_group_id = var.k8s_node_group_security_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to

  tags = merge(var.tags, { Name = "${local.name}-ingress-${each.key}" })
}

# The security group is the pods' too: the VPC's network plugin gives them addresses on the nodes' interfaces.
resource "aws_vpc_security_group_ingress_rule" "pods" {
  for_each = local.pod_ports

  security_group_id            = var.k8s_node_group_security_id
  referenced_security_group_id = aws_security_group.load_balancer[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to

  tags = merge(var.tags, { Name = "${local.name}-ingress-${each.key}" })
}
