// A folder that a command writes again and again. A marker in it lists which files are ours: those
// that are no more are taken away, all others are the user's and stay untouched.
#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "emit/stack.h"

namespace opta {

struct WrittenFiles {
  std::size_t count = 0;                  // all that stand there now, without the marker
  std::vector<std::string> changed = {};  // those that were not there before, or were different
  std::vector<std::string> removed = {};
};

class GeneratedFolder {
 public:
  // Reads the marker; the folder need not be there. An Error when it cannot be read.
  static Result<GeneratedFolder> open(FileSystem& disk, std::string path);

  const std::string& path() const { return path_; }
  bool is_empty() const { return empty_; }  // nothing in it, or not there
  bool is_ours() const { return ours_; }
  // Which command and layer wrote it: "generate-manifests hello". Empty for a marker of before that
  // was noted.
  const std::string& owner() const { return owner_; }
  const std::vector<std::string>& files() const { return files_; }  // ours, below the folder
  // The text of one of them; empty where it is gone.
  std::string read(const std::string& file) const;

  // Writes what differs, then takes away what is no more. An Error, before anything is touched,
  // when a file of the user's stands in the way, or a link leads out.
  Result<WrittenFiles> write(const std::vector<GeneratedFile>& files, const std::string& owner);

 private:
  GeneratedFolder(FileSystem& disk, std::string path) : disk_(&disk), path_(std::move(path)) {}

  bool is_file_of_ours(const std::string& file) const;
  Status check_inside(const std::string& file) const;
  Status remove(const std::string& file);

  FileSystem* disk_;
  std::string path_;
  bool empty_ = true;
  bool ours_ = false;
  std::string owner_;
  std::vector<std::string> files_;
};

}  // namespace opta
