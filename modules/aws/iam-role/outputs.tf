output "role_arn" {
  value       = aws_iam_role.this.arn
  description = "ARN of the role."

  # Whoever assumes it finds its rights in place.
  depends_on = [aws_iam_role_policy.links, aws_iam_role_policy_attachment.extra]
}
