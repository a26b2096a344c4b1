resource "aws_s3_bucket_replication_configuration" "this" {
  count = var.same_region_replication ? 1 : 0

  bucket = aws_s3_bucket.this["primary"].id
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "everything"
    status = "Enabled"

    filter {}

    # The copy is for what was lost by mistake, and a deletion can be one.
    delete_marker_replication {
      status = "Disabled"
    }

    destination {
      bucket        = aws_s3_bucket.this["replica"].arn
      storage_class = "STANDARD"
    }
  }

  # S3 replicates versions only, from and to.
  depends_on = [aws_s3_bucket_versioning.this]
}

data "aws_iam_policy_document" "replication_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "replication" {
  count = var.same_region_replication ? 1 : 0

  # Role names are global in an account and end at 64 characters; bucket names are as long, and unique anyway.
  name               = "opta-s3-replication-${md5("${var.account_id}/${var.region}/${var.bucket_name}")}"
  description        = "Copies objects of ${var.bucket_name} to its replica"
  assume_role_policy = data.aws_iam_policy_document.replication_trust.json

  tags = var.tags
}

data "aws_iam_policy_document" "replication" {
  count = var.same_region_replication ? 1 : 0

  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.arns["primary"]]
  }

  statement {
    actions = [
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionTagging",
    ]
    resources = ["${local.arns["primary"]}/*"]
  }

  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${local.arns["replica"]}/*"]
  }
}

resource "aws_iam_role_policy" "replication" {
  count = var.same_region_replication ? 1 : 0

  name   = "copy-objects"
  role   = aws_iam_role.replication[0].name
  policy = data.aws_iam_policy_document.replication[0].json
}
