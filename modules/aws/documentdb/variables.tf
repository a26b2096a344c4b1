variable "engine_version" {
  type        = string
  description = "Version of DocumentDB."
}

variable "instance_class" {
  type        = string
  description = "Instance class of every instance."
}

variable "instance_count" {
  type        = number
  description = "Number of instances."
}

variable "deletion_protection" {
  type        = bool
  description = "Refuse to be deleted."
}

variable "final_snapshot" {
  type        = bool
  description = "Take a snapshot before deletion; null as deletion_protection."
}

variable "backup_retention_days" {
  type        = number
  description = "Days that backups are kept."
}

variable "apply_immediately" {
  type        = bool
  description = "Do not wait for the maintenance window."
}

variable "performance_insights" {
  type        = bool
  description = "Keep what the database waited for."
}

variable "log_retention" {
  type        = number
  description = "Days for which the logs are kept."
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
  description = "Name of this module in the layer."
}

variable "region" {
  type        = string
  description = "Region of the environment."
}

variable "account_id" {
  type        = string
  description = "AWS account of the environment."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts data, backups, logs and the password."
}

variable "documentdb_subnet_group_name" {
  type        = string
  description = "Subnet group of the private subnets."
}

variable "documentdb_security_group_id" {
  type        = string
  description = "Security group that lets the private subnets in."
}
