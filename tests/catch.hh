#pragma once

// The one place that names the test framework: Debian 12 has Catch2 2.13, whose header and main
// differ from version 3.
#include <catch2/catch.hpp>
