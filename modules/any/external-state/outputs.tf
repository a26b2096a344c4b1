output "outputs" {
  value       = data.terraform_remote_state.external.outputs
  description = "All outputs of the state."
}
