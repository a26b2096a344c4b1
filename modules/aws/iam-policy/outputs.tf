output "policy_arn" {
  value       = aws_iam_policy.policy.arn
  description = "ARN of the policy."
}

output "policy_id" {
  value       = aws_iam_policy.policy.policy_id
  description = "Id of the policy."
}

output "policy_name" {
  value       = aws_iam_policy.policy.name
  description = "Name of the policy."
}
