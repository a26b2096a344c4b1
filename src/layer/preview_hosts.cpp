#include "layer/preview_hosts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "layer/message.h"

namespace opta {

namespace {

constexpr std::size_t kLabelMax = 63;  // of a host name, as DNS has it
constexpr std::string_view kDomain = "domain";

// Neighbouring texts become one, and a value without a reference a text.
Value value_of(std::vector<TemplatePart> parts, Span span) {
  Value value = Value::of_text({}, span);
  for (TemplatePart& part : parts) {
    if (part.expression.empty() && part.text.empty()) continue;
    const bool joins =
        part.expression.empty() && !value.parts.empty() && value.parts.back().expression.empty();
    if (joins) {
      value.parts.back().text += part.text;
    } else {
      value.parts.push_back(std::move(part));
    }
  }
  if (value.parts.size() == 1 && value.parts[0].expression.empty()) {
    value.text = std::move(value.parts[0].text);
    value.parts.clear();
  } else {
    value.kind = ValueKind::kTemplate;
  }
  return value;
}

std::string shown_address(const Value& value) {
  std::string text = value.text;
  for (const TemplatePart& part : value.parts)
    text += part.expression.empty() ? part.text : "{" + part.expression + "}";
  return text;
}

}  // namespace

PreviewHosts::PreviewHosts(const Layer& layer, Diagnostics& diagnostics)
    : layer_(layer), diagnostics_(diagnostics) {
  const auto& exports = layer.parent->exports;
  const auto found = std::ranges::find(exports, kDomain, &ExportedOutput::key);
  if (found == exports.end()) return;
  domain_output_ = &*found;
  const Value* written = found->module->find_argument(kDomain);
  if (written != nullptr && written->kind == ValueKind::kString)
    domain_ = lower_case(written->text);
}

void PreviewHosts::separate(const ModuleUse& use, Argument& argument) const {
  Value& value = argument.value;
  if (value.kind != ValueKind::kList) {
    value = separated(use, argument.name, std::move(value));
    return;
  }
  std::vector<Value> addresses;
  std::vector<std::string> seen;  // `/v1` and `example.com/v1` come to one address
  for (Value& item : value.items) {
    Value address = separated(use, argument.name, std::move(item));
    std::string text = shown_address(address);
    if (!text.empty() && std::ranges::find(seen, text) != seen.end()) continue;
    seen.push_back(std::move(text));
    addresses.push_back(std::move(address));
  }
  value.items = std::move(addresses);
}

Value PreviewHosts::separated(const ModuleUse& use, const std::string& field, Value address) const {
  const bool is_text = address.kind == ValueKind::kString && !address.text.empty();
  if (!is_text && address.kind != ValueKind::kTemplate) return address;
  Parts parts = is_text ? Parts{{.text = address.text}} : address.parts;
  if (!parts[0].expression.empty()) parts.insert(parts.begin(), TemplatePart{});
  const std::size_t slash = parts[0].text.find('/');
  std::string why;
  if (slash == std::string::npos && parts.size() > 1) {
    why = own_domain_host(parts);
  } else {
    const std::string host = parts[0].text.substr(0, slash);
    why = host.empty() || host == "all" || host == "*"
              ? own_every_host(parts, host.size())
              : own_written_host(parts[0].text, host.size());
  }
  const std::size_t label = parts[0].text.find_first_of("./");
  if (why.empty() && std::min(label, parts[0].text.size()) > kLabelMax)
    why = fmt::format("its first label would have more than {} characters", kLabelMax);
  if (why.empty()) return value_of(std::move(parts), address.span);
  diagnostics_.report(
      Code::kPreviewShared, address.span == use.span ? use.type_span : address.span,
      fmt::format("`{}` needs a host of its own in the preview, and {}",
                  shown(shown_address(address)), why),
      fmt::format("say which: `preview: {{modules: {{{}: {{{}: …}}}}}}`, where `{{layer_name}}` is "
                  "`{}`, or `[]` for none",
                  use.name, field, layer_.name));
  return address;
}

std::string PreviewHosts::own_every_host(Parts& parts, std::size_t host_bytes) const {
  if (domain_output_ == nullptr) return "the environment has no domain in which that could be";
  TemplatePart path = std::move(parts[0]);
  path.text.erase(0, host_bytes);
  Reference reference{.target = Reference::Target::kParent, .output = domain_output_->key};
  TemplatePart domain{.text = domain_};
  if (domain_.empty()) domain = std::move(Value::of_reference(std::move(reference)).parts[0]);
  parts[0] = std::move(path);
  parts.insert(parts.begin(),
               {TemplatePart{.text = layer_.preview->name + "."}, std::move(domain)});
  return {};
}

std::string PreviewHosts::own_written_host(std::string& text, std::size_t host_bytes) const {
  const std::string host = lower_case(text.substr(0, host_bytes));
  if (is_own(host)) return {};
  if (host.starts_with('*')) return "no certificate covers a wildcard below a preview's host";
  const bool is_below = host.ends_with("." + domain_);
  if (domain_.empty() || (!is_below && host != domain_)) {
    return fmt::format("`{}` is not known to be at or below the environment's domain", shown(host));
  }
  text.insert(0, layer_.preview->name + (is_below ? "-" : "."));
  return {};
}

std::string PreviewHosts::own_domain_host(Parts& parts) const {
  const bool ends_there = parts.size() == 2 || parts[2].text.starts_with('/');
  std::string& lead = parts[0].text;
  if (is_own(lead)) return {};
  if (lead.starts_with('*')) return "no certificate covers a wildcard below a preview's host";
  if (!is_domain(parts[1]) || !ends_there || (!lead.empty() && !lead.ends_with('.')))
    return "it is known only after the apply which part of it that could be";
  lead.insert(0, layer_.preview->name + (lead.empty() ? "." : "-"));
  return {};
}

bool PreviewHosts::is_domain(const TemplatePart& part) const {
  if (part.references.size() != 1) return false;
  const Reference& reference = part.references[0];
  if (part.expression != reference.expression()) return false;
  const Output* output = layer_.find_output(reference);
  return reference.target == Reference::Target::kParent && output != nullptr &&
         output->name == kDomain;
}

bool PreviewHosts::is_own(std::string_view host) const {
  return lower_case(host).contains(lower_case(layer_.name));
}

}  // namespace opta
