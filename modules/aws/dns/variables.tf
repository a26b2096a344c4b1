variable "domain" {
  type        = string
  description = "The domain."
}

variable "delegated" {
  type        = bool
  description = "Whether the domain's NS records point to this zone."
}

variable "linked_module" {
  type        = string
  description = "Module that the domain itself points to."
}

variable "parent_zone_id" {
  type        = string
  description = "Hosted zone of the parent domain, or null."
}

variable "linked_zones" {
  type        = map(list(string))
  description = "Subdomains with a zone of their own: domain to name servers."
}

variable "force_destroy" {
  type        = bool
  description = "Delete the zone with all records in it."
}

variable "comment" {
  type        = string
  description = "Comment of the zone."
}

variable "tags" {
  type        = map(string)
  description = "Tags of this module, beside the provider's default tags."
}
