// pidfd_open and pidfd_send_signal. glibc 2.36 forgot to declare them for C++.
#pragma once

extern "C" {
#include <sys/pidfd.h>
}
