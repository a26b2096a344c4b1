output "table_arn" {
  value       = aws_dynamodb_table.this.arn
  description = "ARN of the table."
}

output "table_id" {
  value       = aws_dynamodb_table.this.id
  description = "Name of the table."
}

output "kms_arn" {
  value       = var.kms_account_key_arn
  description = "ARN of the table's key."
}

output "kms_id" {
  value       = var.kms_account_key_id
  description = "Id of the table's key."
}
