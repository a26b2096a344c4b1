locals {
  # The image of the cluster's own minor version; compatibility.yaml says the same.
  autoscaler_images = {
    "1.33" = "v1.33.6"
    "1.34" = "v1.34.5"
    "1.35" = "v1.35.2"
    "1.36" = "v1.36.1"
  }
}

data "aws_iam_policy_document" "cluster_autoscaler" {
  # Nothing of this can be confined to a resource.
  statement {
    sid       = "Look"
    resources = ["*"]
    actions = [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeLaunchConfigurations",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeTags",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:GetInstanceTypesFromInstanceRequirements",
    ]
  }

  # Labels and taints of a group without nodes.
  statement {
    sid       = "LookAtNodeGroups"
    actions   = ["eks:DescribeNodegroup"]
    resources = ["arn:${data.aws_partition.current.partition}:eks:${var.region}:${var.account_id}:nodegroup/${var.k8s_cluster_name}/*/*"]
  }

  # EKS names the groups; the tag, which it gives them too, says whose they are.
  statement {
    sid       = "ScaleThisCluster"
    actions   = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    resources = ["arn:${data.aws_partition.current.partition}:autoscaling:${var.region}:${var.account_id}:autoScalingGroup:*:autoScalingGroupName/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.k8s_cluster_name}"
      values   = ["owned"]
    }
  }
}
