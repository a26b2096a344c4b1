#include "app/journal.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

Event event(EventKind kind, Action action, std::string address, std::string id = {}) {
  return {.kind = kind, .address = std::move(address), .id = std::move(id), .action = action};
}

constexpr EventKind kStarted = EventKind::kResourceStarted;
constexpr EventKind kFinished = EventKind::kResourceFinished;
constexpr EventKind kFailed = EventKind::kResourceFailed;

using Pairs = std::set<std::pair<std::string, std::string>>;

TEST(Journal, KnowsWhatWasMadeAndWhatWasUnderWay) {
  Journal journal;
  for (const char* address : {"a.made", "a.failed", "a.open"})
    journal.add(event(kStarted, Action::kCreate, address));
  journal.add(event(kFinished, Action::kCreate, "a.made", "i-1"));
  journal.add(event(kFailed, Action::kCreate, "a.failed"));
  EXPECT_EQ(journal.made, (std::map<std::string, std::string>{{"a.made", "i-1"}}));
  EXPECT_EQ(journal.unfinished, std::set<std::string>{"a.open"});
}

TEST(Journal, AReplacementThatDestroysFirst) {
  Journal journal;
  journal.add(event(kStarted, Action::kDelete, "a.b", "old"));
  journal.add(event(kFinished, Action::kDelete, "a.b"));
  journal.add(event(kStarted, Action::kCreate, "a.b"));
  journal.add(event(kFinished, Action::kCreate, "a.b", "new"));
  EXPECT_EQ(journal.made.at("a.b"), "new");
  EXPECT_EQ(journal.gone, (Pairs{{"a.b", "old"}}));
}

TEST(Journal, AReplacementThatCreatesFirstKeepsTheNewOne) {
  Journal journal;
  journal.add(event(kStarted, Action::kCreate, "a.b"));
  journal.add(event(kFinished, Action::kCreate, "a.b", "new"));
  journal.add(event(kStarted, Action::kDelete, "a.b", "old"));
  EXPECT_TRUE(journal.gone.empty()) << "it may not be gone yet";
  journal.add(event(kFinished, Action::kDelete, "a.b"));
  EXPECT_EQ(journal.made.at("a.b"), "new");
  EXPECT_EQ(journal.gone, (Pairs{{"a.b", "old"}}));
}

TEST(Journal, WhatWasMadeAndDestroyedAgainIsNotMade) {
  Journal journal;
  journal.add(event(kFinished, Action::kCreate, "a.b", "i-1"));
  journal.add(event(kStarted, Action::kDelete, "a.b", "i-1"));
  journal.add(event(kFinished, Action::kDelete, "a.b"));
  EXPECT_TRUE(journal.made.empty());
}

TEST(Journal, ARunThatOnlyTalkedHadNotBegunToWork) {
  Journal journal;
  journal.add({.kind = EventKind::kMessage, .text = "Terraform 1.11.4"});
  EXPECT_FALSE(journal.worked);
  journal.add(event(kStarted, Action::kRead, "a.b"));
  EXPECT_TRUE(journal.worked);
  EXPECT_TRUE(journal.unfinished.empty()) << "reading makes nothing";
}

}  // namespace
}  // namespace opta
