output "topic_arn" {
  value       = aws_sns_topic.this.arn
  description = "ARN of the topic."
}

output "kms_arn" {
  value       = var.kms_account_key_arn
  description = "ARN of the topic's key."
}
