variable "domain" {
  type        = string
  description = "Domain that the certificate is for."
}
