#include <algorithm>
#include <string>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// What a volume says of itself, and what EC2 does with those that say nothing.
Truth is_encrypted(const Value& volume, bool is_standard) {
  const Value& encrypted = volume.at("encrypted");
  const Truth is_known = is_true(encrypted);
  if (is_known == Truth::kYes || !is_standard) return is_known;
  const bool is_silent = encrypted.is_unknown() || is_set(encrypted) == Truth::kNo;
  // A volume that was there before stays as it is.
  return is_silent ? Truth::kYes : Truth::kUnknown;
}

Case of_blocks(const Resource& resource, const std::string& path, const Value& blocks,
               bool is_standard) {
  Case judged = attribute(resource, path, Truth::kYes);
  for (const Value* block : blocks.blocks()) {
    for (const Value* ebs : resource.type == "aws_launch_template"
                                ? block->at("ebs").blocks()
                                : std::vector<const Value*>{block})
      judged.holds = both(judged.holds, is_encrypted(*ebs, is_standard));
  }
  return judged;
}

// The image's own volume comes along as the image has it, unless its place is named.
Truth is_root_named(const Value& blocks) {
  Truth is_named = blocks.blocks().empty() ? Truth::kNo : Truth::kUnknown;
  for (const Value* block : blocks.blocks()) {
    for (const char* place : {"/dev/xvda", "/dev/sda1"})
      is_named = either(is_named, is_text(block->at("device_name"), place));
  }
  return is_named;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  // Of the account and the region.
  const bool is_standard =
      std::ranges::any_of(managed(world, "aws_ebs_encryption_by_default"), [](const Resource* one) {
        const Value& enabled = one->values.at("enabled");
        return enabled.is_null() || is_true(enabled) == Truth::kYes;
      });
  Cases cases;
  for (const Resource* volume : managed(world, "aws_ebs_volume"))
    cases.push_back(attribute(*volume, "encrypted", is_encrypted(volume->values, is_standard)));
  for (const Resource* launch : managed(world, "aws_launch_template")) {
    constexpr const char* kBlocks = "block_device_mappings";
    const Value& blocks = launch->values.at(kBlocks);
    cases.push_back(of_blocks(*launch, kBlocks, blocks, is_standard));
    if (!is_standard) cases.back().holds = both(cases.back().holds, is_root_named(blocks));
  }
  for (const Resource* group : managed(world, "aws_eks_node_group")) {
    if (!is_standard && group->values.at("launch_template").blocks().empty())
      cases.push_back(attribute(*group, "launch_template", Truth::kUnknown));
  }
  for (const Resource* machine : managed(world, "aws_instance")) {
    Case judged = of_blocks(*machine, "root_block_device", machine->values.at("root_block_device"),
                            is_standard);
    if (!is_standard && machine->values.at("root_block_device").blocks().empty())
      judged.holds = Truth::kNo;
    cases.push_back(worst(judged, of_blocks(*machine, "ebs_block_device",
                                            machine->values.at("ebs_block_device"), is_standard)));
  }
  return cases;
}

}  // namespace

extern const Promise kData14;
const Promise kData14 = {
    .id = "DATA-14",
    .sentence = "All volumes of machines and nodes are encrypted.",
    .why =
        "A node's disk holds images, logs and whatever pods write down; snapshots of it are made "
        "and shared with one call.",
    .how =
        "EBS volumes, and those that EC2 instances and launch templates name: `encrypted` is true, "
        "or the plan switches on `aws_ebs_encryption_by_default` and they say nothing. A root "
        "volume that is not named is as its image, and is not held; nor are those that EKS makes "
        "without a launch template.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.2.1",
    .fix = "Set `encrypted`, or `aws_ebs_encryption_by_default` for the whole account and region.",
    .decide = decide,
    .not_looked_at = {"aws_launch_configuration", "aws_spot_fleet_request",
                      "aws_spot_instance_request"},
};

}  // namespace opta::prove
