# The zone is written without a local value for the same reason as in pod_roles.tf.
data "aws_iam_policy_document" "external_dns" {
  count = local.records ? 1 : 0

  statement {
    sid       = "LookAtZone"
    actions   = ["route53:ListResourceRecordSets", "route53:ListTagsForResources"]
    resources = ["arn:${data.aws_partition.current.partition}:route53:::hostedzone/${coalesce(var.zone_id, var.dns_zone_id)}"]
  }

  # Addresses of hosts and the notes of who made them: no mail, no delegation.
  statement {
    sid       = "ChangeRecordsOfZone"
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = ["arn:${data.aws_partition.current.partition}:route53:::hostedzone/${coalesce(var.zone_id, var.dns_zone_id)}"]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "route53:ChangeResourceRecordSetsRecordTypes"
      values   = ["A", "AAAA", "CNAME", "TXT"]
    }
  }

  # Cannot be confined to a zone.
  statement {
    sid       = "FindZone"
    actions   = ["route53:ListHostedZones"]
    resources = ["*"]
  }
}
