locals {
  # What browsers have to be told; all else is a download.
  content_types = {
    avif  = "image/avif"
    css   = "text/css; charset=utf-8"
    csv   = "text/csv; charset=utf-8"
    gif   = "image/gif"
    htm   = "text/html; charset=utf-8"
    html  = "text/html; charset=utf-8"
    ico   = "image/x-icon"
    jpeg  = "image/jpeg"
    jpg   = "image/jpeg"
    js    = "text/javascript; charset=utf-8"
    json  = "application/json"
    map   = "application/json"
    md    = "text/markdown; charset=utf-8"
    mjs   = "text/javascript; charset=utf-8"
    mp3   = "audio/mpeg"
    mp4   = "video/mp4"
    otf   = "font/otf"
    pdf   = "application/pdf"
    png   = "image/png"
    svg   = "image/svg+xml"
    ttf   = "font/ttf"
    txt   = "text/plain; charset=utf-8"
    wasm  = "application/wasm"
    webm  = "video/webm"
    webp  = "image/webp"
    woff  = "font/woff"
    woff2 = "font/woff2"
    xml   = "application/xml"
    yaml  = "application/yaml"
    yml   = "application/yaml"
    zip   = "application/zip"
  }
}

resource "aws_s3_object" "file" {
  for_each = var.files == null ? toset([]) : fileset(var.files, "**")

  bucket       = aws_s3_bucket.this["primary"].id
  key          = each.value
  source       = "${var.files}/${each.value}"
  source_hash  = filemd5("${var.files}/${each.value}")
  content_type = lookup(local.content_types, lower(element(split(".", basename(each.value)), -1)), "application/octet-stream")

  tags = var.tags

  # So that the first upload has a version, and a copy, as all later ones.
  depends_on = [
    aws_s3_bucket_replication_configuration.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
    aws_s3_bucket_versioning.this,
  ]
}
