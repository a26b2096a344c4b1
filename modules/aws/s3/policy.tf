# CloudFront reads as this identity. An origin access control would have to name the distribution, which in turn names
# the bucket; the identity stands on its own, so that a distribution can be added, moved to another file, or taken away.
resource "aws_cloudfront_origin_access_identity" "read" {
  comment = "Reads ${var.bucket_name}"
}

locals {
  # A text is JSON already.
  users_policy = var.bucket_policy == null ? [] : [try(tostring(var.bucket_policy), jsonencode(var.bucket_policy))]
}

data "aws_iam_policy_document" "tls_only" {
  for_each = local.buckets

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
}

data "aws_iam_policy_document" "primary" {
  # Our statements win over one of the same name in here.
  source_policy_documents   = local.users_policy
  override_policy_documents = [data.aws_iam_policy_document.tls_only["primary"].json]

  # Not to list: a visitor who asks for what is not there must not learn what is.
  statement {
    sid       = "CloudFrontReads"
    actions   = ["s3:GetObject"]
    resources = ["${local.arns["primary"]}/*"]

    principals {
      type        = "AWS"
      identifiers = [aws_cloudfront_origin_access_identity.read.iam_arn]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id
  policy = each.key == "primary" ? data.aws_iam_policy_document.primary.json : data.aws_iam_policy_document.tls_only[each.key].json

  # S3 refuses two changes of one bucket at the same moment, and a public policy while the block stands.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
