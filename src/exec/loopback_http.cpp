#include "exec/loopback_http.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace opta {

namespace {

constexpr std::size_t kAnswerBytesMax = 16u << 20;

using Clock = std::chrono::steady_clock;

// Waits for `events`; false when the time is up.
bool wait_for(int fd, short events, Clock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  pollfd entry{.fd = fd, .events = events, .revents = 0};
  return left > 0 && ::poll(&entry, 1, static_cast<int>(left)) > 0;
}

Result<UniqueFd> connect_to(int port, Clock::time_point deadline) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail_os("cannot open a socket", errno);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
      errno != EINPROGRESS) {
    return fail_os("cannot connect", errno);
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (!wait_for(fd.get(), POLLOUT, deadline) ||
      ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    return fail_os("cannot connect", error != 0 ? error : ETIMEDOUT);
  }
  return fd;
}

// "Transfer-Encoding: chunked" bodies: sizes in hexadecimal before each piece.
std::string unchunk(std::string_view body) {
  std::string result;
  while (true) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
    const std::size_t line_end = body.find("\r\n");
    if (error != std::errc{} || size == 0 || line_end == std::string_view::npos) return result;
    body.remove_prefix(line_end + 2);
    result += body.substr(0, size);
    body.remove_prefix(std::min(size + 2, body.size()));
  }
}

}  // namespace

Result<LoopbackAnswer> loopback_get(int port, const std::string& path,
                                    std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  const UniqueFd fd = OPTA_TRY(connect_to(port, deadline));
  const std::string request =
      fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", path, port);
  if (::send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    return fail_os("cannot send", errno);
  }
  std::string text;
  char buffer[65536];
  while (text.size() < kAnswerBytesMax) {
    if (!wait_for(fd.get(), POLLIN, deadline)) return fail_os("no answer", ETIMEDOUT);
    const ssize_t count = ::recv(fd.get(), buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return fail_os("no answer", errno);
    if (count == 0) break;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  const std::size_t head_end = text.find("\r\n\r\n");
  if (head_end == std::string::npos || text.size() < 12) return fail("the answer is not HTTP");
  LoopbackAnswer answer;
  std::from_chars(text.data() + 9, text.data() + 12, answer.status);
  std::string head = text.substr(0, head_end);
  std::ranges::transform(head, head.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  answer.body = text.substr(head_end + 4);
  if (head.find("transfer-encoding: chunked") != std::string::npos)
    answer.body = unchunk(answer.body);
  return answer;
}

}  // namespace opta
