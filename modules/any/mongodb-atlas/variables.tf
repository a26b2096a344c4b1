variable "region" {
  type        = string
  description = "Region as Atlas names it."
}

variable "mongodb_instance_size" {
  type        = string
  description = "Size of the cluster as Atlas names it."
}

variable "mongodbversion" {
  type        = string
  description = "Major version of MongoDB."
}

variable "mongodb_atlas_project_id" {
  type        = string
  description = "Id of the Atlas project."
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

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the password."
}

variable "public_nat_ips" {
  type        = list(string)
  description = "Addresses from which the environment reaches the internet."
}
