# A cluster as its guide makes it: nodes in public subnets. EKS gives them a group that lets in its members alone.
resource "aws_vpc" "main" {
  cidr_block = "10.4.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  count                   = 2
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.4.${count.index}.0/24"
  availability_zone       = "us-east-1${["a", "b"][count.index]}"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
resource "aws_iam_role" "eks" {
  name = "eks"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["eks.amazonaws.com", "ec2.amazonaws.com"] }
    }]
  })
}
resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = aws_iam_role.eks.arn
  vpc_config {
    subnet_ids = aws_subnet.public[*].id
  }
}
resource "aws_eks_node_group" "plain" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "plain"
  node_role_arn   = aws_iam_role.eks.arn
  subnet_ids      = aws_subnet.public[*].id
  scaling_config {
    desired_size = 2
    max_size     = 2
    min_size     = 2
  }
}
# A key for SSH and nobody named who may use it: EKS opens port 22 to all.
resource "aws_eks_node_group" "with_ssh" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "with-ssh"
  node_role_arn   = aws_iam_role.eks.arn
  subnet_ids      = aws_subnet.public[*].id
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  remote_access {
    ec2_ssh_key = "ops"
  }
}
resource "aws_security_group" "nodes" {
  name   = "nodes"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 30000
    to_port     = 32767
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_launch_template" "nodes" {
  name                   = "nodes"
  vpc_security_group_ids = [aws_security_group.nodes.id]
}
# NodePorts for everybody.
resource "aws_eks_node_group" "with_ports" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "with-ports"
  node_role_arn   = aws_iam_role.eks.arn
  subnet_ids      = aws_subnet.public[*].id
  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
  launch_template {
    id      = aws_launch_template.nodes.id
    version = 1
  }
}
