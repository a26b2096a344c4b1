variable "image" {
  type        = string
  description = "Image to run, or AUTO for a repository of our own."
}

variable "tag" {
  type        = string
  description = "Tag to run, or null."
}

variable "digest" {
  type        = string
  description = "Digest to run, or null."
}

variable "additional_iam_policies" {
  type        = any
  description = "ARN or list of ARNs of policies that the service's role gets."
}

variable "layer_name" {
  type        = string
  description = "Name of the layer, which is the service's namespace."
}

variable "env_name" {
  type        = string
  description = "Name of the environment."
}

variable "module_name" {
  type        = string
  description = "Name of the service."
}

variable "account_id" {
  type        = string
  description = "AWS account of the environment."
}

variable "region" {
  type        = string
  description = "Region of the environment."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the images."
}

variable "k8s_openid_provider_url" {
  type        = string
  description = "Issuer of the pods' identity tokens, without https."
}

variable "k8s_openid_provider_arn" {
  type        = string
  description = "ARN of the identity provider for pod roles."
}

variable "link_statements" {
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
    conditions = list(object({
      test     = string
      variable = string
      values   = list(string)
    }))
  }))
  description = "What the links allow."
}
