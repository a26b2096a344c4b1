variable "instance_class" {
  type        = string
  description = "Instance class of the database."
}

variable "serverless" {
  type        = object({ min_capacity = number, max_capacity = number })
  description = "Capacity to choose by load in place of an instance class, or null."
}

variable "engine_version" {
  type        = string
  description = "Version of PostgreSQL, with or without the minor one."
}

variable "multi_az" {
  type        = bool
  description = "At least two instances."
}

variable "instance_count" {
  type        = number
  description = "Number of instances."
}

variable "safety" {
  type        = bool
  description = "Refuse to be deleted."
}

variable "final_snapshot" {
  type        = bool
  description = "Take a snapshot before deletion; null as safety."
}

variable "backup_retention_days" {
  type        = number
  description = "Days that backups are kept."
}

variable "extra_security_groups_ids" {
  type        = list(string)
  description = "Further security groups."
}

variable "create_global_database" {
  type        = bool
  description = "Make a global database with this cluster as its writer."
}

variable "existing_global_database_id" {
  type        = string
  description = "Global database to join as a reader, or null."
}

variable "database_name" {
  type        = string
  description = "Name of the database inside the cluster."
}

variable "restore_from_snapshot" {
  type        = string
  description = "ARN of the snapshot to start from, or null."
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
  description = "Days for which the log is kept."
}

variable "imported" {
  type = object({
    cluster                    = string
    instances                  = list(string)
    auto_minor_version_upgrade = bool
    copy_tags_to_snapshot      = bool
    logs                       = list(string)
    promotion_tier             = number
    publicly_accessible        = bool
  })
  description = "The existing cluster that became this module's, or null."
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

variable "db_subnet_group_name" {
  type        = string
  description = "Subnet group of the private subnets."
}

variable "postgres_security_group_id" {
  type        = string
  description = "Security group that lets the private subnets in."
}
