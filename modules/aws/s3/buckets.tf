data "aws_partition" "current" {}

locals {
  # The second one holds the copies. Both are held to the same rules.
  buckets = merge(
    { primary = var.bucket_name },
    var.same_region_replication ? { replica = "${var.bucket_name}-replica" } : {},
  )

  # Written out, so that policies are known before the buckets exist.
  arns = { for role, name in local.buckets : role => "arn:${data.aws_partition.current.partition}:s3:::${name}" }
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets

  bucket        = each.value
  force_destroy = var.force_destroy

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(each.value) <= 63
      error_message = "${each.value} has more than the 63 characters that S3 takes; `bucket_name` may have 55 with `same_region_replication`."
    }
  }
}

# ACLs stay refused even where a policy may open the bucket.
resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = each.key == "replica" || var.block_public
  restrict_public_buckets = each.key == "replica" || var.block_public
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_transition {
      noncurrent_days = 30
      storage_class   = "STANDARD_IA"
    }

    noncurrent_version_transition {
      noncurrent_days = 60
      storage_class   = "GLACIER"
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # Noncurrent versions exist only where versioning is on.
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_logging" "this" {
  for_each = { for role, bucket in aws_s3_bucket.this : role => bucket if var.s3_log_bucket_name != null }

  bucket        = each.value.id
  target_bucket = var.s3_log_bucket_name
  target_prefix = "s3/${local.buckets[each.key]}/"
}

resource "aws_s3_bucket_cors_configuration" "this" {
  count = var.cors_rule == null ? 0 : 1

  bucket = aws_s3_bucket.this["primary"].id

  cors_rule {
    allowed_origins = var.cors_rule.allowed_origins
    allowed_headers = var.cors_rule.allowed_headers
    allowed_methods = var.cors_rule.allowed_methods
    expose_headers  = var.cors_rule.expose_headers
    max_age_seconds = var.cors_rule.max_age_seconds
  }
}
