# Subnets without a table of their own have the network's main one, which somebody made lead out.
resource "aws_vpc" "open" {
  cidr_block = "10.11.0.0/16"
}
resource "aws_internet_gateway" "open" {
  vpc_id = aws_vpc.open.id
}
resource "aws_default_route_table" "open" {
  default_route_table_id = aws_vpc.open.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.open.id
  }
}
resource "aws_subnet" "forgotten" {
  count             = 2
  vpc_id            = aws_vpc.open.id
  cidr_block        = "10.11.${count.index}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_subnet" "kept" {
  count             = 2
  vpc_id            = aws_vpc.open.id
  cidr_block        = "10.11.${count.index + 2}.0/24"
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_route_table" "closed" {
  vpc_id = aws_vpc.open.id
  route  = []
}
resource "aws_route_table_association" "kept" {
  count          = 2
  subnet_id      = aws_subnet.kept[count.index].id
  route_table_id = aws_route_table.closed.id
}
resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.open.id
  ingress {
    from_port   = 3306
    to_port     = 3306
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
}
resource "aws_db_subnet_group" "forgotten" {
  name       = "forgotten"
  subnet_ids = aws_subnet.forgotten[*].id
}
resource "aws_db_subnet_group" "kept" {
  name       = "kept"
  subnet_ids = aws_subnet.kept[*].id
}
resource "aws_db_instance" "forgotten" {
  identifier             = "forgotten"
  engine                 = "mysql"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correct-horse-5"
  skip_final_snapshot    = true
  publicly_accessible    = true
  db_subnet_group_name   = aws_db_subnet_group.forgotten.name
  vpc_security_group_ids = [aws_security_group.db.id]
}
resource "aws_db_instance" "kept" {
  identifier             = "kept"
  engine                 = "mysql"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "app"
  password               = "correct-horse-5"
  skip_final_snapshot    = true
  publicly_accessible    = true
  db_subnet_group_name   = aws_db_subnet_group.kept.name
  vpc_security_group_ids = [aws_security_group.db.id]
}
