// Cuts a stream of bytes into lines.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace opta {

// One line without its line end. The text is an engine's: show it by way of `printable`.
using LineSink = std::function<void(std::string_view)>;

class LineSplitter {
 public:
  // Past this a line is cut and its rest dropped: a program that never ends its line must not fill
  // the memory. The longest useful line, a diagnostic with a policy document in it, is far below.
  static constexpr std::size_t kLineLimitBytes = 16U << 20U;

  explicit LineSplitter(LineSink sink) : sink_(std::move(sink)) {}

  void add(std::string_view bytes);
  // Hands out the last line, which may lack its line end.
  void finish();

 private:
  void keep(std::string_view bytes);

  LineSink sink_;
  std::string pending_;
};

}  // namespace opta
