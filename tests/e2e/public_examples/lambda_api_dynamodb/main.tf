# An API without a network of its own.
resource "aws_dynamodb_table" "items" {
  name         = "items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_iam_role" "function" {
  name = "function"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "items" {
  role = aws_iam_role.function.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.items.arn }]
  })
}
resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = aws_iam_role.function.arn
  runtime       = "python3.12"
  handler       = "api.handler"
  s3_bucket     = "somewhere-else"
  s3_key        = "api.zip"
}
resource "aws_apigatewayv2_api" "main" {
  name          = "main"
  protocol_type = "HTTP"
  target        = aws_lambda_function.api.arn
}
resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.api.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.main.execution_arn}/*"
}
# For the pipeline, as it was done for years.
resource "aws_iam_user" "pipeline" {
  name = "pipeline"
}
resource "aws_iam_access_key" "pipeline" {
  user = aws_iam_user.pipeline.name
}
