locals {
  path = "${var.env_name}/${var.layer_name}/${var.module_name}"

  # User names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)
}

resource "aws_iam_user" "this" {
  name = "${replace(local.path, "/", "-")}-${local.suffix}"

  # With the keys and the password that it gave itself, which no state knows.
  force_destroy = true

  tags = var.tags
}

data "aws_iam_policy_document" "own_credentials" {
  statement {
    sid       = "OwnKeysAndPassword"
    resources = [aws_iam_user.this.arn]
    actions = [
      "iam:ChangePassword",
      "iam:CreateAccessKey",
      "iam:DeleteAccessKey",
      "iam:GetAccessKeyLastUsed",
      "iam:GetUser",
      "iam:ListAccessKeys",
      "iam:UpdateAccessKey",
    ]
  }

  # What a new password must look like. It is the account's, and cannot be narrowed down.
  statement {
    sid       = "PasswordRules"
    actions   = ["iam:GetAccountPasswordPolicy"]
    resources = ["*"]
  }
}

resource "aws_iam_user_policy" "own_credentials" {
  name   = "own-credentials"
  user   = aws_iam_user.this.name
  policy = data.aws_iam_policy_document.own_credentials.json
}

# By position: an ARN may be known only after another module's apply.
resource "aws_iam_user_policy_attachment" "extra" {
  count = length(var.extra_iam_policies)

  user       = aws_iam_user.this.name
  policy_arn = var.extra_iam_policies[count.index]
}

# AWS's provider encrypts the secret part before it hands it over; no other form of it comes to the state.
resource "aws_iam_access_key" "this" {
  count = var.pgp_key == null ? 0 : 1

  user    = aws_iam_user.this.name
  pgp_key = replace(var.pgp_key, "/\\s/", "")
}
