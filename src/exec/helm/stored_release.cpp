#include "exec/helm/stored_release.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <zlib.h>

#include "base/base64.h"
#include "exec/json.h"
#include "exec/kubectl/get.h"

namespace opta::helm {

namespace {

// A Secret holds 1 MiB at most; what was packed into it so well is nothing that Helm wrote.
constexpr std::size_t kReleaseBytesMax = 64U << 20U;
constexpr const char* kChangedBy = "opta.dev/changed-by";
constexpr std::string_view kByPrefix = "by ";

struct Inflater {
  z_stream stream{};
  bool ready = false;

  Inflater() { ready = inflateInit2(&stream, MAX_WBITS + 16) == Z_OK; }  // 16: a gzip header
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

std::optional<std::string> gunzipped(std::string packed) {
  Inflater inflater;
  if (!inflater.ready) return std::nullopt;
  inflater.stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  inflater.stream.avail_in = static_cast<uInt>(packed.size());
  std::string result;
  std::array<char, 1U << 16U> block{};
  int outcome = Z_OK;
  while (outcome == Z_OK && result.size() <= kReleaseBytesMax) {
    inflater.stream.next_out = reinterpret_cast<Bytef*>(block.data());
    inflater.stream.avail_out = static_cast<uInt>(block.size());
    outcome = inflate(&inflater.stream, Z_NO_FLUSH);
    result.append(block.data(), block.size() - inflater.stream.avail_out);
  }
  if (outcome != Z_STREAM_END) return std::nullopt;
  return result;
}

// Kubernetes' base64 around Helm's own around gzip around JSON.
std::optional<std::string> unpacked(std::string_view data) {
  const auto outer = base64_decoded(data);
  if (!outer) return std::nullopt;
  auto inner = base64_decoded(*outer);
  if (!inner) return std::nullopt;
  // The magic number of gzip; small releases of old were stored as they are.
  if (!inner->starts_with("\x1f\x8b")) return inner;
  return gunzipped(*std::move(inner));
}

Result<StoredRelease> decode_release(const lenient::Json& secret) {
  const lenient::Json& metadata = lenient::object_at(secret, "metadata");
  const std::string secret_name = lenient::text_at(metadata, "name");
  const auto text = unpacked(lenient::text_at(lenient::object_at(secret, "data"), "release"));
  const lenient::Json release = lenient::parse(text.value_or(std::string()));
  const lenient::Json& info = lenient::object_at(release, "info");
  const lenient::Json& chart = lenient::object_at(lenient::object_at(release, "chart"), "metadata");
  StoredRelease stored{
      .name = lenient::text_at(release, "name"),
      .release_namespace = lenient::text_at(release, "namespace"),
      .revision = static_cast<int>(lenient::number_at(release, "version")),
      .status = lenient::text_at(info, "status"),
      .chart =
          fmt::format("{}-{}", lenient::text_at(chart, "name"), lenient::text_at(chart, "version")),
      .last_changed = lenient::text_at(info, "last_deployed"),
      .description = lenient::text_at(info, "description"),
      .changed_by = lenient::text_at(lenient::object_at(metadata, "annotations"), kChangedBy),
      .manifest = lenient::text_at(release, "manifest")};
  for (const auto& [key, value] : lenient::object_at(release, "config").items()) {
    stored.values[key] = value.dump();
  }
  for (const auto& [key, value] : lenient::object_at(metadata, "labels").items()) {
    if (value.is_string()) stored.labels[key] = value.get<std::string>();
  }
  if (stored.description.starts_with(kByPrefix)) {
    if (stored.changed_by.empty()) stored.changed_by = stored.description.substr(kByPrefix.size());
    stored.description.clear();
  }
  if (stored.name.empty() || stored.revision <= 0) {
    return fail(
        fmt::format("the Secret `{}`, in which Helm keeps a release, cannot be read", secret_name),
        "`helm list --all --all-namespaces` tells whether Helm can");
  }
  return stored;
}

}  // namespace

const StoredRelease* StoredReleases::find(std::string_view release_namespace,
                                          std::string_view name) const {
  const auto found = std::ranges::find_if(releases, [&](const StoredRelease& release) {
    return release.name == name && release.release_namespace == release_namespace;
  });
  return found == releases.end() ? nullptr : &*found;
}

Result<std::vector<StoredRelease>> decode_stored_releases(std::string_view json_text) {
  std::map<std::pair<std::string, std::string>, std::vector<StoredRelease>> revisions;
  const lenient::Json list = lenient::parse(json_text);
  for (const lenient::Json& secret : lenient::list_at(list, "items")) {
    StoredRelease release = OPTA_TRY(decode_release(secret));
    revisions[{release.release_namespace, release.name}].push_back(std::move(release));
  }
  std::vector<StoredRelease> releases;
  for (auto& [name, all] : revisions) {
    std::ranges::sort(all, std::greater(), &StoredRelease::revision);
    // Helm, too, compares with the last one that went well.
    const auto good = std::ranges::find_if(all, &StoredRelease::is_deployed);
    if (good != all.begin() && good != all.end()) {
      all.front().manifest = std::move(good->manifest);
      all.front().values = std::move(good->values);
    }
    releases.push_back(std::move(all.front()));
  }
  return releases;
}

Result<std::vector<StoredRelease>> decode_stored_revisions(std::string_view json_text) {
  std::vector<StoredRelease> revisions;
  const lenient::Json list = lenient::parse(json_text);
  for (const lenient::Json& secret : lenient::list_at(list, "items")) {
    revisions.push_back(OPTA_TRY(decode_release(secret)));
  }
  std::ranges::sort(revisions, std::greater(), &StoredRelease::revision);
  return revisions;
}

Result<StoredRevisions> stored_revisions(const kubectl::Context& context,
                                         const std::string& release_namespace,
                                         const std::string& name) {
  const ClusterText answer =
      OPTA_TRY(kubectl::get(context, {.types = {"secrets"},
                                      .object_namespace = release_namespace,
                                      .selector = fmt::format("owner=helm,name={}", name)}));
  if (answer.failure) return StoredRevisions{.failure = answer.failure};
  return StoredRevisions{.revisions = OPTA_TRY(decode_stored_revisions(answer.text))};
}

std::string description_by(const std::string& author) {
  return author.empty() ? std::string() : std::string(kByPrefix) + author;
}

std::vector<std::string> sign_revision_arguments(const std::string& release_namespace,
                                                 const std::string& name, const std::string& by) {
  std::vector<std::string> arguments = {
      "annotate",
      "secrets",
      fmt::format("--selector=owner=helm,status=deployed,name={}", name),
      fmt::format("{}={}", kChangedBy, by),
      "--overwrite",
      fmt::format("--request-timeout={}s", kubectl::kRequestTimeout.count())};
  kubectl::add_namespace(arguments, release_namespace);
  return arguments;
}

Result<ClusterOutcome> sign_revision(const kubectl::Context& context,
                                     const std::string& release_namespace, const std::string& name,
                                     const std::string& by) {
  return kubectl::run_for_outcome(context, sign_revision_arguments(release_namespace, name, by));
}

Result<StoredReleases> stored_releases(const kubectl::Context& context) {
  const ClusterText answer = OPTA_TRY(
      kubectl::get(context, {.types = {"secrets"}, .selector = "owner=helm,status!=superseded"}));
  if (answer.failure) return StoredReleases{.failure = answer.failure};
  return StoredReleases{.releases = OPTA_TRY(decode_stored_releases(answer.text))};
}

}  // namespace opta::helm
