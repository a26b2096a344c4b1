output "user_arn" {
  value       = aws_iam_user.this.arn
  description = "ARN of the user."
}

output "access_key_id" {
  value       = one(aws_iam_access_key.this[*].id)
  description = "Id of the access key, or null."
}

output "access_key_encrypted_secret" {
  value       = one(aws_iam_access_key.this[*].encrypted_secret)
  description = "Secret part of the access key, encrypted for the PGP key, or null."
}
