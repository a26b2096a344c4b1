variable "name" {
  type = string
}

variable "nodes" {
  type    = number
  default = 1
}

variable "encrypted" { default = true }

variable "subnets" {
  type = list(string)
}

variable "tags" {
  type = map(string)
}

resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = var.name
  node_type          = "ra3.large"
  number_of_nodes    = var.nodes
}

output "cluster_name" {
  value = aws_redshift_cluster.warehouse.cluster_identifier
}
