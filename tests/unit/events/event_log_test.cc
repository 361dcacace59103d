#include "smsc-proxy/events/event_log.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "tests/catch.hh"
#include "tests/unit/events/event_fixture.hh"

using namespace smsfw;
using namespace smsfw::events;
using namespace smsfw::events::test;

namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr std::chrono::microseconds kWall{1'790'000'000'000'001};

EventLogConfig to_file(std::string file) {
  EventLogConfig config;
  config.node = "fw1";
  config.file = std::move(file);
  return config;
}

}  // namespace

TEST_CASE("events of several threads become whole lines of one file", "[threads]") {
  const ScratchDirectory directory;
  constexpr std::size_t kThreads = 3;
  constexpr std::size_t kEach = 2'000;
  {
    EventLog log(to_file(directory.file("events.jsonl")));
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t) {
      EventProducer& producer = log.add_producer(1 << 22);
      threads.emplace_back([&producer] {
        SampleMessage sample;
        for (std::size_t i = 0; i < kEach; ++i)
          producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
      });
    }
    for (auto& thread : threads)
      thread.join();
    CHECK(log.drain(kPatience));
    CHECK(log.stats().written == kThreads * kEach);
    CHECK(log.stats().lost == 0);
    CHECK(log.stats().write_errors == 0);
  }
  std::set<std::string> ids;
  for (const auto& event : read_events(directory.file("events.jsonl")))
    ids.insert(event.at("id").get<std::string>());
  CHECK(ids.size() == kThreads * kEach);
}

TEST_CASE("what waits is written when the log ends") {
  const ScratchDirectory directory;
  {
    auto config = to_file(directory.file("e"));
    config.flush_every = std::chrono::hours(1);
    EventLog log(config);
    log.add_producer(0).process(kWall, {.version = "0.1.0", .pid = 1});
  }
  CHECK(read_events(directory.file("e")).size() == 1);
  struct stat info {};
  REQUIRE(::stat(directory.file("e").c_str(), &info) == 0);
  CHECK((info.st_mode & 07) == 0);  // nobody else reads it
}

TEST_CASE("a descriptor of the caller's is written to in order, and left open") {
  const ScratchDirectory directory;
  const int fd = ::open(directory.file("e").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
  REQUIRE(fd >= 0);
  constexpr std::size_t kEvents = 5'000;
  {
    EventLogConfig config;
    config.descriptor = fd;
    EventLog log(config);
    EventProducer& producer = log.add_producer(1 << 22);
    SampleMessage sample;
    for (std::size_t i = 0; i < kEvents; ++i) {
      sample.facts.sequence = static_cast<std::uint32_t>(i + 1);
      producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
    }
    log.reopen();  // there is nothing to open anew
    CHECK(log.drain(kPatience));
  }
  CHECK(::fcntl(fd, F_GETFD) != -1);
  ::close(fd);
  std::size_t sequence = 0;
  for (const auto& event : read_events(directory.file("e")))
    CHECK(event.at("sequence").get<std::size_t>() == ++sequence);
  CHECK(sequence == kEvents);
}

TEST_CASE("a refused event is counted, and told of when there is room again") {
  // A disk that is full: every write fails with ENOSPC.
  EventLog log(to_file("/dev/full"));
  EventProducer& producer = log.add_producer(0);
  SampleMessage sample;
  int sent = 0;
  while (producer.refused() < 5 && sent < 10'000) {
    producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
    ++sent;
  }
  CHECK(producer.refused() == 5);
  // At the end of the ring a report of the loss may still fit where a message does not.
  CHECK(producer.accepted() + 5 >= static_cast<std::uint64_t>(sent));
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (log.stats().write_errors == 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(log.stats().write_errors > 0);
  CHECK(log.stats().written == 0);
  CHECK(log.stats().lost == 5);
  CHECK(log.stats().queued_bytes > 32'768);
}

TEST_CASE("a slow reader loses events, not order, and the file says how many") {
  const ScratchDirectory directory;
  const std::string pipe = directory.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  std::string octets;
  const auto read_some = [&] {
    char buffer[65'536];
    ssize_t n = 0;
    while ((n = ::read(reader, buffer, sizeof buffer)) > 0)
      octets.append(buffer, static_cast<std::size_t>(n));
  };
  std::uint64_t refused = 0;
  std::uint64_t accepted = 0;
  {
    EventLog log(to_file(pipe));
    EventProducer& producer = log.add_producer(0);
    SampleMessage sample;
    // Nobody reads: pipe and ring fill up.
    while (producer.refused() < 100)
      producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
    const auto read_all = [&] {
      const auto deadline = std::chrono::steady_clock::now() + kPatience;
      while (log.stats().queued_bytes != 0 && std::chrono::steady_clock::now() < deadline)
        read_some();
    };
    read_all();
    producer.flush_lost(kWall);
    producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
    read_all();
    refused = producer.refused();
    accepted = producer.accepted();
    CHECK(log.stats().written == accepted);
  }
  read_some();
  ::close(reader);
  std::uint64_t lost = 0;
  std::uint64_t lines = 0;
  std::uint64_t last = 0;
  std::istringstream in(octets);
  for (std::string line; std::getline(in, line); ++lines) {
    const auto event = nlohmann::json::parse(line);
    if (event.at("event") == "lost") lost += event.at("count").get<std::uint64_t>();
    const auto id = event.at("id").get<std::string>();
    const auto number = std::stoull(id.substr(id.rfind('-') + 1), nullptr, 16);
    CHECK(number > last);
    last = number;
  }
  CHECK(lines == accepted);
  CHECK(lost == refused);
}

TEST_CASE("a pipe that nobody reads does not hold up the end") {
  const ScratchDirectory directory;
  const std::string pipe = directory.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  const auto begin = std::chrono::steady_clock::now();
  {
    EventLog log(to_file(pipe));
    EventProducer& producer = log.add_producer(1 << 20);
    SampleMessage sample;
    for (int i = 0; i < 1'000; ++i)
      producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::close(reader);  // the next write meets EPIPE, not a signal
  }
  CHECK(std::chrono::steady_clock::now() - begin < kPatience);
}

TEST_CASE("a reopened log goes on in a new file") {
  const ScratchDirectory directory;
  const std::string path = directory.file("events.jsonl");
  EventLog log(to_file(path));
  EventProducer& producer = log.add_producer(0);
  producer.process(kWall, {.version = "1", .pid = 1});
  REQUIRE(log.drain(kPatience));
  std::filesystem::rename(path, path + ".1");
  log.reopen();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  producer.process(kWall, {.started = false, .version = "1", .pid = 1});
  REQUIRE(log.drain(kPatience));
  REQUIRE(read_events(path + ".1").size() == 1);
  REQUIRE(read_events(path).size() == 1);
  CHECK(read_events(path)[0].at("what") == "stopping");
}

TEST_CASE("a failed reopen keeps the old file and is tried again") {
  const ScratchDirectory directory;
  std::filesystem::create_directory(directory.file("d"));
  const std::string path = directory.file("d/events.jsonl");
  EventLog log(to_file(path));
  EventProducer& producer = log.add_producer(0);
  std::filesystem::rename(directory.file("d"), directory.file("moved"));
  log.reopen();
  producer.process(kWall, {.version = "1", .pid = 1});
  REQUIRE(log.drain(kPatience));
  auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (log.stats().write_errors == 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  CHECK(log.stats().write_errors > 0);
  CHECK(read_events(directory.file("moved/events.jsonl")).size() == 1);
  std::filesystem::create_directory(directory.file("d"));
  deadline = std::chrono::steady_clock::now() + kPatience;
  while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  producer.process(kWall, {.version = "1", .pid = 1});
  REQUIRE(log.drain(kPatience));
  CHECK(read_events(path).size() == 1);
}

TEST_CASE("a line that a crash left open stays a line of its own") {
  const ScratchDirectory directory;
  const std::string path = directory.file("e");
  std::ofstream(path) << "{\"ts\":\"half";
  {
    EventLog log(to_file(path));
    log.add_producer(0).process(kWall, {.version = "1", .pid = 1});
  }
  const std::string octets = read_file(path);
  REQUIRE(octets.find('\n') == 11);
  CHECK(nlohmann::json::accept(octets.substr(12)));
}

TEST_CASE("a file that cannot be opened at the start is an error that names it") {
  try {
    const EventLog log(to_file("/nowhere/events.jsonl"));
    FAIL("opened");
  } catch (const std::system_error& error) {
    CHECK(std::string(error.what()).find("/nowhere/events.jsonl") != std::string::npos);
  }
}

TEST_CASE("without a file events go nowhere and are counted") {
  EventLog log(to_file(""));
  EventProducer& producer = log.add_producer(0);
  producer.process(kWall, {.version = "1", .pid = 1});
  CHECK(log.drain(kPatience));
  CHECK(log.stats().written == 1);
}
