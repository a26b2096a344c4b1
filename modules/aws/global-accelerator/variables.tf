variable "flow_logs_enabled" {
  type        = bool
  description = "Write a log of all connections."
}

variable "flow_logs_bucket" {
  type        = string
  description = "Bucket for the flow logs, or empty."
}

variable "flow_logs_prefix" {
  type        = string
  description = "Prefix of the log objects."
}

variable "endpoint_id" {
  type        = string
  description = "What traffic is led to, or null for the load balancer of k8s-base."
}

variable "domain" {
  type        = string
  description = "Domain that leads to the accelerator, or empty."
}

variable "zone_id" {
  type        = string
  description = "Hosted zone of the domain, or empty."
}

variable "load_balancer_arn" {
  type        = string
  description = "Load balancer of k8s-base, or null."
}

variable "s3_log_bucket_name" {
  type        = string
  description = "Log bucket of the environment, or null."
}

variable "dns_linked_module" {
  type        = string
  description = "Module that the domain of the dns module points to, or null."
}

variable "dns_domain" {
  type        = string
  description = "Domain of the dns module, or null."
}

variable "dns_zone_id" {
  type        = string
  description = "Hosted zone of the dns module, or null."
}

variable "layer_name" {
  type        = string
  description = "Name of the layer."
}

variable "module_name" {
  type        = string
  description = "Name of the module."
}

variable "region" {
  type        = string
  description = "Region of the environment."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}
