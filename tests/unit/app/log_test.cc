#include "smsc-proxy/app/log.hh"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "tests/catch.hh"
#include "tests/unit/events/event_fixture.hh"

using namespace smsfw;
using events::test::read_events;

TEST_CASE("log lines are JSON with structured fields", "[log]") {
  const ScratchDirectory directory;
  log::start({.level = log::Level::kInfo, .file = directory.file("log")});
  log::debug("quiet.one");
  log::info("smpp.bound", {{"listener", std::string("ma\"in\n")},
                           {"session", 12U},
                           {"delta", -3},
                           {"share", 0.5},
                           {"broken", std::numeric_limits<double>::infinity()},
                           {"first", true}});
  log::set_level(log::Level::kError);
  log::warning("quiet.two");
  log::error("loud", {{"text", "words"}});
  log::stop();
  const auto lines = read_events(directory.file("log"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].at("event") == "smpp.bound");
  CHECK(lines[0].at("level") == "info");
  CHECK(lines[0].at("listener") == "ma\"in\n");
  CHECK(lines[0].at("session") == 12);
  CHECK(lines[0].at("delta") == -3);
  CHECK(lines[0].at("share") == 0.5);
  CHECK(lines[0].at("broken").is_null());
  CHECK(lines[0].at("first") == true);
  CHECK(lines[0].at("ts").get<std::string>().size() == 27);
  CHECK(lines[1].at("event") == "loud");
  struct stat info {};
  REQUIRE(::stat(directory.file("log").c_str(), &info) == 0);
  CHECK((info.st_mode & 07) == 0);
}

TEST_CASE("the reopened operational log goes on in a new file", "[log]") {
  const ScratchDirectory directory;
  const std::string path = directory.file("log");
  log::start({.file = path});
  log::info("before");
  for (int i = 0; i < 5'000 && std::filesystem::file_size(path) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  std::filesystem::rename(path, path + ".1");
  log::reopen();
  log::info("after");
  log::stop();
  CHECK(read_events(path + ".1").at(0).at("event") == "before");
  CHECK(read_events(path).at(0).at("event") == "after");
}

TEST_CASE("a full queue overwrites the oldest lines and counts them", "[log]") {
  const ScratchDirectory directory;
  const std::string pipe = directory.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  // Nobody reads for now: the log's thread blocks once the pipe is full.
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  const std::uint64_t before = log::lost();
  log::start({.file = pipe, .queue = 16});
  const std::string filler(900, 'x');
  for (int i = 0; i < 200; ++i)
    log::info("flood", {{"filler", filler}});
  CHECK(log::lost() > before);
  std::thread drain([reader] {
    char buffer[65'536];
    ssize_t n = 1;
    while (n != 0) {
      n = ::read(reader, buffer, sizeof buffer);
      if (n < 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  log::stop();
  drain.join();
  ::close(reader);
}

TEST_CASE("an operational log that cannot be opened is an error that names it", "[log]") {
  CHECK_THROWS_AS(log::start({.file = "/nowhere/log"}), std::system_error);
}

TEST_CASE("levels have names", "[log]") {
  log::Level level = log::Level::kInfo;
  CHECK(log::parse_level("warning", level));
  CHECK(level == log::Level::kWarning);
  CHECK_FALSE(log::parse_level("loud", level));
  CHECK(level == log::Level::kWarning);
}
