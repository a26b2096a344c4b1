terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }

    # Its keys come from MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY.
    mongodbatlas = {
      source  = "mongodb/mongodbatlas"
      version = ">= 2.0.0, < 3.0.0"
    }
  }
}
