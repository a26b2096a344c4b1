#include "app/ci_file.h"

#include <gtest/gtest.h>

#include "app/ci_text.h"

namespace opta {
namespace {

struct Remote {
  std::string_view url;
  std::string_view host;
  std::string_view path;
};

TEST(ProjectOfRemote, ReadsEveryFormOfGits) {
  for (const Remote& remote :
       {Remote{"git@github.com:acme/landscape.git", "github.com", "acme/landscape"},
        Remote{"https://github.com/acme/landscape", "github.com", "acme/landscape"},
        Remote{"https://someone:word@git.acme.com:8443/it/ops/landscape.git/", "git.acme.com",
               "it/ops/landscape"},
        Remote{"ssh://git@gitlab.com:22/acme/landscape.git", "gitlab.com", "acme/landscape"}}) {
    const CiProject project = project_of_remote(remote.url);
    EXPECT_EQ(project.host, remote.host) << remote.url;
    EXPECT_EQ(project.path, remote.path) << remote.url;
  }
}

TEST(ProjectOfRemote, KnowsNothingOfAFolder) {
  for (const std::string_view url : {"", "/srv/git/landscape.git", "../landscape", "../a/b",
                                     "file:///srv/git/a", "github.com", "a:b"}) {
    const CiProject project = project_of_remote(url);
    EXPECT_EQ(project.path, "") << url;
  }
}

TEST(CiText, FillsEachGap) {
  EXPECT_EQ(filled("a @B@ ${{ c }} @B@@D@", {{"B", "@B@ b"}, {"D", ""}}), "a @B@ b ${{ c }} @B@ b");
  EXPECT_DEATH(filled("a", {{"B", "b"}}), "");
}

}  // namespace
}  // namespace opta
