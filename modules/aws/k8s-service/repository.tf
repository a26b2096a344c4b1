# Images of the service's own. Nothing is granted here, so only this account's roles can pull or push, as IAM says.
resource "aws_ecr_repository" "this" {
  count = local.builds_own_image ? 1 : 0

  name                 = "opta/${local.path}"
  image_tag_mutability = "IMMUTABLE" # What was tested under a tag is what runs under it.

  # Images can be built again, and a destroyed service leaves nothing behind.
  force_delete = true

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_account_key_arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  tags = var.tags
}

# By number rather than by age: a service that is deployed by digest once a year still finds its image. Parts of
# an image for several platforms have no tag either; ECR keeps those for as long as the image stands.
resource "aws_ecr_lifecycle_policy" "this" {
  count = local.builds_own_image ? 1 : 0

  repository = aws_ecr_repository.this[0].name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep the newest untagged images"
      selection = {
        tagStatus   = "untagged"
        countType   = "imageCountMoreThan"
        countNumber = 20
      }
      action = { type = "expire" }
    }]
  })
}
