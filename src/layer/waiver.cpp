#include "layer/waiver.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/document.h"
#include "layer/layer.h"
#include "layer/message.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

class WaiverDecoder {
 public:
  WaiverDecoder(const Layer& layer, Diagnostics& diagnostics)
      : layer_(layer), diagnostics_(diagnostics) {}

  void decode(const yaml::Node& item) {
    if (item.kind != yaml::Kind::kMap) {
      diagnostics_.report(Code::kWrongType, item.span,
                          fmt::format("a waiver is a map, not {}", describe(item.kind)));
      return;
    }
    const std::size_t errors_before = diagnostics_.error_count();
    yaml::MapReader reader(item, "a waiver", diagnostics_);
    Waiver waiver;
    waiver.promise = reader.take_text("promise", true).value_or("");
    waiver.module = reader.take_text("module").value_or("");
    waiver.reason = std::string(trim(reader.take_text("reason", true).value_or("")));
    const auto expires = reader.take_text("expires", true);
    reader.finish();
    if (diagnostics_.error_count() != errors_before) return;
    waiver.span = item.find("promise")->span;
    if (waiver.reason.empty()) {
      fault(item.find("reason")->span, "a waiver needs a reason",
            "say why the promise may be broken here: whoever reads the report asks for it");
    }
    const auto day = parse_day(*expires);
    if (day) {
      waiver.expires = *day;
    } else {
      fault(item.find("expires")->span, fmt::format("`{}` is not a day", shown(*expires)),
            "write it as `2027-03-31`");
    }
    check_module(item, waiver);
    check_once(waiver);
    if (diagnostics_.error_count() == errors_before) waivers_.push_back(std::move(waiver));
  }

  std::vector<Waiver> take() { return std::move(waivers_); }

 private:
  Diagnostic& fault(Span span, std::string message, std::string help = {}) {
    return diagnostics_.report(Code::kWaiver, span, std::move(message), std::move(help));
  }

  void check_module(const yaml::Node& item, const Waiver& waiver) {
    if (waiver.module.empty() || layer_.find_module(waiver.module) != nullptr) return;
    std::vector<std::string> names;
    for (const ModuleUse& use : layer_.modules) names.push_back(use.name);
    diagnostics_.report(Code::kUnknownModule, item.find("module")->span,
                        fmt::format("the file has no module `{}`", shown(waiver.module)),
                        did_you_mean(waiver.module, names));
  }

  void check_once(const Waiver& waiver) {
    const auto first = std::ranges::find_if(waivers_, [&](const Waiver& other) {
      return other.promise == waiver.promise && other.module == waiver.module;
    });
    if (first == waivers_.end()) return;
    fault(waiver.span, fmt::format("`{}` is waived twice", shown(waiver.promise)))
        .labels.push_back({first->span, "first here"});
  }

  const Layer& layer_;
  Diagnostics& diagnostics_;
  std::vector<Waiver> waivers_;
};

}  // namespace

std::vector<Waiver> decode_waivers(const Document& document, const Layer& layer,
                                   Diagnostics& diagnostics) {
  if (document.waivers == nullptr) return {};
  const std::size_t count = document.waivers->items.size();
  if (count > kWaiversMax) {
    diagnostics.report(Code::kYamlLimit, document.waivers->span,
                       fmt::format("the file has {} waivers", count),
                       fmt::format("at most {}", kWaiversMax));
    return {};
  }
  WaiverDecoder decoder(layer, diagnostics);
  for (const yaml::Node& item : document.waivers->items) decoder.decode(item);
  return decoder.take();
}

}  // namespace opta
