# The master user's password is born in Secrets Manager and goes from there into the database, so it stands in no state,
# plan or log. A new version of the secret is a new password, for the database in the same apply.

resource "aws_secretsmanager_secret" "password" {
  # The ending is Terraform's and new each time: a secret that waits for its deletion still holds its name.
  name_prefix = "opta/${var.env_name}/${var.layer_name}/${var.module_name}/password-"
  description = "Master user of the database ${local.identifier}"
  kms_key_id  = var.kms_account_key_arn

  # Without `safety` the data goes with the database, and the password opens nothing any more.
  recovery_window_in_days = var.safety ? 30 : 0

  tags = var.tags
}

# Letters and digits: at home in any connection string.
ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = 32
  exclude_punctuation = true
}

# An imported cluster keeps its password, and nobody can read it out of a database. The secret is empty until it is
# entered there by hand; from then on it is the user's, and Terraform does not write into it.
resource "aws_secretsmanager_secret_version" "password" {
  count = local.imported ? 0 : 1

  secret_id = aws_secretsmanager_secret.password.id

  secret_string_wo = jsonencode({
    username = local.user
    password = ephemeral.aws_secretsmanager_random_password.this.random_password
  })
  secret_string_wo_version = 1
}

# Read back rather than handed on: the random one is another in every run, while this is what the secret holds, also
# when a run that failed half-way is repeated.
ephemeral "aws_secretsmanager_secret_version" "password" {
  count = local.imported ? 0 : 1

  secret_id  = aws_secretsmanager_secret.password.id
  version_id = aws_secretsmanager_secret_version.password[0].version_id
}

locals {
  password = local.imported ? null : jsondecode(ephemeral.aws_secretsmanager_secret_version.password[0].secret_string).password

  version_id = one(aws_secretsmanager_secret_version.password[*].version_id)

  # Tells Terraform when there is another password: the provider looks at the number, since it cannot look at the value.
  password_number = local.version_id == null ? null : parseint(substr(sha256(local.version_id), 0, 8), 16)

  # The secret's ARN has an ending of its own each time, so a second database of this name does not meet the first
  # one's snapshot, and every plan of one database names the same.
  final_snapshot_name = "${local.identifier}-final-${substr(sha256(aws_secretsmanager_secret.password.arn), 0, 8)}"
}
