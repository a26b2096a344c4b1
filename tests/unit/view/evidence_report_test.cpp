#include "view/evidence_report.h"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "verdicts.h"
#include "view/promises_page.h"

namespace opta {
namespace {

using test::Judged;
using testing::HasSubstr;
using testing::Not;

EvidenceReport report_of(const Judged& judged) {
  return evidence_report({.name = "a & <b>",
                          .facts = {{"Layer", "a & <b>"}, {"Opta", "1"}},
                          .charts = {{"web/app", "app & co 1.2"}}},
                         judged.verdicts, judged.notes);
}

TEST(Evidence, SaysOfEachPromiseWhatIsOpenAndWhatIsHeld) {
  Judged judged;
  judged.waive();
  const EvidenceReport report = report_of(judged);
  ASSERT_EQ(report.promises.size(), 4u);
  const PromiseSection& broken = report.promises[1];
  EXPECT_EQ(broken.verdict, "waived");
  EXPECT_FALSE(broken.is_broken);
  EXPECT_EQ(broken.open[0].verdict, "waived");
  ASSERT_EQ(broken.open.size(), 1u);
  EXPECT_EQ(broken.open[0].place, "my app/opta.yaml:3:26");
  EXPECT_EQ(to_string(broken.open[0].waiver->expires), "2027-03-31");
  EXPECT_EQ(broken.held, std::vector<std::string>{"module.db.aws_rds_cluster.this"});
  EXPECT_EQ(report.promises[3].verdict, "not applicable");
  ASSERT_EQ(report.controls.size(), 1u);
  EXPECT_EQ(report.controls[0].promises.size(), 4u);
}

TEST(Evidence, AsMarkdownEscapesWhatOthersWrote) {
  Judged judged;
  judged.waive();
  const std::string text = evidence_markdown(report_of(judged));
  EXPECT_THAT(text, HasSubstr("# Security evidence: a \\& \\<b\\>\n"));
  EXPECT_THAT(text, HasSubstr("| B-01 | waived | No bucket is open. |"));
  EXPECT_THAT(text, HasSubstr("internet -\\> \\<b\\>x\\|y"));
  EXPECT_THAT(text, HasSubstr("until 2027-03-31: A public \\*site\\*."));
  EXPECT_THAT(text, HasSubstr("`my app/opta.yaml:3:26`"));
  EXPECT_THAT(text, HasSubstr("| web/app | app \\& co 1.2 |"));
  EXPECT_THAT(text, HasSubstr("| SOC 2 CC6.1 | A-01, B-01, C-01, D-01 |"));
}

TEST(Evidence, AsHtmlEscapesWhatOthersWrote) {
  Judged judged;
  judged.waive();
  const std::string html = evidence_html(report_of(judged));
  EXPECT_THAT(html, HasSubstr("<title>Security evidence: a &amp; &lt;b&gt;</title>"));
  EXPECT_THAT(html, HasSubstr("internet -&gt; &lt;b&gt;x|y"));
  EXPECT_THAT(html, Not(HasSubstr("<b>x")));
  EXPECT_THAT(html, HasSubstr("[&quot;&lt;a|b&gt;&quot;]"));
  EXPECT_THAT(html, HasSubstr("<code>flag</code> is read."));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">web/app</th><td>app &amp; co 1.2</td>"));
  EXPECT_THAT(html, HasSubstr("until 2027-03-31: A public *site*."));
}

// It is kept for years, and read where nothing may be loaded.
TEST(Evidence, AsHtmlNeedsNothingFromElsewhereAndNoScript) {
  const std::string html = evidence_html(report_of(Judged()));
  for (const char* word : {"<script", "http:", "https:", "<img", "<link", "url(", "@import"})
    EXPECT_THAT(html, Not(HasSubstr(word)));
  for (const char* word : {"<html lang=\"en\">", "<h1>", "scope=\"col\"", "scope=\"row\"",
                           "prefers-color-scheme: dark", "@media print"})
    EXPECT_THAT(html, HasSubstr(word));
}

TEST(Evidence, FoldsLongLists) {
  Judged judged;
  EXPECT_THAT(evidence_html(report_of(judged)), Not(HasSubstr("<details>")));
  judged.hold_for(kShownAddressesMax + 1);
  EXPECT_THAT(evidence_html(report_of(judged)), HasSubstr("Held for 9 resources</summary>"));
  EXPECT_THAT(evidence_markdown(report_of(judged)), HasSubstr("Held for 9 resources</summary>"));
}

// WCAG 2: 4.5 to 1 for text, in light, dark and print.
double luminance(std::string_view hex) {
  std::array<double, 3> channels{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    channels[i] = c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  }
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
}

TEST(Evidence, AsHtmlHasContrastInEveryScheme) {
  const std::string html = evidence_html(report_of(Judged()));
  std::size_t schemes = 0;
  for (std::size_t at = html.find(":root {"); at != std::string::npos;
       at = html.find(":root {", at + 1)) {
    const std::string block = html.substr(at, html.find('}', at) - at);
    const auto colour = [&](const std::string& name) {
      return block.substr(block.find("--" + name + ": #") + name.size() + 4, 7);
    };
    const std::pair<const char*, const char*> pairs[] = {
        {"text", "page"},      {"soft", "page"},           {"soft", "band"},
        {"link", "page"},      {"held", "held-band"},      {"broken", "broken-band"},
        {"none", "none-band"}, {"unknown", "unknown-band"}};
    for (const auto& [front, back] : pairs) {
      const double a = luminance(colour(front));
      const double b = luminance(colour(back));
      EXPECT_GE((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05), 4.5) << front << " in " << block;
    }
    ++schemes;
  }
  EXPECT_EQ(schemes, 3u);
}

TEST(PromisesPage, HasAllPromisesAndLinksThatLead) {
  const std::string page = promises_markdown();
  for (const prove::Promise* promise : prove::all_promises())
    EXPECT_THAT(page, HasSubstr("\n## " + std::string(promise->id) + ": "));
  EXPECT_THAT(page, HasSubstr("[NET-01](#net-01-no-database-can-be-reached-from-the-internet)"));
}

}  // namespace
}  // namespace opta
