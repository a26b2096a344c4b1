#include "prove/promises/secret_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "base/text.h"

namespace opta::prove {

namespace {

// A name that ends so is one of a secret.
constexpr std::string_view kEndings[] = {"password",   "passwd",        "passphrase",  "secret",
                                         "token",      "credential",    "credentials", "apikey",
                                         "privatekey", "accesskey",     "secretkey",   "authkey",
                                         "masterkey",  "encryptionkey", "signingkey"};
struct Form {
  std::string_view start;
  std::size_t letters;  // that have to follow
};
constexpr Form kForms[] = {{"AKIA", 16},     {"ASIA", 16},        {"ghp_", 36},   {"gho_", 36},
                           {"ghs_", 36},     {"github_pat_", 60}, {"glpat-", 20}, {"sk_live_", 20},
                           {"rk_live_", 20}, {"xoxb-", 20},       {"xoxp-", 20},  {"AIza", 35}};

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Without what stands between words: "Api-Key" -> "apikey".
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (is_letter(c)) letters += c;
  }
  return lower_case(letters);
}

bool has_form(std::string_view text, const Form& form) {
  for (std::size_t at = text.find(form.start); at != std::string_view::npos;
       at = text.find(form.start, at + 1)) {
    if (at > 0 && is_letter(text[at - 1])) continue;
    const std::string_view rest = text.substr(at + form.start.size());
    const auto* const end =
        std::ranges::find_if(rest, [](char c) { return !is_letter(c) && c != '_' && c != '-'; });
    if (static_cast<std::size_t>(end - rest.begin()) >= form.letters) return true;
  }
  return false;
}

// "scheme://user:password@host"; a variable in the place of the password is none.
bool has_password_in_address(std::string_view text) {
  for (std::size_t at = text.find("://"); at != std::string_view::npos;
       at = text.find("://", at + 1)) {
    const std::string_view rest = text.substr(at + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?# \t\r\n\"'"));
    const std::size_t user_end = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (user_end == std::string_view::npos || colon >= user_end) continue;
    const std::string_view password = authority.substr(colon + 1, user_end - colon - 1);
    if (!password.empty() && !password.starts_with('$') && !password.starts_with('{') &&
        !password.starts_with('<')) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_secret_name(std::string_view name) {
  const std::string letters = plain(name);
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return letters.ends_with(ending); });
}

bool is_secret_value(std::string_view text) {
  if (text.contains("PRIVATE KEY-----")) return true;
  return has_password_in_address(text) ||
         std::ranges::any_of(kForms, [text](const Form& form) { return has_form(text, form); });
}

}  // namespace opta::prove
