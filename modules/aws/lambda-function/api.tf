locals {
  api = var.expose_via_domain ? 1 : 0
}

resource "aws_apigatewayv2_api" "this" {
  count = local.api

  name          = local.name
  description   = "Calls function ${var.module_name} of ${var.layer_name}"
  protocol_type = "HTTP"

  tags = var.tags
}

resource "aws_apigatewayv2_integration" "function" {
  count = local.api

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = aws_lambda_function.this.invoke_arn
  payload_format_version = "2.0"
}

# The root is no sub-path of itself.
resource "aws_apigatewayv2_route" "this" {
  for_each = var.expose_via_domain ? { root = "ANY /", below = "ANY /{proxy+}" } : {}

  api_id    = aws_apigatewayv2_api.this[0].id
  route_key = each.value
  target    = "integrations/${aws_apigatewayv2_integration.function[0].id}"
}

resource "aws_apigatewayv2_stage" "default" {
  count = local.api

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api[0].arn

    # No header and no query, which may hold secrets.
    format = jsonencode({
      time        = "$context.requestTime"
      request     = "$context.requestId"
      source      = "$context.identity.sourceIp"
      method      = "$context.httpMethod"
      path        = "$context.path"
      status      = "$context.status"
      bytes       = "$context.responseLength"
      latency     = "$context.responseLatency"
      integration = "$context.integrationErrorMessage"
    })
  }

  tags = var.tags
}

# Under this prefix AWS needs no resource policy that grows with each API of the account.
resource "aws_cloudwatch_log_group" "api" {
  count = local.api

  name              = "/aws/vendedlogs/${local.name}-api"
  retention_in_days = 14
  kms_key_id        = var.kms_account_key_arn

  tags = var.tags
}

resource "aws_lambda_permission" "api" {
  count = local.api

  statement_id  = "ApiCallsFunction"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/*"
}
