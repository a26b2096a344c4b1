# A module's switches: the same lines make a public or a private thing. A plan names both subnets and not the choice.
variable "is_public" {
  type    = bool
  default = false
}
resource "aws_vpc" "main" {
  cidr_block = "10.13.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.13.0.0/24"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.13.1.0/24"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_security_group" "ssh" {
  name   = "ssh"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "internal" {
  name   = "internal"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.13.0.0/16"]
  }
}
resource "aws_instance" "by_switch" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = var.is_public ? aws_subnet.public.id : aws_subnet.private.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.ssh.id]
}
resource "aws_instance" "by_name" {
  for_each                    = { open = aws_subnet.public.id, closed = aws_subnet.private.id }
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = each.value
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.ssh.id]
}
resource "aws_instance" "closed_either_way" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = var.is_public ? aws_subnet.public.id : aws_subnet.private.id
  associate_public_ip_address = var.is_public
  vpc_security_group_ids      = [aws_security_group.ssh.id]
}
resource "aws_instance" "group_by_switch" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [var.is_public ? aws_security_group.ssh.id : aws_security_group.internal.id]
}
resource "aws_instance" "both_groups" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.internal.id, aws_security_group.ssh.id]
}
