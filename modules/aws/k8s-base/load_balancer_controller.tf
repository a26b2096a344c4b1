# What binding pods to target groups takes, and no more: no load balancer, listener or security group is made or changed.
data "aws_iam_policy_document" "load_balancer_controller" {
  count = local.public ? 1 : 0

  statement {
    sid = "KeepTargets"
    actions = [
      "elasticloadbalancing:DeregisterTargets",
      "elasticloadbalancing:RegisterTargets",
    ]
    resources = concat(
      [for group in aws_lb_target_group.ingress : group.arn],
      [for group in aws_lb_target_group.extra : group.arn],
    )
  }

  # Nothing of this can be confined to a resource.
  statement {
    sid       = "Look"
    resources = ["*"]
    actions = [
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeVpcs",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ]
  }
}
