// `opta secret list|view|update|bulk-update|delete`: secrets of a service that are set by hand.
// Their values go to the cluster by kubectl's input stream; they stand in no file, log or state.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Names alone: those that have a value, and those that the file asks for and that lack one.
Exit secret_list(Env& env, const SecretArguments& arguments);
// The value. On a pipe just its bytes.
Exit secret_view(Env& env, const SecretArguments& arguments);

// After a change the workloads that read the Secret start again, unless that is held back.
Exit secret_update(Env& env, const SecretArguments& arguments);
Exit secret_bulk_update(Env& env, const SecretArguments& arguments);
Exit secret_delete(Env& env, const SecretArguments& arguments);

}  // namespace opta
