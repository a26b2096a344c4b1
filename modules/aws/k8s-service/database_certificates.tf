locals {
  certificates_folder  = "${path.module}/database_certificates"
  certificates_of_here = "${local.certificates_folder}/${var.region}.pem"

  database_certificates = fileexists(local.certificates_of_here) ? file(local.certificates_of_here) : join("", [
    for name in fileset(local.certificates_folder, "*.pem") : file("${local.certificates_folder}/${name}")
  ])
}
