// A prefix for each line of several logs at once: which pod and container it is of. On a terminal
// each pod has a colour of its own.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace opta {

class PodPrefixes {
 public:
  explicit PodPrefixes(bool colour) : colour_(colour) {}

  // "app-7d4b9-x2x [k8s-service] ", in the pod's colour. Colours are given in the order in which
  // pods are first seen, and again from the start when all are taken.
  std::string of(const std::string& pod, std::string_view container);

 private:
  bool colour_;
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace opta
