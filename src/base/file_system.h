// The disk, behind an interface, so that tests and the fuzzer use one in memory
// (base/memory_file_system.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opta {

enum class FileKind { kMissing, kFile, kFolder, kOther };

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Reads a whole regular file; an error when it is larger than `limit_bytes`.
  virtual Result<std::string> read(const std::string& path, std::uint64_t limit_bytes) const = 0;
  // Replaces the file in one step (write beside it, sync, rename), making folders as needed: after
  // a crash the old or the new content stands there, never half of one. `mode` is the file's
  // permission.
  virtual Status write(const std::string& path, std::string_view content, unsigned mode = 0644) = 0;
  virtual FileKind kind(const std::string& path) const = 0;
  // Names (not paths) in a folder, sorted.
  virtual Result<std::vector<std::string>> list(const std::string& folder) const = 0;
  virtual Status make_folders(const std::string& folder) = 0;
  // Removes a file or a folder with all that is in it; a missing one is not an error.
  virtual Status remove_all(const std::string& path) = 0;
  // Resolves symlinks and `..`; an error when the path does not exist.
  virtual Result<std::string> canonical(const std::string& path) const = 0;
};

class RealFileSystem final : public FileSystem {
 public:
  Result<std::string> read(const std::string& path, std::uint64_t limit_bytes) const override;
  Status write(const std::string& path, std::string_view content, unsigned mode = 0644) override;
  FileKind kind(const std::string& path) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Status make_folders(const std::string& folder) override;
  Status remove_all(const std::string& path) override;
  Result<std::string> canonical(const std::string& path) const override;
};

// Path arithmetic on text; no disk is touched. An absolute `path` stays as it is.
std::string join_path(std::string_view folder, std::string_view path);
std::string parent_folder(std::string_view path);  // "." for a bare name
// Takes out "." and "x/.." by text alone.
std::string normal_path(std::string_view path);

}  // namespace opta
