// Texts that are compared with files beside this one.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "base/file_system.h"

namespace opta {

// OPTA_ACCEPT=1 writes the file and fails, so that it never passes as green.
inline void expect_snapshot(const std::string& name, const std::string& text) {
  const std::string path = OPTA_SOURCE_DIR "/tests/unit/view/snapshots/" + name;
  RealFileSystem files;
  if (std::getenv("OPTA_ACCEPT") != nullptr) {
    ASSERT_TRUE(files.write(path, text));
    FAIL() << "wrote " << path;
  }
  const Result<std::string> wanted = files.read(path, 1'000'000);
  ASSERT_TRUE(wanted) << path;
  EXPECT_EQ(text, *wanted);
}

}  // namespace opta
