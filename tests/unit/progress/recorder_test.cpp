#include "progress/recorder.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

namespace opta {
namespace {

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(FanOut, GivesEverySinkTheEventsInOrder) {
  std::string seen;
  const EventSink sink =
      fan_out({[&](const Event& event) { seen += "a" + event.text; }, EventSink{},
               [&](const Event& event) { seen += "b" + event.text; }});
  sink({.text = "1"});
  sink({.text = "2"});
  EXPECT_EQ(seen, "a1b1a2b2");
}

TEST(EventLog, AppendsLinesForTheOwnerOnly) {
  const std::string folder = testing::TempDir() + "opta_event_log";
  std::filesystem::remove_all(folder);
  const std::string path = folder + "/run/events.jsonl";
  for (const char* text : {"one", "two"}) {
    Result<EventLog> log = EventLog::open(path);
    ASSERT_TRUE(log) << log.error().message;
    log->sink()({.text = text});
    EXPECT_FALSE(log->first_error());
  }
  EXPECT_EQ(content_of(path),
            "{\"kind\":\"message\",\"text\":\"one\"}\n"
            "{\"kind\":\"message\",\"text\":\"two\"}\n");
  struct stat info{};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  std::filesystem::remove_all(folder);
}

TEST(EventLog, KeepsTheErrorOfAFullDiskAndGoesOn) {
  Result<EventLog> log = EventLog::open("/dev/full");
  ASSERT_TRUE(log) << log.error().message;
  log->write({.text = "one"});
  log->write({.text = "two"});
  ASSERT_TRUE(log->first_error());
  EXPECT_EQ(log->first_error()->os_error, ENOSPC);
}

}  // namespace
}  // namespace opta
