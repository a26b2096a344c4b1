variable "node_type" {
  type        = string
  description = "Instance type of the nodes."
}

variable "engine" {
  type        = string
  description = "Engine, or null to go by the version."
}

variable "redis_version" {
  type        = string
  description = "Version of the engine, or null."
}

variable "multi_az" {
  type        = bool
  description = "A second node in another zone."
}

variable "snapshot_retention_limit" {
  type        = number
  description = "Days that snapshots are kept."
}

variable "snapshot_window" {
  type        = string
  description = "Time of the daily snapshot."
}

variable "final_snapshot" {
  type        = bool
  description = "Take a snapshot before deletion."
}

variable "apply_immediately" {
  type        = bool
  description = "Do not wait for the maintenance window."
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
  description = "Key that encrypts data, backups, logs and the token."
}

variable "elasticache_subnet_group_name" {
  type        = string
  description = "Subnet group of the private subnets."
}

variable "elasticache_security_group_id" {
  type        = string
  description = "Security group that lets the private subnets in."
}
