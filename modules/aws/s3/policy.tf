# CloudFront reads as this identity. An origin access control would have to name the distribution, which in turn names
# the bucket; the identity stands on its own, so that a distribution can be added, moved to another file, or taken away.
resource "aws_cloudfront_origin_access_identity" "read" {
  comment = "Reads ${var.bucket_name}"
}

locals {
  # A text is JSON already.
  users_policy = var.bucket_policy == null ? [] : [try(tostring(var.bucket_policy), jsonencode(var.bucket_policy))]
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.buckets

  # The statements below win over one of the same name in here.
  source_policy_documents = each.key == "primary" ? local.users_policy : []

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arns[each.key], "${local.arns[each.key]}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # Not to list: a visitor who asks for what is not there must not learn what is.
  dynamic "statement" {
    for_each = each.key == "primary" ? [aws_cloudfront_origin_access_identity.read.iam_arn] : []

    content {
      sid       = "CloudFrontReads"
      actions   = ["s3:GetObject"]
      resources = ["${local.arns[each.key]}/*"]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id
  policy = data.aws_iam_policy_document.bucket[each.key].json

  # S3 refuses two changes of one bucket at the same moment, and a public policy while the block stands.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
