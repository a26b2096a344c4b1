variable "read_capacity" {
  type        = number
  description = "Read capacity units to reserve, or null."
}

variable "write_capacity" {
  type        = number
  description = "Write capacity units to reserve, or null."
}

variable "billing_mode" {
  type        = string
  description = "PROVISIONED, PAY_PER_REQUEST, or null to go by the capacities."
}

variable "hash_key" {
  type        = string
  description = "Attribute that is the partition key."
}

variable "range_key" {
  type        = string
  description = "Attribute that is the sort key, or null."
}

variable "attributes" {
  type        = list(object({ name = string, type = string }))
  description = "The key attributes and their types."
}

variable "safety" {
  type        = bool
  description = "Refuse to delete the table."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the table."
}

variable "kms_account_key_id" {
  type        = string
  description = "Id of the key that encrypts the table."
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
