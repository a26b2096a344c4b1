// A disk in memory for tests, the fuzzer and the embedded module library. Paths are compared as
// normal_path text.
#pragma once

#include <map>

#include "base/file_system.h"

namespace opta {

class MemoryFileSystem final : public FileSystem {
 public:
  Result<std::string> read(const std::string& path, std::uint64_t limit_bytes) const override;
  Status write(const std::string& path, std::string_view content, unsigned mode = 0644) override;
  FileKind kind(const std::string& path) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Status make_folders(const std::string& folder) override;
  Status remove_all(const std::string& path) override;
  Result<std::string> canonical(const std::string& path) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace opta
