data "aws_eks_addon_version" "advised" {
  for_each = toset(["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver"])

  addon_name         = each.value
  kubernetes_version = var.k8s_version
}

locals {
  addon_versions = {
    for name, advised in data.aws_eks_addon_version.advised : name => lookup(var.addon_versions, name, advised.version)
  }
}

# Before the nodes: without network a node does not become ready.

resource "aws_eks_addon" "vpc_cni" {
  cluster_name             = aws_eks_cluster.this.name
  addon_name               = "vpc-cni"
  addon_version            = local.addon_versions["vpc-cni"]
  service_account_role_arn = aws_iam_role.pod["vpc-cni"].arn
  configuration_values     = jsonencode({ enableNetworkPolicy = "true" })

  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.pod]
}

resource "aws_eks_addon" "kube_proxy" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "kube-proxy"
  addon_version = local.addon_versions["kube-proxy"]

  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  tags = var.tags
}

# After the nodes: these run as pods, and are healthy only when they have somewhere to run.

resource "aws_eks_addon" "coredns" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "coredns"
  addon_version = local.addon_versions["coredns"]

  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  tags = var.tags

  depends_on = [module.default_node_group]
}

resource "aws_eks_addon" "ebs_csi" {
  cluster_name             = aws_eks_cluster.this.name
  addon_name               = "aws-ebs-csi-driver"
  addon_version            = local.addon_versions["aws-ebs-csi-driver"]
  service_account_role_arn = aws_iam_role.pod["ebs-csi"].arn

  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  tags = var.tags

  depends_on = [
    aws_iam_role_policy.volume_key,
    aws_iam_role_policy_attachment.pod,
    module.default_node_group,
  ]
}
