// Why pods do not get ready, for commands that change what runs without applying the file.
#pragma once

#include <string>

#include "app/cloud_room.h"
#include "exec/kubectl/context.h"

namespace opta {

struct Unready {
  Code code;
  std::string release;
  std::string release_namespace;
  std::string when;  // behind each message: "after the restart"
};
// Asks the cluster, and shows a diagnostic for each problem that it finds. False where it finds
// none or gives no answer: nothing was shown then.
bool report_unready(const CloudRoom& room, const kubectl::Context& cluster, const Unready& unready);

}  // namespace opta
