output "function_name" {
  value       = aws_lambda_function.this.function_name
  description = "Name of the function."
}

output "function_arn" {
  value       = aws_lambda_function.this.arn
  description = "ARN of the function."
}

output "cloudwatch_log_group_name" {
  value       = aws_cloudwatch_log_group.function.name
  description = "Name of the log group."
}

output "cloudwatch_log_group_url" {
  # The console takes the name encoded twice, with `$` for the second `%`.
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#logsV2:log-groups/log-group/${replace(urlencode(urlencode(aws_cloudwatch_log_group.function.name)), "%", "$")}"
  description = "Address of the log group in the AWS console."
}

output "lambda_trigger_uri" {
  value       = var.expose_via_domain ? aws_apigatewayv2_stage.default[0].invoke_url : ""
  description = "Public URL of the function, or empty."
}
