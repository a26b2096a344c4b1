// One editor's session: messages in, messages out. It knows no stream and no clock.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/documents.h"
#include "lsp/file_format.h"
#include "lsp/framing.h"
#include "lsp/protocol.h"
#include "lsp/workbench.h"

namespace opta::lsp {

class Server {
 public:
  using Send = std::function<void(std::string_view message)>;

  // `workbench` must outlive the server.
  Server(Workbench& workbench, Send send);

  void take(const MessageReader::Piece& piece);
  // Checks what was changed and publishes what was found. To be called when no message waits: who
  // types gets the answer to the last letter, not to each of them.
  void settle();
  // Once `exit` came: 0 after a `shutdown`, else 1, as the protocol wants it.
  std::optional<int> exit_code() const { return exit_code_; }
  // Whether the editor said goodbye.
  bool was_shut_down() const { return state_ == State::kShutDown; }

 private:
  enum class State : std::uint8_t { kNew, kRunning, kShutDown };
  struct Refusal {
    ErrorCode code;
    std::string text;
  };
  // What a request comes to.
  struct Outcome {
    Json result = nullptr;
    std::optional<Refusal> refusal = {};
  };

  void handle(const Incoming& message);
  void notified(const Incoming& message);
  Outcome requested(const Incoming& message);

  void did_open(const Json& params);
  void did_change(const Json& params);
  void did_close(const Json& params);
  // What depends on the path is checked again.
  void touched(const std::string& path);

  Json completion(Document& document, std::size_t offset);
  Json hovered(Document& document, std::size_t offset);
  Json defined(Document& document, std::size_t offset);
  Json code_actions(Document& document, const Json& params);

  bool is_layer(const Document& document) const;
  std::shared_ptr<const FileView> view(Document& document);
  Scene scene(Document& document);
  void publish(Document& document);
  void check(Document& document);

  Workbench& workbench_;
  Send send_;
  FileFormat format_;
  State state_ = State::kNew;
  std::optional<int> exit_code_;
  ClientAbilities client_;
  Documents documents_;
};

}  // namespace opta::lsp
