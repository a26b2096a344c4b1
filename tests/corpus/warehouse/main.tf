resource "aws_sns_topic" "loaded" {}
