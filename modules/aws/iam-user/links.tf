# What the links allow, and no more.
data "aws_iam_policy_document" "links" {
  dynamic "statement" {
    for_each = var.link_statements

    content {
      sid       = statement.value.sid
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_user_policy" "links" {
  count = length(var.link_statements) > 0 ? 1 : 0

  name   = "links"
  user   = aws_iam_user.this.name
  policy = data.aws_iam_policy_document.links.json
}
