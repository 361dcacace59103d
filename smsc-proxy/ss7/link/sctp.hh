#pragma once

/// The kernel's SCTP structures; it needs the socket's before it.
// clang-format off
#include <netinet/in.h>
#include <sys/socket.h>
#include <linux/sctp.h>
// clang-format on
