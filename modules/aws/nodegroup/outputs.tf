output "node_group_name" {
  value       = aws_eks_node_group.this.node_group_name
  description = "Name of the node group in EKS."
}

output "node_role_arn" {
  value       = aws_iam_role.node.arn
  description = "ARN of the nodes' role."
}
