// The server, message by message, and against whatever an editor might send.
#include <random>

#include "bench.h"
#include "lsp/server.h"

namespace opta::lsp::test {
namespace {

constexpr const char* kUri = "file:///w/opta.yaml";

class Session {
 public:
  Session()
      : server(bench(), [this](std::string_view text) { sent.push_back(Json::parse(text)); }) {}
  ~Session() { bench().drop("/w/opta.yaml"); }

  void raw(std::string text) { server.take({.text = std::move(text)}); }
  Json request(const std::string& method, Json params = nullptr) {
    sent.clear();
    raw(Json{{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", params}}.dump());
    for (const Json& message : sent) {
      if (message.value("id", Json()) == 7) return message;
    }
    return nullptr;
  }
  void notify(const std::string& method, Json params = Json::object()) {
    raw(Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump());
  }
  void initialize() { request("initialize", {{"capabilities", Json::object()}}); }
  void open(const std::string& text) {
    notify("textDocument/didOpen",
           {{"textDocument", {{"uri", kUri}, {"version", 1}, {"text", text}}}});
  }
  Json diagnostics() {
    sent.clear();
    server.settle();
    return sent.empty() ? Json() : sent.back().at("params").at("diagnostics");
  }

  std::vector<Json> sent;
  Server server;
};

int code_of(const Json& answer) {
  return answer.at("error").at("code").get<int>();
}

TEST(Session, RequestsBeforeInitializeAreRefused) {
  Session session;
  EXPECT_EQ(code_of(session.request("textDocument/hover")), -32002);
  session.initialize();
  EXPECT_EQ(code_of(session.request("initialize")), -32600);
  EXPECT_EQ(code_of(session.request("workspace/symbol")), -32601);
  EXPECT_EQ(code_of(session.request("textDocument/hover")), -32602);
}

TEST(Session, ExitSaysWhetherItWasShutDown) {
  Session rude;
  rude.notify("exit");
  EXPECT_EQ(rude.server.exit_code(), 1);
  Session polite;
  polite.initialize();
  EXPECT_TRUE(polite.request("shutdown").at("result").is_null());
  EXPECT_EQ(code_of(polite.request("textDocument/hover")), -32600);
  polite.notify("exit");
  EXPECT_EQ(polite.server.exit_code(), 0);
}

TEST(Session, WhatIsNoMessageIsAnswered) {
  Session session;
  const auto code = [&](std::string text) {
    session.sent.clear();
    session.raw(std::move(text));
    return session.sent.empty() ? 0 : code_of(session.sent[0]);
  };
  EXPECT_EQ(code("{"), -32700);
  EXPECT_EQ(code("[]"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"1.0","id":1,"method":"x"})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":{},"method":"x"})"), -32600);
  EXPECT_EQ(code(std::string(1'000'000, '[')), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","method":"x"})"), 0);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"result":null})"), 0);
}

TEST(Session, DiagnosticsComeWithTheLastLetterAlone) {
  Session session;
  session.initialize();
  const int before = bench().checks;
  session.open(std::string(kHead) + "  - type: postgre\n");
  for (int i = 0; i < 5; ++i) {
    session.notify("textDocument/didChange",
                   {{"textDocument", {{"uri", kUri}, {"version", 2 + i}}},
                    {"contentChanges", {{{"text", std::string(kHead) + "  - type: postgre\n"}}}}});
  }
  const Json found = session.diagnostics();
  EXPECT_EQ(bench().checks, before + 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("code"), "E0301");
  EXPECT_EQ(found[0].at("range").at("start"), (Json{{"line", 6}, {"character", 10}}));
}

TEST(Session, ClosingTakesTheDiagnosticsAway) {
  Session session;
  session.initialize();
  session.open("modules: 1\n");
  EXPECT_FALSE(session.diagnostics().empty());
  session.sent.clear();
  session.notify("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
  ASSERT_EQ(session.sent.size(), 1U);
  EXPECT_TRUE(session.sent[0].at("params").at("diagnostics").empty());
}

// Edits as nobody would make them: the session answers each, and each place is in the text.
TEST(Session, RandomEditsAndPlaces) {
  std::mt19937 random(20261126);  // NOLINT: the same each time
  const auto any = [&](std::size_t below) { return random() % below; };
  const std::vector<std::string> pieces = {
      "{",      "}",       "[",  "]",    "- ", ": ",     "\n",
      "\n    ", "\"",      "'",  "${{",  "|",  "#",      " ",
      "\r\n",   "𝄞",       "é",  "&a ",  "*a", "links:", "type: k8s-service",
      "vars.",  "module.", "\t", "---\n"};
  Session session;
  session.initialize();
  std::string text = std::string(kHead) +
                     "  - type: k8s-service\n    image: \"a{vars.most}\"\n    links: [maindb]\n";
  session.open(text);
  const std::vector<std::string> methods = {"completion", "hover", "definition"};
  for (int i = 0; i < 1500; ++i) {
    const Json place = {{"line", any(14)}, {"character", any(40)}};
    Json to = {{"line", place["line"].get<int>() + static_cast<int>(any(2))},
               {"character", any(40)}};
    session.notify("textDocument/didChange",
                   {{"textDocument", {{"uri", kUri}, {"version", i}}},
                    {"contentChanges",
                     {{{"range", {{"start", place}, {"end", any(3) == 0 ? to : place}}},
                       {"text", pieces[any(pieces.size())]}}}}});
    const Json answer =
        session.request("textDocument/" + methods[any(methods.size())],
                        {{"textDocument", {{"uri", kUri}}},
                         {"position", {{"line", any(16)}, {"character", any(50)}}}});
    ASSERT_TRUE(answer.contains("result")) << answer.dump();
    if (i % 10 == 0) session.server.settle();
  }
}

}  // namespace
}  // namespace opta::lsp::test
