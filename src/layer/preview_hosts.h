// Public addresses of a preview. An environment's certificate is for its domain and for the hosts
// one label below it, so a preview's hosts have just one, too:
//
//   hello.example.com/v1  ->  pr-42-hello.example.com/v1
//   example.com/v1        ->  pr-42.example.com/v1
//   /v1, all/v1, */v1     ->  pr-42.example.com/v1      (every host of the environment)
//
// A host with the layer's name in it is the preview's own already, and stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

class PreviewHosts {
 public:
  // Both must outlive it. The layer is a preview.
  PreviewHosts(const Layer& layer, Diagnostics& diagnostics);

  // One address or a list of them. What cannot be separated is reported.
  void separate(const ModuleUse& use, Argument& argument) const;

 private:
  using Parts = std::vector<TemplatePart>;

  Value separated(const ModuleUse& use, const std::string& field, Value address) const;
  // Each gives the reason why it cannot; then the parts are as they were.
  std::string own_every_host(Parts& parts, std::size_t host_bytes) const;
  std::string own_written_host(std::string& text, std::size_t host_bytes) const;
  std::string own_domain_host(Parts& parts) const;
  bool is_domain(const TemplatePart& part) const;
  bool is_own(std::string_view host) const;

  const Layer& layer_;
  Diagnostics& diagnostics_;
  const ExportedOutput* domain_output_ = nullptr;  // of the environment; null: it has none
  std::string domain_ = {};                        // as the environment's file says, if it does
};

}  // namespace opta
