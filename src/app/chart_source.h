// Charts on the disk: those of the library written out, those of repositories fetched once and held
// to their digest.
#pragma once

#include <functional>
#include <string>

#include "app/engine_room.h"
#include "exec/helm/context.h"

namespace opta {

struct Chart {
  std::string path;    // a folder or an archive that Helm can read
  std::string digest;  // of its content: "sha256:…"
};

// Finds Helm when it is needed at all: a chart that is on the disk already needs none.
using HelmSource = std::function<Step<helm::Context>()>;

// `opta.lock` holds the digest of every archive: one that differs is refused. OPTA_CHART_MIRROR
// (`--chart-mirror`) names a folder with NAME-VERSION.tgz files, or another repository (https://…,
// oci://…), for closed networks.
Step<Chart> find_chart(EngineRoom& room, const HelmSource& helm, const ChartReference& chart);
// All of the stack: a chart that is not to be had, or not the locked one, stops everything.
Step<void> find_charts(EngineRoom& room, const HelmSource& helm);

}  // namespace opta
