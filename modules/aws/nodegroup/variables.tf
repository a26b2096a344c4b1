variable "labels" {
  type        = map(string)
  description = "Labels of the Kubernetes nodes."
}

variable "max_nodes" {
  type        = number
  description = "The most nodes that the autoscaler may start."
}

variable "min_nodes" {
  type        = number
  description = "The fewest nodes that the autoscaler keeps."
}

variable "node_disk_size" {
  type        = number
  description = "Size of each node's disk in GiB."
}

variable "node_instance_type" {
  type        = string
  description = "Instance type of the nodes."
}

variable "node_instance_types" {
  type        = list(string)
  description = "Instance types to choose from, in place of node_instance_type, or null."
}

variable "spot_instances" {
  type        = bool
  description = "Use spot instances."
}

variable "taints" {
  type        = list(object({ key = string, value = string, effect = string }))
  description = "Taints of the nodes."
}

variable "use_gpu" {
  type        = bool
  description = "Use the NVIDIA image."
}

variable "ami_type" {
  type        = string
  description = "Kind of machine image."
}

variable "node_launch_template" {
  type        = object({ user_data = string })
  description = "Additions to the nodes' launch template, or null."
}

variable "enable_metrics" {
  type        = bool
  description = "Send the instances' metrics every minute."
}

variable "layer_name" {
  type        = string
  description = "Name of the environment."
}

variable "module_name" {
  type        = string
  description = "Name of this module in the environment."
}

variable "region" {
  type        = string
  description = "Region of the environment."
}

variable "account_id" {
  type        = string
  description = "AWS account of the environment."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}

variable "k8s_cluster_name" {
  type        = string
  description = "Cluster that the nodes join."
}

variable "k8s_version" {
  type        = string
  description = "Kubernetes version of the nodes."
}

variable "private_subnet_ids" {
  type        = list(string)
  description = "Subnets that the nodes stand in."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts the nodes' volumes."
}
