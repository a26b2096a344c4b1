# No address of IPv4 at all: what IPv6 leads to.
resource "aws_vpc" "main" {
  cidr_block                       = "10.12.0.0/16"
  assign_generated_ipv6_cidr_block = true
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_egress_only_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "open" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.12.0.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0)
  assign_ipv6_address_on_creation = true
}
resource "aws_subnet" "outward" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.12.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = true
}
resource "aws_route_table" "open" {
  vpc_id = aws_vpc.main.id
  route {
    ipv6_cidr_block = "::/0"
    gateway_id      = aws_internet_gateway.main.id
  }
}
resource "aws_route_table" "outward" {
  vpc_id = aws_vpc.main.id
  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "open" {
  subnet_id      = aws_subnet.open.id
  route_table_id = aws_route_table.open.id
}
resource "aws_route_table_association" "outward" {
  subnet_id      = aws_subnet.outward.id
  route_table_id = aws_route_table.outward.id
}
resource "aws_security_group" "v6" {
  name   = "v6"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port        = 22
    to_port          = 22
    protocol         = "tcp"
    ipv6_cidr_blocks = ["::/0"]
  }
}
resource "aws_security_group" "private_v6" {
  name   = "private-v6"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port        = 22
    to_port          = 22
    protocol         = "tcp"
    ipv6_cidr_blocks = ["fd00::/8"]
  }
}
resource "aws_instance" "by_subnet" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.open.id
  vpc_security_group_ids = [aws_security_group.v6.id]
}
resource "aws_instance" "by_count" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.open.id
  associate_public_ip_address = false
  ipv6_address_count          = 1
  vpc_security_group_ids      = [aws_security_group.v6.id]
}
resource "aws_instance" "local_sources" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.open.id
  vpc_security_group_ids = [aws_security_group.private_v6.id]
}
resource "aws_instance" "outward" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.outward.id
  vpc_security_group_ids = [aws_security_group.v6.id]
}
