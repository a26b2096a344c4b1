variable "bucket_name" {
  type        = string
  description = "Name of the bucket."
}

variable "same_region_replication" {
  type        = bool
  description = "Keep a copy of every object in a second bucket."
}

variable "block_public" {
  type        = bool
  description = "Refuse every policy that would make the bucket public."
}

variable "bucket_policy" {
  type        = any
  description = "Policy to add to the bucket: a map, JSON text, or null."
}

variable "cors_rule" {
  type = object({
    allowed_origins = list(string)
    allowed_headers = list(string)
    allowed_methods = list(string)
    expose_headers  = list(string)
    max_age_seconds = number
  })
  description = "Which pages of other origins may use the bucket, or null."
}

variable "files" {
  type        = string
  description = "Folder whose files are uploaded, or null."
}

variable "force_destroy" {
  type        = bool
  description = "Delete the bucket with everything in it."
}

variable "s3_log_bucket_name" {
  type        = string
  description = "Bucket that takes the access logs, or null."
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
