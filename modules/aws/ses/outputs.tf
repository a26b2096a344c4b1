output "sender_policy_arn" {
  value       = aws_iam_policy.sender.arn
  description = "ARN of the policy that allows sending from the domain."

  # A sender before that would be refused.
  depends_on = [aws_ses_domain_identity_verification.this]
}
