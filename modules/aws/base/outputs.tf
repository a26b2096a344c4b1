output "kms_account_key_arn" {
  value       = aws_kms_key.this.arn
  description = "ARN of the environment's KMS key."
}

output "kms_account_key_id" {
  value       = aws_kms_key.this.key_id
  description = "Id of the environment's KMS key."
}

output "vpc_id" {
  value       = local.vpc_id
  description = "Id of the VPC."
}

output "private_subnet_ids" {
  value       = coalesce(var.private_subnet_ids, [for block in var.private_ipv4_cidr_blocks : aws_subnet.private[block].id if contains(keys(aws_subnet.private), block)])
  description = "Ids of the private subnets."

  # Whoever starts machines here shall find the way out already open.
  depends_on = [aws_route_table_association.private, aws_route.private_nat]
}

output "public_subnets_ids" {
  value       = local.public_subnet_ids
  description = "Ids of the public subnets."
}

# Known before the bucket is, so that modules can decide by it whether they log.
output "s3_log_bucket_name" {
  value       = local.log_bucket
  description = "Name of the log bucket."

  # Services test their right to deliver when logging is switched on.
  depends_on = [aws_s3_bucket_policy.logs]
}

output "public_nat_ips" {
  value       = local.adopted ? compact([for gateway in data.aws_nat_gateway.adopted : gateway.public_ip]) : [for address in aws_eip.nat : address.public_ip]
  description = "Public addresses from which the private subnets reach the internet."
}

output "db_subnet_group_name" {
  value       = aws_db_subnet_group.this.name
  description = "Subnet group of Aurora databases."
}

output "documentdb_subnet_group_name" {
  value       = aws_docdb_subnet_group.this.name
  description = "Subnet group of DocumentDB clusters."
}

output "elasticache_subnet_group_name" {
  value       = aws_elasticache_subnet_group.this.name
  description = "Subnet group of caches."
}

# A destroy evaluates these on what there is: after an apply that failed half-way, not all of them.

output "postgres_security_group_id" {
  value       = try(aws_security_group.database["postgres"].id, null)
  description = "Security group that lets the private subnets reach PostgreSQL."
}

output "mysql_security_group_id" {
  value       = try(aws_security_group.database["mysql"].id, null)
  description = "Security group that lets the private subnets reach MySQL."
}

output "documentdb_security_group_id" {
  value       = try(aws_security_group.database["documentdb"].id, null)
  description = "Security group that lets the private subnets reach DocumentDB."
}

output "elasticache_security_group_id" {
  value       = try(aws_security_group.database["elasticache"].id, null)
  description = "Security group that lets the private subnets reach caches."
}
