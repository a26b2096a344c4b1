data "aws_partition" "current" {}

locals {
  base = "${var.env_name}-${var.layer_name}-${var.module_name}"
  end  = var.fifo ? ".fifo" : "" # AWS knows a FIFO queue by its name
  name = "${local.base}${local.end}"
  dead = "${local.base}-dead${local.end}"

  # Written out, since each of the queues names the other.
  queues_arn = "arn:${data.aws_partition.current.partition}:sqs:${var.region}:${var.account_id}"
}

resource "aws_sqs_queue" "this" {
  name                        = local.name
  fifo_queue                  = var.fifo
  content_based_deduplication = var.fifo && var.content_based_deduplication

  delay_seconds             = var.delay_seconds
  message_retention_seconds = var.message_retention_seconds
  receive_wait_time_seconds = var.receive_wait_time_seconds

  kms_master_key_id = var.kms_account_key_arn
  policy            = data.aws_iam_policy_document.queue.json

  redrive_policy = var.dead_letter_after == null ? null : jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[0].arn
    maxReceiveCount     = var.dead_letter_after
  })

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.name) <= 80
      error_message = "${local.name} has more than the 80 characters that SQS takes."
    }
  }
}

resource "aws_sqs_queue" "dead" {
  count = var.dead_letter_after == null ? 0 : 1

  name       = local.dead
  fifo_queue = var.fifo

  message_retention_seconds = 1209600 # the longest that there is: somebody has to come and look

  kms_master_key_id = var.kms_account_key_arn
  policy            = data.aws_iam_policy_document.dead.json

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["${local.queues_arn}:${local.name}"]
  })

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.dead) <= 80
      error_message = "${local.dead} has more than the 80 characters that SQS takes."
    }
  }
}
