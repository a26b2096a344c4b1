#include "view/controls.h"

#include <algorithm>

#include "base/text.h"

namespace opta {

namespace {

// Calls `each` with the parts between the separators, without their spaces; empty ones are no part.
template <class Each>
void split(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (const std::string_view part = trim(text.substr(0, end)); !part.empty()) each(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Numbers in it count as numbers.
bool comes_before(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (!is_digit(a.front()) || !is_digit(b.front())) {
      if (a.front() != b.front()) return a.front() < b.front();
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const auto digits = [](std::string_view& text) {
      const auto end = std::ranges::find_if_not(text, is_digit);
      const std::string_view found = text.substr(0, static_cast<std::size_t>(end - text.begin()));
      text.remove_prefix(found.size());
      return found;
    };
    const std::string_view left = digits(a);
    const std::string_view right = digits(b);
    if (left.size() != right.size()) return left.size() < right.size();
    if (left != right) return left < right;
  }
  return a.size() < b.size();
}

}  // namespace

std::vector<Control> controls_of(std::string_view text) {
  std::vector<Control> controls;
  split(text, ';', [&](std::string_view group) {
    std::string standard;
    split(group, ',', [&](std::string_view item) {
      // The first one of a group begins with the standard's name.
      const std::size_t space = item.rfind(' ');
      if (standard.empty() && space != std::string_view::npos) {
        standard = trim(item.substr(0, space));
        item.remove_prefix(space + 1);
      }
      controls.push_back({.standard = standard, .number = std::string(item)});
    });
  });
  return controls;
}

std::vector<ControlEntry> control_index(const std::vector<const prove::Promise*>& promises) {
  std::vector<ControlEntry> index;
  for (const prove::Promise* promise : promises) {
    for (Control& control : controls_of(promise->controls)) {
      const std::string name = control.name();
      const auto found = std::ranges::find(
          index, name, [](const ControlEntry& entry) { return entry.control.name(); });
      if (found == index.end()) {
        index.push_back({.control = std::move(control), .promises = {promise}});
      } else {
        found->promises.push_back(promise);
      }
    }
  }
  std::ranges::stable_sort(index, [](const ControlEntry& a, const ControlEntry& b) {
    if (a.control.standard != b.control.standard) return a.control.standard < b.control.standard;
    return comes_before(a.control.number, b.control.number);
  });
  return index;
}

}  // namespace opta
