// On what is ours in a cluster and no chart's: whose it is.
#pragma once

namespace opta {

inline constexpr const char* kLayerLabel = "opta.dev/layer-name";
inline constexpr const char* kReleaseLabel = "opta.dev/release-name";

}  // namespace opta
