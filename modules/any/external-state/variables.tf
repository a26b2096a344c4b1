variable "backend_type" {
  type        = string
  description = "Kind of the backend that holds the state."
}

variable "config" {
  type        = any
  description = "Settings of that backend."
}
