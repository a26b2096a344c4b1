# CloudFront's older way to log wants ACLs on the bucket, which are switched off. This one is set up in us-east-1.
locals {
  logs = var.s3_log_bucket_name != null && var.region == "us-east-1" ? 1 : 0
}

data "aws_partition" "current" {}

resource "aws_cloudwatch_log_delivery_source" "this" {
  count = local.logs

  name         = "cloudfront-${md5(local.path)}" # 60 characters are allowed
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn

  tags = var.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  count = local.logs

  name          = "cloudfront-${md5(local.path)}"
  output_format = "w3c"

  delivery_destination_configuration {
    destination_resource_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.s3_log_bucket_name}"
  }

  tags = var.tags
}

resource "aws_cloudwatch_log_delivery" "this" {
  count = local.logs

  delivery_source_name     = aws_cloudwatch_log_delivery_source.this[0].name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this[0].arn

  tags = var.tags
}
