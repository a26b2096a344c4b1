# In the account's default network, of which this configuration knows what it reads.
data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = data.aws_vpc.default.id
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "closed" {
  name    = "closed"
  vpc_id  = data.aws_vpc.default.id
  ingress = []
}
# It says nothing of rules, so they may come from a dynamic block, of which no plan tells.
resource "aws_security_group" "silent" {
  name   = "silent"
  vpc_id = data.aws_vpc.default.id
}
resource "aws_instance" "somewhere" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.web.id]
}
resource "aws_instance" "in_a_subnet" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = data.aws_subnets.default.ids[0]
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.web.id]
}
resource "aws_instance" "closed" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = data.aws_subnets.default.ids[0]
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.closed.id]
}
resource "aws_instance" "silent" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  subnet_id                   = data.aws_subnets.default.ids[0]
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.silent.id]
}
resource "aws_instance" "with_nothing_said" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
}
resource "aws_db_instance" "somewhere" {
  identifier          = "somewhere"
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "app"
  password            = "correct-horse-6"
  skip_final_snapshot = true
  publicly_accessible = true
}
