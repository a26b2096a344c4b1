# Settings of the whole account in this region, and thus only on request.

resource "aws_ebs_encryption_by_default" "this" {
  count = var.ebs_encryption_by_default ? 1 : 0

  enabled = true
}

resource "aws_ebs_default_kms_key" "this" {
  count = var.ebs_encryption_by_default ? 1 : 0

  key_arn = aws_kms_key.this.arn
}
