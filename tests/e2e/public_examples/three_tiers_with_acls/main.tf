# Three tiers in one network that leads out as a whole; network ACLs between them.
resource "aws_vpc" "main" {
  cidr_block = "10.8.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "web" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.8.0.0/24"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "db" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.8.${count.index + 1}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_subnet" "reporting" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.8.${count.index + 3}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_route_table" "all" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "web" {
  subnet_id      = aws_subnet.web.id
  route_table_id = aws_route_table.all.id
}
resource "aws_route_table_association" "db" {
  count          = 2
  subnet_id      = aws_subnet.db[count.index].id
  route_table_id = aws_route_table.all.id
}
resource "aws_route_table_association" "reporting" {
  count          = 2
  subnet_id      = aws_subnet.reporting[count.index].id
  route_table_id = aws_route_table.all.id
}
resource "aws_network_acl" "web" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.web.id]
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }
  ingress {
    rule_no    = 110
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 1024
    to_port    = 65535
  }
}
# Only from the network; what else would fit is denied first.
resource "aws_network_acl" "db" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = aws_subnet.db[*].id
  ingress {
    rule_no    = 300
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 5432
    to_port    = 5432
  }
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "10.8.0.0/16"
    from_port  = 5432
    to_port    = 5432
  }
  ingress {
    rule_no    = 200
    action     = "deny"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}
resource "aws_security_group" "open" {
  for_each = { https = 443, ssh = 22, postgres = 5432 }
  name     = each.key
  vpc_id   = aws_vpc.main.id
  ingress {
    from_port   = each.value
    to_port     = each.value
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "https" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.web.id
  vpc_security_group_ids = [aws_security_group.open["https"].id]
}
resource "aws_instance" "ssh" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.web.id
  vpc_security_group_ids = [aws_security_group.open["ssh"].id]
}
resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = aws_subnet.db[*].id
}
resource "aws_db_subnet_group" "reporting" {
  name       = "reporting"
  subnet_ids = aws_subnet.reporting[*].id
}
resource "aws_db_instance" "main" {
  identifier             = "main"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correct-horse-4"
  skip_final_snapshot    = true
  publicly_accessible    = true
  db_subnet_group_name   = aws_db_subnet_group.db.name
  vpc_security_group_ids = [aws_security_group.open["postgres"].id]
}
# The subnets that nobody thought of have the network's own ACL, which lets in all.
resource "aws_db_instance" "reporting" {
  identifier             = "reporting"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correct-horse-4"
  skip_final_snapshot    = true
  publicly_accessible    = true
  db_subnet_group_name   = aws_db_subnet_group.reporting.name
  vpc_security_group_ids = [aws_security_group.open["postgres"].id]
}
