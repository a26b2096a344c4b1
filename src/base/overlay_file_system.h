// A disk with some files as they stand in an editor, not saved yet. It writes nothing, and it
// remembers what it was asked for: what a result depends on.
#pragma once

#include <map>
#include <set>

#include "base/file_system.h"

namespace opta {

class OverlayFileSystem final : public FileSystem {
 public:
  // `disk` must outlive this.
  explicit OverlayFileSystem(const FileSystem& disk) : disk_(disk) {}

  // Paths are compared as normal_path text.
  void put(const std::string& path, std::string text) {
    files_[normal_path(path)] = std::move(text);
  }
  void drop(const std::string& path) { files_.erase(normal_path(path)); }

  // Of files and folders, whether they exist or not, since the last start_watch.
  const std::set<std::string>& asked_for() const { return asked_for_; }
  void start_watch() { asked_for_.clear(); }

  Result<std::string> read(const std::string& path, std::uint64_t limit_bytes) const override;
  FileKind kind(const std::string& path) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Result<std::string> canonical(const std::string& path) const override;
  // Refused.
  Status write(const std::string& path, std::string_view content, unsigned mode = 0644) override;
  Status make_folders(const std::string& folder) override;
  Status remove_all(const std::string& path) override;

 private:
  const std::string* find(const std::string& path) const;

  const FileSystem& disk_;
  std::map<std::string, std::string> files_;
  mutable std::set<std::string> asked_for_;
};

}  // namespace opta
