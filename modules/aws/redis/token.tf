# The token is born in Secrets Manager and goes from there into the cache. A new version of the secret is a new token, for
# the cache in the same apply.

resource "aws_secretsmanager_secret" "token" {
  # The ending is Terraform's and new each time: a secret that waits for its deletion still holds its name.
  name_prefix = "opta/${var.env_name}/${var.layer_name}/${var.module_name}/token-"
  description = "Token of the cache ${local.identifier}"
  kms_key_id  = var.kms_account_key_arn

  # The token goes with the cache, and opens nothing any more.
  recovery_window_in_days = 0

  tags = var.tags
}

# Letters and digits: at home in any connection string, and ElastiCache takes few other characters.
ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "token" {
  secret_id = aws_secretsmanager_secret.token.id

  secret_string_wo = jsonencode({
    password = ephemeral.aws_secretsmanager_random_password.this.random_password
  })
  secret_string_wo_version = 1
}

# ElastiCache's token has no write-only argument in the provider. So it is read by a data source, which puts it into the
# state, there and at the cache, both times marked as sensitive. These are the only two places outside of the secret.
data "aws_secretsmanager_secret_version" "token" {
  secret_id  = aws_secretsmanager_secret.token.id
  version_id = aws_secretsmanager_secret_version.token.version_id
}

locals {
  # The secret's ARN has an ending of its own each time, so a second cache of this name does not meet the first one's
  # snapshot, and every plan of one cache names the same.
  final_snapshot_name = "${local.identifier}-final-${substr(sha256(aws_secretsmanager_secret.token.arn), 0, 8)}"
}
