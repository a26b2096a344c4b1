data "aws_partition" "current" {}

locals {
  # Role names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${var.layer_name}"), 0, 8)

  # Joining the cluster and pulling images. Pod networking (AmazonEKS_CNI_Policy) belongs to the vpc-cni's pod role.
  node_policies = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])
}

data "aws_iam_policy_document" "node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.${data.aws_partition.current.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "node" {
  name               = "${local.name}-node-${local.suffix}"
  description        = "Nodes of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.node_trust.json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = local.node_policies

  role       = aws_iam_role.node.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}
