variable "ingress" {
  type        = string
  description = "The ingress controller."
}

variable "ingress_allowed_cidrs" {
  type        = list(string)
  description = "Addresses from which the load balancer can be reached."
}

variable "nginx_enabled" {
  type        = bool
  description = "Whether there is an ingress at all."
}

variable "nginx_extra_tcp_ports" {
  type        = list(number)
  description = "TCP ports of the load balancer beside 80 and 443."
}

variable "nginx_extra_tcp_ports_tls" {
  type        = list(number)
  description = "Those of the extra TCP ports where the load balancer terminates TLS."
}

variable "expose_self_signed_ssl" {
  type        = bool
  description = "Open port 443 without a certificate."
}

variable "cluster_autoscaler_enabled" {
  type        = bool
  description = "Whether the cluster autoscaler needs a role."
}

variable "iam" {
  type        = string
  description = "How add-ons get their roles: irsa or pod-identity."
}

variable "admin_arns" {
  type        = list(string)
  description = "IAM roles and users that are administrators of the cluster."
}

variable "domain" {
  type        = string
  description = "Domain of the ingress, or empty."
}

variable "zone_id" {
  type        = string
  description = "Hosted zone of the domain, or empty."
}

variable "cert_arn" {
  type        = string
  description = "Certificate for HTTPS, or empty."
}

variable "layer_name" {
  type        = string
  description = "Name of the environment."
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

variable "vpc_id" {
  type        = string
  description = "VPC of the environment."
}

variable "public_subnets_ids" {
  type        = list(string)
  description = "Subnets that the load balancer stands in."
}

variable "s3_log_bucket_name" {
  type        = string
  description = "Bucket for the load balancer's access logs."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts volumes; the storage class names it."
}

variable "k8s_cluster_name" {
  type        = string
  description = "Name of the cluster."
}

variable "k8s_version" {
  type        = string
  description = "Kubernetes version of the cluster."
}

variable "k8s_openid_provider_url" {
  type        = string
  description = "Issuer of the pods' identity tokens, without https."
}

variable "k8s_openid_provider_arn" {
  type        = string
  description = "Identity provider for pod roles."
}

variable "k8s_node_group_security_id" {
  type        = string
  description = "Security group of nodes and pods."
}

variable "dns_domain" {
  type        = string
  description = "Domain of the DNS module, or null."
}

variable "dns_zone_id" {
  type        = string
  description = "Hosted zone of the DNS module, or null."
}

variable "dns_cert_arn" {
  type        = string
  description = "Certificate of the DNS module, or null."
}

variable "own_certificate_domain" {
  type        = string
  description = "Domain of a certificate that the user brings, or null."
}
