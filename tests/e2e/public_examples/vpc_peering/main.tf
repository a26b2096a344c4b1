# Two networks that know each other; only one knows the internet.
resource "aws_vpc" "shared" {
  cidr_block = "10.9.0.0/16"
}
resource "aws_vpc" "app" {
  cidr_block = "10.10.0.0/16"
}
resource "aws_internet_gateway" "app" {
  vpc_id = aws_vpc.app.id
}
resource "aws_vpc_peering_connection" "main" {
  vpc_id      = aws_vpc.shared.id
  peer_vpc_id = aws_vpc.app.id
  auto_accept = true
}
resource "aws_subnet" "shared" {
  vpc_id                  = aws_vpc.shared.id
  cidr_block              = "10.9.0.0/24"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "app" {
  vpc_id                  = aws_vpc.app.id
  cidr_block              = "10.10.0.0/24"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "shared" {
  vpc_id = aws_vpc.shared.id
  route {
    cidr_block                = "0.0.0.0/0"
    vpc_peering_connection_id = aws_vpc_peering_connection.main.id
  }
}
resource "aws_route_table" "app" {
  vpc_id = aws_vpc.app.id
  route {
    cidr_block                = aws_vpc.shared.cidr_block
    vpc_peering_connection_id = aws_vpc_peering_connection.main.id
  }
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.app.id
  }
}
resource "aws_route_table_association" "shared" {
  subnet_id      = aws_subnet.shared.id
  route_table_id = aws_route_table.shared.id
}
resource "aws_route_table_association" "app" {
  subnet_id      = aws_subnet.app.id
  route_table_id = aws_route_table.app.id
}
resource "aws_security_group" "open" {
  for_each = { shared = aws_vpc.shared.id, app = aws_vpc.app.id }
  name     = each.key
  vpc_id   = each.value
  ingress {
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "shared" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.shared.id
  vpc_security_group_ids = [aws_security_group.open["shared"].id]
}
resource "aws_instance" "app" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.app.id
  vpc_security_group_ids = [aws_security_group.open["app"].id]
}
