data "terraform_remote_state" "external" {
  backend = var.backend_type
  config  = var.config
}
