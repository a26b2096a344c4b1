#include "catalog/decode_import.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

constexpr std::string_view kLayouts[] = {"", "vpc"};

class ImportDecoder {
 public:
  ImportDecoder(const ModuleDefinition& module, Diagnostics& diagnostics)
      : module_(module), diagnostics_(diagnostics) {}

  ImportDefinition import(const Node& map) {
    MapReader reader(map, "an import", diagnostics_);
    ImportDefinition import{.what = reader.take_text("what", true).value_or(""),
                            .id = reader.take_text("id", true).value_or(""),
                            .pattern = reader.take_text("pattern", true).value_or(""),
                            .layout = reader.take_text("layout").value_or("")};
    if (const RE2 pattern(import.pattern, RE2::Quiet); !pattern.ok())
      fault(map.find("pattern")->span, "the pattern is not RE2: " + pattern.error());
    if (std::ranges::find(kLayouts, import.layout) == std::end(kLayouts))
      fault(map.find("layout")->span, "`layout` is `vpc`");
    if (const Node* asks = reader.take("asks", Kind::kMap, true)) {
      for (const yaml::Entry& entry : asks->entries) import.questions.push_back(question(entry));
    }
    if (const Node* expects = reader.take("expects", Kind::kList)) {
      for (const Node& item : expects->items) import.expectations.push_back(expectation(item));
    }
    if (const Node* resources = reader.take("resources", Kind::kList)) {
      for (const Node& item : resources->items) import.resources.push_back(resource(item));
    }
    if (const Node* identity = reader.take("identity", Kind::kMap)) {
      for (const yaml::Entry& entry : identity->entries) {
        check_input(entry.key, entry.key_span);
        import.identity.emplace_back(entry.key, entry.value);
      }
    }
    if (const Node* fields = reader.take("fields", Kind::kMap)) {
      for (const yaml::Entry& entry : fields->entries) {
        check_input(entry.value.text, entry.value.span);
        import.fields.emplace_back(entry.key, entry.value.text);
      }
    }
    import.remarks = reader.take_texts("remarks");
    reader.finish();
    return import;
  }

 private:
  ImportQuestion question(const yaml::Entry& entry) {
    MapReader reader(entry.value, fmt::format("the question `{}`", entry.key), diagnostics_);
    ImportQuestion question{.name = entry.key,
                            .call = reader.take_texts("call"),
                            .query = reader.take_text("query").value_or(""),
                            .absent = reader.take_texts("absent")};
    if (question.call.empty()) fault(entry.key_span, "a question has a `call`");
    reader.finish();
    return question;
  }

  ImportExpectation expectation(const Node& item) {
    MapReader reader(item, "an expectation", diagnostics_);
    ImportExpectation expectation{.answer = reader.take_text("answer", true).value_or(""),
                                  .is = reader.take_text("is", true).value_or(""),
                                  .message = reader.take_text("message", true).value_or(""),
                                  .help = reader.take_text("help").value_or("")};
    reader.finish();
    return expectation;
  }

  ImportedResource resource(const Node& item) {
    MapReader reader(item, "a resource", diagnostics_);
    ImportedResource resource{.address = reader.take_text("address", true).value_or(""),
                              .id = reader.take_text("id", true).value_or(""),
                              .each = reader.take_text("each").value_or(""),
                              .when = reader.take_text("when").value_or("")};
    reader.finish();
    return resource;
  }

  // A path into the inputs: "adopted.logs".
  void check_input(std::string_view path, Span span) {
    const std::size_t dot = path.find('.');
    const Field* field = find_field(module_.inputs, std::string(path.substr(0, dot)));
    if (field != nullptr && dot != std::string_view::npos)
      field = find_field(field->shape.fields, std::string(path.substr(dot + 1)));
    if (field == nullptr) fault(span, fmt::format("the module has no input `{}`", path));
  }

  void fault(Span span, std::string message) {
    diagnostics_.report(Code::kValueNotAllowed, span, std::move(message));
  }

  const ModuleDefinition& module_;
  Diagnostics& diagnostics_;
};

}  // namespace

ImportDefinition decode_import(const Node& map, const ModuleDefinition& module,
                               Diagnostics& diagnostics) {
  return ImportDecoder(module, diagnostics).import(map);
}

}  // namespace opta
