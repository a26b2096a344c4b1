# A database for a tutorial: everybody who reads it shall be able to connect.
resource "aws_vpc" "main" {
  cidr_block           = "10.2.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.2.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
resource "aws_db_subnet_group" "education" {
  name       = "education"
  subnet_ids = aws_subnet.public[*].id
}
resource "aws_security_group" "rds" {
  name   = "education_rds"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group_rule" "postgres" {
  type              = "ingress"
  security_group_id = aws_security_group.rds.id
  from_port         = 5432
  to_port           = 5432
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}
resource "aws_security_group" "office" {
  name   = "office"
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_ingress_rule" "office" {
  security_group_id = aws_security_group.office.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
resource "aws_db_instance" "education" {
  for_each               = { open = true, closed = false }
  identifier             = each.key
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 5
  username               = "edu"
  password               = "correct-horse-2"
  skip_final_snapshot    = true
  publicly_accessible    = each.value
  db_subnet_group_name   = aws_db_subnet_group.education.name
  vpc_security_group_ids = [aws_security_group.rds.id]
}
# Public, and for the office's private addresses alone.
resource "aws_db_instance" "office" {
  identifier             = "office"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 5
  username               = "edu"
  password               = "correct-horse-2"
  skip_final_snapshot    = true
  publicly_accessible    = true
  db_subnet_group_name   = aws_db_subnet_group.education.name
  vpc_security_group_ids = [aws_security_group.office.id]
}
