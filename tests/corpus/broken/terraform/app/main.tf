variable "size" {}

module "shared" {
  source = "../shared"
}

output "name" {
  value = module.shared.name
}
