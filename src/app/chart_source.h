// Charts on the disk: those of the library written out, those of repositories fetched once and held
// to their digest.
#pragma once

#include <string>

#include "app/engine_room.h"
#include "exec/helm/context.h"

namespace opta {

// A folder or an archive that Helm can read. `opta.lock` holds the digest of every archive: one
// that differs is refused. OPTA_CHART_MIRROR (`--chart-mirror`) names a folder with
// NAME-VERSION.tgz files, or another repository (https://…, oci://…), for closed networks.
Step<std::string> chart_path(EngineRoom& room, const helm::Context& helm,
                             const ChartReference& chart);

}  // namespace opta
