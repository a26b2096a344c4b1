# Known before the bucket is, so that modules can decide by it what they make.
output "bucket_id" {
  value       = local.buckets["primary"]
  description = "Name of the bucket."

  # Whoever writes to the bucket finds it closed and encrypted already.
  depends_on = [
    aws_s3_bucket.this,
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_public_access_block.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
    aws_s3_bucket_versioning.this,
  ]
}

# Known before as well: so a plan has the whole policy of whoever is linked to it.
output "bucket_arn" {
  value       = local.arns["primary"]
  description = "ARN of the bucket."

  depends_on = [aws_s3_bucket.this]
}

output "cloudfront_read_path" {
  value       = aws_cloudfront_origin_access_identity.read.cloudfront_access_identity_path
  description = "Path of the origin access identity that may read the bucket."
}
