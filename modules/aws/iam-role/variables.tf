variable "allowed_k8s_services" {
  type        = list(object({ service_name = string, namespace = string }))
  description = "Kubernetes service accounts that may assume the role."
}

variable "allowed_iams" {
  type        = list(string)
  description = "ARNs of the IAM users and roles that may assume the role."
}

variable "extra_iam_policies" {
  type        = list(string)
  description = "ARNs of policies that the role gets."
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

variable "k8s_openid_provider_url" {
  type        = string
  description = "Issuer of the pods' identity tokens, without https, or null."
}

variable "k8s_openid_provider_arn" {
  type        = string
  description = "ARN of the identity provider for pod roles, or null."
}

variable "layer_name" {
  type        = string
  description = "Name of the layer."
}

variable "env_name" {
  type        = string
  description = "Name of the environment."
}

variable "module_name" {
  type        = string
  description = "Name of the module."
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

