# Known before the table is: so a plan has the whole policy of whoever is linked to it.
output "table_arn" {
  value       = "arn:${data.aws_partition.current.partition}:dynamodb:${var.region}:${var.account_id}:table/${local.name}"
  description = "ARN of the table."

  depends_on = [aws_dynamodb_table.this]
}

output "table_id" {
  value       = local.name
  description = "Name of the table."

  depends_on = [aws_dynamodb_table.this]
}

output "kms_arn" {
  value       = var.kms_account_key_arn
  description = "ARN of the table's key."
}

output "kms_id" {
  value       = var.kms_account_key_id
  description = "Id of the table's key."
}
