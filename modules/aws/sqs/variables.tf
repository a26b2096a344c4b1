variable "fifo" {
  type        = bool
  description = "Keep the order of messages and deliver each one once."
}

variable "content_based_deduplication" {
  type        = bool
  description = "For a FIFO queue, take a hash of the message as its deduplication id."
}

variable "delay_seconds" {
  type        = number
  description = "Seconds that a new message stays hidden."
}

variable "message_retention_seconds" {
  type        = number
  description = "Seconds that an unreceived message is kept."
}

variable "receive_wait_time_seconds" {
  type        = number
  description = "Seconds that a receive call waits for a message."
}

variable "dead_letter_after" {
  type        = number
  description = "Receives after which a message moves to a dead-letter queue, or null."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the messages."
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
