// A release's values on the disk, for as long as Helm reads them.
#pragma once

#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"

namespace opta::helm {

// Readable by us alone, since values may be secret, and gone when the object goes.
class ValuesFile {
 public:
  // `name` is the release's; `text` YAML or JSON.
  static Result<ValuesFile> write(FileSystem& files, std::string_view folder, std::string_view name,
                                  std::string_view text);

  ValuesFile(ValuesFile&& other) noexcept;
  ValuesFile& operator=(ValuesFile&&) = delete;
  ValuesFile(const ValuesFile&) = delete;
  ValuesFile& operator=(const ValuesFile&) = delete;
  ~ValuesFile();

  const std::string& path() const { return path_; }

 private:
  ValuesFile(FileSystem& files, std::string path) : files_(&files), path_(std::move(path)) {}

  FileSystem* files_;
  std::string path_;
};

}  // namespace opta::helm
