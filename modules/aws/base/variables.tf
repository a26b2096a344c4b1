variable "total_ipv4_cidr_block" {
  type        = string
  description = "Address range of the VPC."
}

variable "vpc_log_retention" {
  type        = number
  description = "Days for which flow logs are kept."
}

variable "private_ipv4_cidr_blocks" {
  type        = list(string)
  description = "Address ranges of the private subnets, one for each zone."
}

variable "public_ipv4_cidr_blocks" {
  type        = list(string)
  description = "Address ranges of the public subnets, one for each zone."
}

variable "single_nat_gateway" {
  type        = bool
  description = "One NAT gateway for all private subnets instead of one each."
}

variable "ebs_encryption_by_default" {
  type        = bool
  description = "Encrypt every new EBS volume of the account in this region."
}

variable "vpc_id" {
  type        = string
  description = "Existing VPC to adopt, or null to make one."
}

variable "public_subnet_ids" {
  type        = list(string)
  description = "Public subnets of the adopted VPC."
}

variable "private_subnet_ids" {
  type        = list(string)
  description = "Private subnets of the adopted VPC."
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
