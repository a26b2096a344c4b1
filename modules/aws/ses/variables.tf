variable "mail_from_prefix" {
  type        = string
  description = "Subdomain that is the MAIL FROM domain."
}

variable "zone_id" {
  type        = string
  description = "Hosted zone of the domain."
}

variable "domain" {
  type        = string
  description = "Domain to send from."
}

variable "cert_arn" {
  type        = string
  description = "Certificate of the domain, which there is once it is delegated."
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

