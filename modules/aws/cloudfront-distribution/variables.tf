variable "bucket_name" {
  type        = string
  description = "Bucket of another file to serve, or empty."
}

variable "origin_access_identity_path" {
  type        = string
  description = "Origin access identity that may read that bucket, or empty."
}

variable "default_page_file" {
  type        = string
  description = "Object that is served for the root of the site."
}

variable "status_404_page_file" {
  type        = string
  description = "Object that is served when a page does not exist, or null."
}

variable "status_500_page_file" {
  type        = string
  description = "Object that is served when the origin fails, or null."
}

variable "price_class" {
  type        = string
  description = "In which regions of the world CloudFront answers."
}

variable "acm_cert_arn" {
  type        = string
  description = "Certificate in us-east-1, or empty."
}

variable "domains" {
  type        = list(string)
  description = "Domains that the distribution answers for."
}

variable "allowed_methods" {
  type        = list(string)
  description = "HTTP methods that are passed on."
}

variable "cached_methods" {
  type        = list(string)
  description = "HTTP methods whose answers are kept."
}

variable "zone_id" {
  type        = string
  description = "Hosted zone that gets the records, or empty."
}

variable "extra_headers" {
  type        = list(string)
  description = "Request headers that are passed on."
}

variable "web_acl_id" {
  type        = string
  description = "Access list that guards the distribution, or null."
}

variable "linked_bucket" {
  type        = string
  description = "Bucket that is linked, or null."
}

variable "linked_read_path" {
  type        = string
  description = "Origin access identity of the bucket that is linked, or null."
}

variable "linked_load_balancer" {
  type        = string
  description = "Host name of the load balancer that is linked, or null."
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

variable "dns_cert_arn" {
  type        = string
  description = "Certificate of the dns module, or null."
}

variable "s3_log_bucket_name" {
  type        = string
  description = "Log bucket of the environment, or null."
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


variable "own_certificate_domain" {
  type        = string
  description = "Domain of the ingress's own certificate, or null."
}
