output "k8s_endpoint" {
  value       = aws_eks_cluster.this.endpoint
  description = "URL of the Kubernetes API."
}

output "k8s_ca_data" {
  value       = aws_eks_cluster.this.certificate_authority[0].data
  description = "Certificate authority of the Kubernetes API in base64."
}

output "k8s_cluster_name" {
  value       = aws_eks_cluster.this.name
  description = "Name of the cluster."

  # Further node groups start when the network is there.
  depends_on = [aws_eks_addon.vpc_cni, aws_eks_addon.kube_proxy]
}

output "k8s_cluster_arn" {
  value       = aws_eks_cluster.this.arn
  description = "ARN of the cluster."
}

output "k8s_openid_provider_url" {
  value       = aws_iam_openid_connect_provider.pods.url
  description = "Issuer of the pods' identity tokens, without https."
}

output "k8s_openid_provider_arn" {
  value       = aws_iam_openid_connect_provider.pods.arn
  description = "ARN of the identity provider for pod roles."
}

output "k8s_node_group_security_id" {
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  description = "Security group that control plane and nodes share."
}

output "k8s_node_role_arn" {
  value       = module.default_node_group.node_role_arn
  description = "ARN of the first node group's role."
}

output "k8s_version" {
  value       = aws_eks_cluster.this.version
  description = "Kubernetes version of the cluster."
}
