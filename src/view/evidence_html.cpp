// One page without scripts, pictures or anything from elsewhere: it can be kept for years.
#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "base/text.h"
#include "view/evidence_report.h"

namespace opta {

namespace {

// Colours stand in pairs that keep a contrast of 4.5 to 1 and more. On paper there is no dark.
constexpr std::string_view kStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1c2128; --soft: #57606a; --line: #d0d7de; --band: #f6f8fa; --link: #0550ae;
  --held: #116329; --held-band: #dafbe1; --broken: #a40e26; --broken-band: #ffebe9;
  --unknown: #7d4e00; --unknown-band: #fff8c5; --none: #57606a; --none-band: #eaeef2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --soft: #9ea7b3; --line: #30363d; --band: #161b22; --link: #79c0ff;
    --held: #7ee787; --held-band: #12261e; --broken: #ffa198; --broken-band: #2d1517;
    --unknown: #f2cc60; --unknown-band: #272115; --none: #9ea7b3; --none-band: #21262d;
  }
}
* { box-sizing: border-box; }
body {
  max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.8rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 1rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; line-height: 1.4; margin: 0 0 .6rem; }
a { color: var(--link); }
code { font: .88em/1.5 ui-monospace, "SF Mono", Menlo, "Liberation Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 0 0 1.5rem; padding: 0; list-style: none; }
.counts li { padding: .7rem 1rem; border-radius: .5rem; border: 1px solid currentColor; }
.counts b { display: block; font-size: 1.7rem; line-height: 1.2; }
.held { color: var(--held); background: var(--held-band); }
.broken { color: var(--broken); background: var(--broken-band); }
.unknown { color: var(--unknown); background: var(--unknown-band); }
.none { color: var(--none); background: var(--none-band); }
.badge { display: inline-block; padding: .05rem .6rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; font-size: .95rem; }
th, td { padding: .45rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { background: var(--band); color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; white-space: nowrap; }
.promise { margin: 0 0 1.25rem; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
.verdict { margin: 0; }
.witness { overflow-wrap: anywhere; }
.place { min-width: 8.5rem; }
.promise dl { margin: .8rem 0; }
.promise ul { margin: .4rem 0 0; padding-left: 1.25rem; }
summary { cursor: pointer; color: var(--link); }
footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --text: #000000; --soft: #444444; --line: #999999; --band: #f2f2f2; --link: #000000;
    --held: #0b4f20; --held-band: #ffffff; --broken: #8a0b20; --broken-band: #ffffff;
    --unknown: #5e3b00; --unknown-band: #ffffff; --none: #444444; --none-band: #ffffff;
  }
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  a { text-decoration: none; }
  h2, h3, summary, .verdict { break-after: avoid; }
  tr, dd, .counts { break-inside: avoid; }
  .promise { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .8rem 0 0; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
)css";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string code(std::string_view text) {
  return fmt::format("<code>{}</code>", escaped(text));
}

// A text of ours: what stands between backticks is code.
std::string prose(std::string_view text) {
  std::string html;
  bool is_code = false;
  for (const auto part : std::views::split(text, '`')) {
    const std::string_view words(part.begin(), part.end());
    html += is_code ? code(words) : escaped(words);
    is_code = !is_code;
  }
  return html;
}

struct Look {
  std::string_view word;
  std::string_view style;
  std::string_view sign;  // colour alone says nothing to many
};
constexpr Look kLooks[] = {{"held", "held", "✓"},
                           {"broken", "broken", "✗"},
                           {"not known yet", "unknown", "?"},
                           {"waived", "broken", "!"},
                           {"not applicable", "none", "–"}};

const Look& look_of(std::string_view word) {
  const auto* const found = std::ranges::find(kLooks, word, &Look::word);
  return found == std::end(kLooks) ? kLooks[2] : *found;
}

std::string badge(std::string_view word) {
  const Look& look = look_of(word);
  return fmt::format(R"(<span class="badge {}"><span aria-hidden="true">{} </span>{}</span>)",
                     look.style, look.sign, escaped(word));
}

// "NET-01" -> a link to its section.
std::string link(std::string_view id) {
  return fmt::format(R"(<a href="#{0}">{0}</a>)", escaped(id));
}

std::string pair_list(const std::vector<Fact>& pairs) {
  std::string html = "<dl>\n";
  for (const Fact& pair : pairs)
    html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(pair.name), pair.value);
  return html + "</dl>\n";
}

std::vector<Fact> with_safe_values(std::vector<Fact> facts) {
  for (Fact& fact : facts) fact.value = escaped(fact.value);
  return facts;
}

std::string summary(const EvidenceReport& report) {
  std::string html = "<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n";
  html += "<ul class=\"counts\">\n";
  for (const VerdictCount& count : report.counts) {
    // None of a kind is nothing to look at.
    const std::string_view style = count.count == 0 ? "none" : look_of(count.word).style;
    html += fmt::format("<li class=\"{}\"><b>{}</b> {}</li>\n", style, count.count, count.word);
  }
  html +=
      "</ul>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Promise</th><th "
      "scope=\"col\">What it says</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n";
  for (const PromiseSection& section : report.promises) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                        link(section.promise->id), prose(section.promise->sentence),
                        badge(section.verdict));
  }
  html += "</tbody>\n</table></div>\n<h3>How to read a verdict</h3>\n";
  return html + pair_list(with_safe_values(verdict_meanings())) + "</section>\n";
}

std::string open_table(const std::vector<CoveredThing>& things) {
  if (things.empty()) return {};
  const bool has_places =
      std::ranges::any_of(things, [](const CoveredThing& thing) { return !thing.place.empty(); });
  const bool has_waivers = std::ranges::any_of(
      things, [](const CoveredThing& thing) { return thing.waiver != nullptr; });
  std::string html =
      "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Verdict</th><th "
      "scope=\"col\">Resource and witness</th>";
  if (has_places) html += "<th scope=\"col\">Place</th>";
  if (has_waivers) html += "<th scope=\"col\">Waiver</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const CoveredThing& thing : things) {
    html += fmt::format("<tr><td>{}</td><td class=\"witness\">{}<br>{}</td>", badge(thing.verdict),
                        code(thing.address), escaped(thing.witness));
    if (has_places)
      html +=
          fmt::format("<td class=\"place\">{}</td>", thing.place.empty() ? "" : code(thing.place));
    if (has_waivers) {
      const std::string waiver =
          thing.waiver != nullptr
              ? fmt::format("until {}: {}", to_string(thing.waiver->expires), thing.waiver->reason)
              : "";
      html += fmt::format("<td>{}</td>", escaped(waiver));
    }
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table></div>\n";
}

std::string held_list(const std::vector<std::string>& addresses) {
  if (addresses.empty()) return {};
  std::string list = "<ul>\n";
  for (const std::string& address : addresses) list += fmt::format("<li>{}</li>\n", code(address));
  list += "</ul>\n";
  const std::string heading = fmt::format("Held for {}", counted(addresses.size(), "resource"));
  if (addresses.size() <= kShownAddressesMax)
    return fmt::format("<div>{}:{}</div>\n", heading, list);
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", heading, list);
}

std::string section_html(const PromiseSection& section) {
  const prove::Promise& promise = *section.promise;
  std::string html = fmt::format(
      "<article class=\"promise\" id=\"{0}\" aria-labelledby=\"{0}-name\">\n<h3 "
      "id=\"{0}-name\">{0}: {1}</h3>\n<p class=\"verdict\">{2}</p>\n",
      escaped(promise.id), prose(promise.sentence), badge(section.verdict));
  std::vector<Fact> pairs = {{"Why", prose(promise.why)},
                             {"How it is decided", prose(promise.how)},
                             {"Controls", escaped(promise.controls)}};
  if (section.is_broken) pairs.push_back({"What to do", prose(promise.fix)});
  html += pair_list(pairs) + open_table(section.open) + held_list(section.held);
  return html + "</article>\n";
}

// A table of names and what belongs to each, under a heading. Values are HTML.
std::string table_section(std::string_view id, std::string_view heading, std::string_view names,
                          std::string_view values, const std::vector<Fact>& rows) {
  std::string html = fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<div class=\"scroll\"><table>\n"
      "<thead><tr><th scope=\"col\">{2}</th><th scope=\"col\">{3}</th></tr></thead>\n<tbody>\n",
      id, heading, names, values);
  for (const Fact& row : rows) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escaped(row.name),
                        row.value);
  }
  return html + "</tbody>\n</table></div>\n</section>\n";
}

std::string index_html(const std::vector<ControlEntry>& controls) {
  std::vector<Fact> rows;
  for (const ControlEntry& entry : controls) {
    std::vector<std::string> links;
    for (const prove::Promise* promise : entry.promises) links.push_back(link(promise->id));
    rows.push_back({entry.control.name(), join(links, ", ")});
  }
  return table_section("controls", "Controls", "Control", "Promises", rows);
}

}  // namespace

std::string evidence_html(const EvidenceReport& report) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n"
      "<style>{1}</style>\n</head>\n<body>\n<header>\n<h1>{0}</h1>\n{2}</header>\n<main>\n",
      "Security evidence: " + escaped(report.subject.name), kStyle,
      pair_list(with_safe_values(report.subject.facts)));
  html += summary(report);
  html += "<section aria-labelledby=\"promises\">\n<h2 id=\"promises\">Promises</h2>\n";
  for (const PromiseSection& section : report.promises) html += section_html(section);
  html += "</section>\n" + index_html(report.controls);
  if (const std::vector<Fact>& charts = report.subject.charts; !charts.empty())
    html += table_section("charts", "Charts", "Release", "Chart", with_safe_values(charts));
  return html +
         "</main>\n<footer>Made by <code>opta verify --report</code>. It says what was decided at "
         "that time on what would exist then; it is no statement about anything else."
         "</footer>\n</body>\n</html>\n";
}

}  // namespace opta
