variable "file" {
  type        = string
  description = "The policy document, as JSON."
}

variable "env_name" {
  type        = string
  description = "The environment's name."
}

variable "layer_name" {
  type        = string
  description = "The layer's name."
}

variable "module_name" {
  type        = string
  description = "The module's name."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}
