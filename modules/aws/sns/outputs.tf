# Known before the topic is: so a plan has the whole policy of whoever is linked to it.
output "topic_arn" {
  value       = local.arn
  description = "ARN of the topic."

  depends_on = [aws_sns_topic.this]
}

output "kms_arn" {
  value       = var.kms_account_key_arn
  description = "ARN of the topic's key."
}
