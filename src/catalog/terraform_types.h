// Which types of resources Terraform files have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"

namespace opta {

struct TerraformTypes {
  // "aws_vpc", "data.aws_subnet", "ephemeral.aws_secretsmanager_secret_version"; as they are met.
  std::vector<std::string> types;
  // Sources of the modules that are called, but for those in folders.
  std::vector<std::string> remote_modules;

  void append(TerraformTypes other);
};

// Of a `.tf` or a `.tf.json` file; a file of another name has none. Whether a `count` makes nothing
// is not asked.
TerraformTypes terraform_types(std::string_view file, const std::string& text);
// Of a folder of the library, with all that is in it.
TerraformTypes terraform_types_in(const FileSystem& library, const std::string& folder);

}  // namespace opta
