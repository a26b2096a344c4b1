variable "extra_iam_policies" {
  type        = list(string)
  description = "ARNs of policies that the function's role gets."
}

variable "expose_via_domain" {
  type        = bool
  description = "Make a public HTTP API that calls the function."
}

variable "runtime" {
  type        = string
  description = "Runtime as AWS names it."
}

variable "filename" {
  type        = string
  description = "The zip file with the code."
}

variable "handler" {
  type        = string
  description = "Function that Lambda calls."
}

variable "env_vars" {
  type        = map(string)
  description = "Environment variables of the function."
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

variable "vpc_id" {
  type        = string
  description = "VPC of the environment, or null."
}

variable "private_subnet_ids" {
  type        = list(string)
  description = "Subnets that the function runs in, or null to run outside of a VPC."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts variables and logs, or null for AWS's own."
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

