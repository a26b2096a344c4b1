#include "exec/helm/values_file.h"

#include <utility>

#include <fmt/format.h>

namespace opta::helm {

namespace {
constexpr unsigned kOwnerOnly = 0600;
}

Result<ValuesFile> ValuesFile::write(FileSystem& files, std::string_view folder,
                                     std::string_view name, std::string_view text) {
  std::string path = join_path(folder, fmt::format("{}.values.yaml", name));
  OPTA_CHECK_OK(files.write(path, text, kOwnerOnly));
  return ValuesFile(files, std::move(path));
}

ValuesFile::ValuesFile(ValuesFile&& other) noexcept
    : files_(other.files_), path_(std::exchange(other.path_, {})) {}

ValuesFile::~ValuesFile() {
  // The folder is private to the user too: what cannot be removed now is no leak.
  if (!path_.empty()) static_cast<void>(files_->remove_all(path_));
}

}  // namespace opta::helm
