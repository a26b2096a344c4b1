locals {
  # IAM counts no white space.
  size     = length(replace(var.file, "/\\s/", ""))
  size_max = 6144
}

resource "aws_iam_policy" "policy" {
  name   = "${var.env_name}-${var.layer_name}-${var.module_name}"
  policy = var.file
  tags   = var.tags

  lifecycle {
    precondition {
      condition     = local.size <= local.size_max
      error_message = "The policy has ${local.size} characters, IAM takes ${local.size_max}: split it into two."
    }
  }
}
