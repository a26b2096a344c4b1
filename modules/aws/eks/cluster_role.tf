data "aws_iam_policy_document" "cluster_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name               = "${local.name}-cluster-${local.suffix}"
  description        = "Control plane of ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.cluster_trust.json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSClusterPolicy"
}

data "aws_iam_policy_document" "cluster" {
  statement {
    sid       = "EncryptSecrets"
    resources = [var.kms_account_key_arn]
    actions = [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:ListGrants",
    ]
  }

  # The log group is Terraform's. Lines that arrive after it was destroyed must not bring it back, unencrypted.
  statement {
    sid       = "NoLogGroupOfItsOwn"
    effect    = "Deny"
    actions   = ["logs:CreateLogGroup"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "cluster" {
  name   = "secrets-and-logs"
  role   = aws_iam_role.cluster.name
  policy = data.aws_iam_policy_document.cluster.json
}
