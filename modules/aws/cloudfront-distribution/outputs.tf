output "cloudfront_domain" {
  value       = aws_cloudfront_distribution.this.domain_name
  description = "Host name that CloudFront gave to the distribution."
}
