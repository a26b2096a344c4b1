#include "view/import_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "view/change_text.h"
#include "view/fit.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kFieldIndent = 6;

std::string key_text(const std::string& key) {
  const bool is_plain = !key.empty() && std::ranges::all_of(key, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  return is_plain ? key : Json(key).dump();
}

class Writer {
 public:
  Writer(const ImportReport& report, const PlanTextOptions& options)
      : report_(report), options_(options) {}

  std::string take() {
    const Adoption& adoption = report_.adoption;
    text_ = fmt::format("{}: {} `{}`\n", options_.style.bold(report_.module), report_.what,
                        printable(report_.id));
    for (const AdoptedPart& part : adoption.kept) head(part, "=", "stays as it is");
    for (const AdoptedPart& part : adoption.changed) {
      head(part, part.is_new() ? "+" : "~",
           part.is_new() ? "is a setting that it does not have" : "would change");
      fields(part);
    }
    for (const AdoptedPart& part : adoption.replaced) {
      head(part, "-/+", "would be replaced");
      fields(part, true);
    }
    names("+", "made beside it", adoption.made);
    names("!", "would change too", adoption.other);
    list(". has, and the module does not manage", report_.left_alone);
    lines();
    return std::move(text_);
  }

 private:
  void head(const AdoptedPart& part, std::string_view sign, std::string_view words) {
    std::string line =
        fmt::format("  {} {} {}", sign, printable(address_in_module(*part.change)), words);
    if (!part.new_tags.empty() && part.fields.empty()) line += ", and gets further tags";
    text_ += line + '\n';
    if (!part.assessment.is_dangerous()) return;
    for (const std::string& reason : {part.assessment.reason, part.assessment.exposure}) {
      if (!reason.empty())
        text_ += "      " + options_.style.bold_red("! " + printable(reason)) + '\n';
    }
  }

  void fields(const AdoptedPart& part, bool replaced = false) {
    for (const FieldChange& field : part.fields) {
      // Of a new setting, what it will say and not what AWS will answer; of a replacement, why.
      const bool tells =
          replaced ? field.forces_replacement : !(part.is_new() && field.known_after_apply);
      if (!tells && !options_.detailed) continue;
      std::string line =
          value_change_text({field.path, field.before, field.after, field.known_after_apply,
                             field.sensitive, part.is_new()});
      if (!options_.detailed) line = cut_end(line, options_.columns - kFieldIndent);
      if (field.forces_replacement) line += "  (only a new one can have it)";
      text_ += std::string(kFieldIndent, ' ') + line + '\n';
    }
  }

  // One after the other, those of one address counted.
  void names(std::string_view sign, std::string_view words,
             const std::vector<const ResourceChange*>& changes) {
    std::vector<std::pair<std::string, std::size_t>> counts;
    for (const ResourceChange* change : changes) {
      std::string name =
          change->module == report_.module ? address_in_module(*change) : change->address;
      name = printable(name.substr(0, name.find('[')));
      const auto known =
          std::ranges::find(counts, name, &std::pair<std::string, std::size_t>::first);
      if (known == counts.end()) {
        counts.emplace_back(std::move(name), 1);
      } else {
        ++known->second;
      }
    }
    std::vector<std::string> names;
    for (const auto& [name, count] : counts)
      names.push_back(count == 1 ? name : fmt::format("{} ({})", name, count));
    list(fmt::format("{} {}", sign, words), names);
  }

  void list(std::string_view words, const std::vector<std::string>& names) {
    if (names.empty()) return;
    const std::size_t columns = std::max<std::size_t>(options_.columns, 2) - 2;
    text_ += "  " +
             wrapped(fmt::format("{}: {}", words, join(names, ", ")), columns, kFieldIndent) + '\n';
  }

  void lines() {
    if (report_.lines.empty()) return;
    text_ += fmt::format("\nThe module `{}` keeps more of it as it is with\n\n{}", report_.module,
                         yaml_lines(report_.lines, 4));
  }

  const ImportReport& report_;
  const PlanTextOptions& options_;
  std::string text_;
};

Json part_json(const AdoptedPart& part, std::string_view state, const ImportReport& report) {
  Json fields = Json::array();
  for (const FieldChange& field : part.fields) {
    const std::string input = governing_input(part.change->type, field.path, report.fields);
    fields.push_back({{"path", field.path},
                      {"forces_replacement", field.forces_replacement},
                      {"input", input.empty() ? Json() : Json(input)}});
  }
  return {{"address", part.change->address},        {"id", part.is_new() ? Json() : Json(part.id)},
          {"state", part.is_new() ? "new" : state}, {"risk", to_string(part.assessment.risk)},
          {"reason", part.assessment.reason},       {"fields", std::move(fields)}};
}

Json addresses_of(const std::vector<const ResourceChange*>& changes) {
  Json list = Json::array();
  for (const ResourceChange* change : changes) list.push_back(change->address);
  return list;
}

}  // namespace

std::string yaml_lines(const std::vector<KeepingLine>& lines, std::size_t indent) {
  std::string text;
  std::string block;  // whose entries are being written
  for (const KeepingLine& line : lines) {
    const std::size_t dot = line.input.find('.');
    const std::string first = line.input.substr(0, dot);
    if (dot == std::string::npos) {
      block.clear();
      text += fmt::format("{}{}: {}\n", std::string(indent, ' '), key_text(first),
                          printable(line.value));
      continue;
    }
    if (block != first) text += fmt::format("{}{}:\n", std::string(indent, ' '), key_text(first));
    block = first;
    text += fmt::format("{}{}: {}\n", std::string(indent + 2, ' '),
                        key_text(line.input.substr(dot + 1)), printable(line.value));
  }
  return text;
}

std::string import_text(const ImportReport& report, const PlanTextOptions& options) {
  return Writer(report, options).take();
}

std::string import_json(const ImportReport& report, std::string_view result) {
  Json parts = Json::array();
  const auto add = [&](const std::vector<AdoptedPart>& list, std::string_view state) {
    for (const AdoptedPart& part : list) parts.push_back(part_json(part, state, report));
  };
  add(report.adoption.kept, "kept");
  add(report.adoption.changed, "changed");
  add(report.adoption.replaced, "replaced");
  Json lines = Json::object();
  for (const KeepingLine& line : report.lines)
    lines[line.input] = Json::parse(line.value, nullptr, false);
  return Json{{"kind", "import"},
              {"result", result},
              {"layer", report.layer},
              {"module", report.module},
              {"id", report.id},
              {"parts", std::move(parts)},
              {"made", addresses_of(report.adoption.made)},
              {"other_changes", addresses_of(report.adoption.other)},
              {"left_alone", report.left_alone},
              {"keeping_lines", std::move(lines)}}
             .dump(-1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace opta
