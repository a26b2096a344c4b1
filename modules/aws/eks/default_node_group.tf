# The first group is a node group like any other: its module stands beside this one in the generated folder.
module "default_node_group" {
  source = "../aws-nodegroup"

  layer_name  = var.layer_name
  module_name = "default"
  region      = var.region
  account_id  = var.account_id
  tags        = var.tags

  # Taken from the add-ons, so that the nodes find a network. (`depends_on` would do too, but makes Terraform put off
  # reading the module's data sources, and the plan would show changes that are none.)
  k8s_cluster_name = one(toset([aws_eks_addon.vpc_cni.cluster_name, aws_eks_addon.kube_proxy.cluster_name]))

  k8s_version         = aws_eks_cluster.this.version
  private_subnet_ids  = var.private_subnet_ids
  kms_account_key_arn = var.kms_account_key_arn

  ami_type             = var.ami_type
  use_gpu              = false
  enable_metrics       = var.enable_metrics
  labels               = var.labels
  max_nodes            = var.max_nodes
  min_nodes            = var.min_nodes
  node_disk_size       = var.node_disk_size
  node_instance_type   = var.node_instance_type
  node_instance_types  = var.node_instance_types
  node_launch_template = var.node_launch_template
  spot_instances       = var.spot_instances
  taints               = var.taints
}
