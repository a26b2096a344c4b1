# Known before the queue is: so a plan has the whole policy of whoever is linked to it.
output "queue_arn" {
  value       = "${local.queues_arn}:${local.name}"
  description = "ARN of the queue."

  depends_on = [aws_sqs_queue.this]
}

output "queue_name" {
  value       = aws_sqs_queue.this.name
  description = "Name of the queue."
}

output "queue_id" {
  value       = aws_sqs_queue.this.url
  description = "URL of the queue."
}

output "dead_letter_queue_arn" {
  value       = one(aws_sqs_queue.dead[*].arn)
  description = "ARN of the dead-letter queue; null when there is none."
}

output "dead_letter_queue_id" {
  value       = one(aws_sqs_queue.dead[*].url)
  description = "URL of the dead-letter queue; null when there is none."
}

output "kms_arn" {
  value       = var.kms_account_key_arn
  description = "ARN of the queue's key."
}
