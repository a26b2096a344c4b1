// What a secret looks like: the names that people give them, and the forms that some have.
#pragma once

#include <string_view>

namespace opta::prove {

// "DB_PASSWORD", "stripe.apiKey"; not "TOKEN_URL", nor "PASSWORD_FILE".
bool is_secret_name(std::string_view name);
// A private key, a key of AWS or of another provider, an address with a password in it.
bool is_secret_value(std::string_view text);

}  // namespace opta::prove
