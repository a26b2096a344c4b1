// A layer and the account that it stands in: what every command that leaves the file's own world
// needs, and all that one needs that only looks at the cluster. No engine, no lock.
#pragma once

#include <memory>
#include <string>

#include "app/arguments.h"
#include "app/front_end.h"
#include "exec/aws/bucket.h"
#include "exec/aws/cli.h"

namespace opta {

// A value, or how the command exits; the reason was shown then.
template <class T>
using Step = tl::expected<T, Exit>;

class CloudRoom {
 public:
  CloudRoom(FrontEnd& front, std::shared_ptr<const Layer> layer, Environment environment,
            std::string endpoint)
      : front_(front),
        layer_(std::move(layer)),
        environment_(std::move(environment)),
        endpoint_(std::move(endpoint)) {}

  // `sandbox`: the emulator is started if it does not run.
  static Step<CloudRoom> open(FrontEnd& front, std::shared_ptr<const Layer> layer, bool sandbox);
  // Reads the file, too, for a command that only looks.
  static Step<CloudRoom> look(FrontEnd& front, const LayerArguments& arguments, bool sandbox);

  FrontEnd& front() const { return front_; }
  const Layer& layer() const { return *layer_; }
  // What programs get that speak with the cloud.
  const Environment& environment() const { return environment_; }
  bool is_sandbox() const { return !endpoint_.empty(); }
  const std::string& endpoint() const { return endpoint_; }  // of the sandbox, or empty
  aws::Bucket bucket() const;
  // The AWS CLI for this layer's account and region.
  Step<aws::Cli> aws_cli() const;
  // Whether the state bucket has the object; a bucket that is not there has none.
  Step<bool> has_object(const aws::Cli& cli, const std::string& key) const;
  Exit fail(Code code, const Error& error) const;
  // What AWS said, as E0705 where it is about who we are, else as `code`.
  Exit fail_aws(Code code, const aws::Failure& failure) const;

 protected:
  FrontEnd& front_;
  std::shared_ptr<const Layer> layer_;
  Environment environment_;
  std::string endpoint_;
};

}  // namespace opta
