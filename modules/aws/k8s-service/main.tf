locals {
  service_account = lower(var.module_name)
  path            = lower("${var.env_name}/${var.layer_name}/${var.module_name}")

  # Role names are global in an account: environments of one name in two regions must not share them.
  suffix = substr(md5("${var.account_id}/${var.region}/${local.path}"), 0, 8)

  builds_own_image    = upper(var.image) == "AUTO"
  additional_policies = flatten([var.additional_iam_policies])

  repository_url = one(aws_ecr_repository.this[*].repository_url)

  # repository[:tag][@digest]; the registry before the repository may have a port.
  written = regex("^(?P<repository>.*?)(?::(?P<tag>[^:/@]+))?(?:@(?P<digest>.+))?$", var.image)

  is_deployed = var.tag != null || var.digest != null
  tag         = local.is_deployed ? var.tag : local.written.tag
  digest      = local.is_deployed ? var.digest : local.written.digest
  repository  = local.builds_own_image ? local.repository_url : local.written.repository
}
