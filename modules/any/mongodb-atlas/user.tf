# The password is born in Secrets Manager and goes from there to Atlas. A new version of the secret is a new password, for
# the user in the same apply.

resource "aws_secretsmanager_secret" "password" {
  # The ending is Terraform's and new each time: a secret that waits for its deletion still holds its name.
  name_prefix = "opta/${var.env_name}/${var.layer_name}/${var.module_name}/password-"
  description = "User of the Atlas cluster ${local.name}"
  kms_key_id  = var.kms_account_key_arn

  # The user goes with the cluster, and its password opens nothing any more.
  recovery_window_in_days = 0

  tags = var.tags
}

# Letters and digits: at home in any connection string.
ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "password" {
  secret_id = aws_secretsmanager_secret.password.id

  secret_string_wo = jsonencode({
    username = local.user
    password = ephemeral.aws_secretsmanager_random_password.this.random_password
  })
  secret_string_wo_version = 1
}

# The provider has no write-only argument for the password. So it is read by a data source, which puts it into the state,
# there and at the user, both times marked as sensitive.
data "aws_secretsmanager_secret_version" "password" {
  secret_id  = aws_secretsmanager_secret.password.id
  version_id = aws_secretsmanager_secret_version.password.version_id
}

locals {
  user = "${local.name}-user"
}

resource "mongodbatlas_database_user" "this" {
  project_id         = var.mongodb_atlas_project_id
  auth_database_name = "admin"
  username           = local.user
  password           = jsondecode(data.aws_secretsmanager_secret_version.password.secret_string).password

  roles {
    role_name     = "readWriteAnyDatabase"
    database_name = "admin"
  }

  # A user is of the project: without this it could use the project's other clusters.
  scopes {
    name = mongodbatlas_advanced_cluster.this.name
    type = "CLUSTER"
  }
}
