#include "layer/user_files.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/certificate.h"
#include "base/suggest.h"
#include "base/text.h"
#include "catalog/format.h"
#include "layer/json_check.h"
#include "layer/manifests.h"
#include "layer/message.h"
#include "yaml/read.h"
#include "yaml/text_check.h"

namespace opta {

namespace {

// What tools keep for themselves: large, of this machine alone, or with secrets in it.
constexpr std::string_view kNeverCopied[] = {".git", ".opta", ".terraform"};

std::string file_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return std::string(path.substr(path.rfind('/') + 1));
}

class UserFileReader {
 public:
  UserFileReader(Layer& layer, const FileSystem& disk, SourceMap& sources, Diagnostics& diagnostics,
                 const UserFileLimits& limits)
      : layer_(layer),
        disk_(disk),
        sources_(sources),
        diagnostics_(diagnostics),
        limits_(limits),
        home_(parent_folder(layer.path)) {}

  void read(ModuleUse& use) {
    use_ = &use;
    for (const Field& field : use.definition->inputs) {
      const auto argument = std::ranges::find(use.arguments, field.name, &Argument::name);
      if (argument != use.arguments.end()) walk(argument->value, field.shape, field.name);
    }
  }

 private:
  void walk(Value& value, const Shape& shape,
            const std::string& path) {  // NOLINT(misc-no-recursion): as deep as module.yaml
    if (is_file_format(shape.format)) return one(value, shape.format, path);
    if (value.kind == ValueKind::kList && !shape.items.empty()) {
      for (std::size_t i = 0; i < value.items.size(); ++i)
        walk(value.items[i], shape.items[0], fmt::format("{}/{}", path, i));
    }
    for (const Field& field : shape.fields) {
      const auto entry = std::ranges::find(value.entries, field.name, &Entry::key);
      if (entry != value.entries.end()) walk(entry->value, field.shape, path + "/" + field.name);
    }
  }

  // `place` is where copies go, below the module's folder: "values_files/0".
  void one(Value& value, const std::string& format, const std::string& place) {
    if (value.kind == ValueKind::kTemplate) {
      diagnostics_.report(Code::kReferenceNotAllowed, value.span,
                          "the path has to be known before the apply",
                          "write the path itself, or a variable of the file");
      return;
    }
    if (value.kind != ValueKind::kString || has_said_enough(diagnostics_)) return;
    if (!format_problem(format, value.text).empty()) return;  // that was said already
    span_ = value.span;
    const std::string path = normal_path(join_path(home_, value.text));
    if (format == "file") {
      copy_one(value, path, place);
    } else if (format == "folder") {
      copy_all(value, path, place);
    } else if (format == "chart") {
      find_chart(value, path, place);
    } else if (format == "module-source") {
      copy_module(value, place);
    } else if (format == "certificate-file" || format == "private-key-file") {
      take_pem(value, path, format == "private-key-file");
    } else if (auto text = text_of(path)) {
      take_text(value, path, *std::move(text), format);
    }
  }

  void take_text(Value& value, const std::string& path, std::string text,
                 const std::string& format) {
    text.erase(0, yaml::byte_order_mark(text));
    const SourceId source = sources_.add(path, text);
    if (format == "json-file" && !check_json(sources_, source, diagnostics_)) return;
    if (format == "yaml-file") return take_map(value, source);
    if (format == "manifests") {
      auto documents = read_manifests(sources_, source, span_, diagnostics_);
      value.kind = ValueKind::kList;
      value.items = std::move(documents);
      return;
    }
    value.text = std::move(text);
  }

  // The text does not go to the sources: nothing can show a line of it.
  void take_pem(Value& value, const std::string& path, bool is_key) {
    value.text.clear();
    if (!is_kind(path, FileKind::kFile)) return;
    const Result<std::string> file = disk_.read(path, limits_.text_bytes);
    if (!file) return refuse(file.error().message);
    Result<std::string> text = is_key ? private_key_block(*file)
                                      : certificate_blocks(*file).transform(
                                            [](const auto& blocks) { return join(blocks, ""); });
    if (!text) {
      return refuse(fmt::format("`{}` {}", shown(path), text.error().message), text.error().help);
    }
    value.text = *std::move(text);
  }

  // A file that holds nothing says nothing: that is no fault.
  void take_map(Value& value, SourceId source) {
    const bool empty = is_blank_yaml(sources_.get(source).text());
    std::optional<yaml::Node> root;
    if (!empty) root = yaml::read(sources_, source, diagnostics_);
    if (root && root->kind != yaml::Kind::kMap && root->kind != yaml::Kind::kNull) {
      diagnostics_.report(Code::kWrongType, root->span, "the file does not hold a map");
      root.reset();
    }
    const Span span = value.span;
    value = root ? plain_value(*root) : Value();
    value.kind = ValueKind::kMap;
    value.span = span;
  }

  // A chart that is not in a repository is a folder or an archive, which Helm reads where it is.
  void find_chart(Value& value, const std::string& path, const std::string& input) {
    for (const ReleaseDefinition& release : use_->definition->releases) {
      if (!release.chart_inputs || release.chart_inputs->chart != input) continue;
      const Value* repository = use_->find_argument(release.chart_inputs->repository);
      if (repository == nullptr || repository->kind == ValueKind::kNull) break;
      static const RE2 name("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
      if (!RE2::FullMatch(value.text, name)) {
        refuse(fmt::format("no repository has a chart that is called `{}`", shown(value.text)),
               "its name stands alone here: the repository has a field of its own");
      }
      return;
    }
    const FileKind kind = disk_.kind(path);
    if (kind == FileKind::kMissing && value.text.find('/') == std::string::npos) {
      return refuse(fmt::format("there is no folder `{}`", shown(path)),
                    "for a chart from a repository write `repository` and `chart_version` too");
    }
    const bool archive = kind == FileKind::kFile && path.ends_with(".tgz");
    if (!archive && !is_kind(path, FileKind::kFolder)) return;
    if (!archive && disk_.kind(join_path(path, "Chart.yaml")) != FileKind::kFile) {
      return refuse(fmt::format("`{}` is no chart: it has no `Chart.yaml`", shown(path)));
    }
    value.text = path;
    while (value.text.size() > 1 && value.text.ends_with('/')) value.text.pop_back();
  }

  std::optional<std::string> text_of(const std::string& path) {
    if (!is_kind(path, FileKind::kFile)) return std::nullopt;
    Result<std::string> text = disk_.read(path, limits_.text_bytes);
    if (!text) return refuse(text.error().message), std::nullopt;
    if (const auto bad = yaml::find_bad_text(*text)) {
      diagnostics_
          .report(Code::kInputFile, span_, fmt::format("`{}` is not a text", shown(path)),
                  "it has to be UTF-8 without control characters")
          .notes.push_back(bad->message);
      return std::nullopt;
    }
    return *std::move(text);
  }

  void copy_one(Value& value, const std::string& path, const std::string& place) {
    if (!is_kind(path, FileKind::kFile)) return;
    const std::string name = file_name(path);
    const std::string to = below(place, name);
    if (sound_name(path, name) && copy(path, to)) point_to(value, to);
  }

  void copy_all(Value& value, const std::string& path, const std::string& place) {
    if (!is_kind(path, FileKind::kFolder)) return;
    const auto inside = disk_.canonical(path);
    if (!inside) return refuse(inside.error().message);
    const std::size_t before = files_;
    const std::string to = below(place, "");
    if (!copy_folder(path, to, *inside, 0)) return;
    if (files_ == before) {
      return refuse(fmt::format("there is no file in the folder `{}`", shown(path)));
    }
    point_to(value, to);
  }

  // As in Terraform, a path begins with a dot or is absolute, and what stands behind `//` is a
  // folder in what is taken along.
  void copy_module(Value& value, const std::string& place) {
    const std::string& text = value.text;
    const std::string beside = normal_path(join_path(home_, text));
    const bool local = text == "." || text == ".." || text.starts_with("./") ||
                       text.starts_with("../") || text.starts_with('/');
    if (!local) {
      if (disk_.kind(beside) != FileKind::kFolder) return;
      return refuse(fmt::format("`{}` is a folder here, but Terraform would fetch it", shown(text)),
                    fmt::format("write `./{}`", shown(text)));
    }
    const std::size_t split = text.find("//");
    std::string inner = split == std::string::npos ? "" : normal_path(text.substr(split + 2));
    while (inner.ends_with('/')) inner.pop_back();
    if (inner.starts_with("..") || inner.starts_with('/')) {
      return refuse(fmt::format("`{}` leaves the folder before `//`", shown(inner)));
    }
    const std::string whole = normal_path(join_path(home_, text.substr(0, split)));
    if (!inner.empty() && !is_kind(join_path(whole, inner), FileKind::kFolder)) return;
    copy_all(value, whole, place);
    if (!inner.empty() && !value.parts.empty()) value.parts.back().text += "/" + inner;
  }

  // False when something was reported.
  bool copy_folder(const std::string& from, const std::string& to, const std::string& inside,
                   int depth) {  // NOLINT(misc-no-recursion): limited
    if (depth > limits_.depth) {
      refuse(fmt::format("`{}` lies more than {} folders deep", shown(from), limits_.depth),
             "a link may lead back to a folder above it");
      return false;
    }
    const auto names = disk_.list(from);
    if (!names) return refuse(names.error().message), false;
    if (std::ranges::find(*names, kGeneratedMarker) != names->end()) return true;
    for (const std::string& name : *names) {
      if (std::ranges::find(kNeverCopied, name) != std::end(kNeverCopied)) continue;
      const std::string path = join_path(from, name);
      if (!sound_name(path, name) || !stays_inside(path, inside)) return false;
      const FileKind kind = disk_.kind(path);
      if (kind == FileKind::kFolder) {
        if (!copy_folder(path, join_path(to, name), inside, depth + 1)) return false;
      } else if (kind == FileKind::kFile) {
        if (!copy(path, join_path(to, name))) return false;
      } else {
        refuse(fmt::format("`{}` is neither a file nor a folder", shown(path)));
        return false;
      }
    }
    return true;
  }

  bool stays_inside(const std::string& path, const std::string& inside) {
    const auto real = disk_.canonical(path);
    if (!real) {
      refuse(fmt::format("`{}` is a link to something that is not there", shown(path)),
             "remove it, or make what it names");
      return false;
    }
    const std::string prefix = inside.ends_with('/') || inside == "." ? inside : inside + "/";
    if (inside == "." || *real == inside || real->starts_with(prefix)) return true;
    refuse(fmt::format("`{}` is a link that leaves the folder", shown(path)),
           "put what it names into the folder");
    return false;
  }

  bool copy(const std::string& from, const std::string& to) {
    if (++files_ > limits_.files) {
      refuse(fmt::format("the file's modules take more than {} files", limits_.files),
             "name a folder that holds what is needed and nothing else");
      return false;
    }
    Result<std::string> content = disk_.read(from, limits_.file_bytes);
    if (!content) return refuse(content.error().message), false;
    bytes_ += content->size();
    if (bytes_ > limits_.all_bytes) {
      refuse(fmt::format("the file's modules take more than {} bytes of files", limits_.all_bytes),
             "name a folder that holds what is needed and nothing else");
      return false;
    }
    if (use_->definition->status == ModuleStatus::kBuilt)
      layer_.files.push_back({to, from, *std::move(content)});
    return true;
  }

  // The copy's place as Terraform takes it, wherever its root stands.
  static void point_to(Value& value, const std::string& to) {
    value.kind = ValueKind::kTemplate;
    value.text.clear();
    value.parts = {{.expression = "path.root"}, {.text = "/" + to}};
  }

  std::string below(const std::string& place, const std::string& name) const {
    std::string path = fmt::format("files/{}/{}", use_->name, place);
    return name.empty() ? path : path + "/" + name;
  }

  bool is_kind(const std::string& path, FileKind wanted) {
    const std::string_view noun = wanted == FileKind::kFile ? "file" : "folder";
    const FileKind kind = disk_.kind(path);
    if (kind == wanted) return true;
    if (kind == FileKind::kMissing) {
      const std::string parent = parent_folder(path);
      std::string help =
          did_you_mean(file_name(path), disk_.list(parent).value_or(std::vector<std::string>()));
      if (help.empty()) {
        help = fmt::format("the path is relative to the folder of this file, `{}`, or absolute",
                           shown(home_));
      }
      refuse(fmt::format("there is no {} `{}`", noun, shown(path)), std::move(help));
    } else {
      refuse(fmt::format("`{}` is {}, not a {}", shown(path),
                         kind == FileKind::kFile     ? "a file"
                         : kind == FileKind::kFolder ? "a folder"
                                                     : "neither a file nor a folder",
                         noun));
    }
    return false;
  }

  // Names become parts of Terraform's texts and of lists with one path a line.
  bool sound_name(const std::string& path, const std::string& name) {
    const bool sound = is_utf8(name) && std::ranges::none_of(name, [](unsigned char c) {
                         return c < 0x20 || c == 0x7f;
                       });
    if (!sound) {
      refuse(fmt::format("the name of `{}` has control characters or is not UTF-8", shown(path)),
             "give it another name");
    }
    return sound;
  }

  void refuse(std::string message, std::string help = {}) {
    diagnostics_.report(Code::kInputFile, span_, std::move(message), std::move(help));
  }

  Layer& layer_;
  const FileSystem& disk_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
  const UserFileLimits& limits_;
  std::string home_;  // the folder that paths are relative to
  const ModuleUse* use_ = nullptr;
  Span span_ = {};  // of the path in the user's file
  std::size_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

void read_user_files(Layer& layer, const FileSystem& disk, SourceMap& sources,
                     Diagnostics& diagnostics, const UserFileLimits& limits) {
  UserFileReader reader(layer, disk, sources, diagnostics, limits);
  for (ModuleUse& use : layer.modules) reader.read(use);
}

}  // namespace opta
