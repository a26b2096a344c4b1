variable "k8s_version" {
  type        = string
  description = "Kubernetes version of control plane and nodes."
}

variable "extended_support" {
  type        = bool
  description = "Stay on a version after its standard support ends."
}

variable "endpoint_access" {
  type        = string
  description = "Whether the Kubernetes API is public or private."
}

variable "endpoint_public_access_cidrs" {
  type        = list(string)
  description = "Addresses from which a public endpoint can be reached."
}

variable "admin_arns" {
  type        = list(string)
  description = "IAM roles and users that are administrators of the cluster."
}

variable "viewer_arns" {
  type        = list(string)
  description = "IAM roles and users that may look at the cluster."
}

variable "control_plane_security_groups" {
  type        = list(string)
  description = "Security groups whose members may reach the Kubernetes API inside the VPC."
}

variable "eks_log_retention" {
  type        = number
  description = "Days for which the control plane's logs are kept."
}

variable "addon_versions" {
  type        = map(string)
  description = "Versions of add-ons to stay on."
}

variable "max_nodes" {
  type        = number
  description = "The most nodes that the autoscaler may start in the first group."
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

variable "ami_type" {
  type        = string
  description = "Kind of machine image."
}

variable "labels" {
  type        = map(string)
  description = "Labels of the Kubernetes nodes."
}

variable "taints" {
  type        = list(object({ key = string, value = string, effect = string }))
  description = "Taints of the nodes."
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

variable "private_subnet_ids" {
  type        = list(string)
  description = "Subnets that control plane and nodes stand in."
}

variable "kms_account_key_arn" {
  type        = string
  description = "Key that encrypts secrets, logs and volumes."
}
