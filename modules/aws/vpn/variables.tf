variable "vpc_id" {
  type        = string
  description = "VPC to connect to, or empty for that of the base module."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the log, or empty for that of the base module."
}

variable "client_cidr_block" {
  type        = string
  description = "Address range for the clients."
}

variable "public_subnets_ids" {
  type        = list(string)
  description = "Subnets to attach the endpoint to; empty for those of the base module."
}

variable "server_certificate_arn" {
  type        = string
  description = "Certificate that the endpoint shows, or null for that of the dns module."
}

variable "client_ca_arn" {
  type        = string
  description = "Certificate whose authority signs those of clients, or null."
}

variable "saml_provider_arn" {
  type        = string
  description = "SAML provider that says who may connect, or null."
}

variable "base_vpc_id" {
  type        = string
  description = "VPC of the base module, or null."
}

variable "base_private_subnet_ids" {
  type        = list(string)
  description = "Private subnets of the base module, or null."
}

variable "base_kms_account_key_arn" {
  type        = string
  description = "Key of the base module, or null."
}

variable "dns_cert_arn" {
  type        = string
  description = "Certificate of the dns module, or null."
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

