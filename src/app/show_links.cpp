#include "app/show_links.h"

#include "app/front_end.h"
#include "view/links_view.h"

namespace opta {

Exit show_links(Env& env, const LayerArguments& arguments) {
  FrontEnd front(env);
  const auto layer = front.load(arguments);
  if (!layer) return front.report(arguments.format);
  front.show_warnings();
  env.out(arguments.format == Format::kJson ? links_json(*layer) : links_text(*layer));
  return Exit::kDone;
}

}  // namespace opta
