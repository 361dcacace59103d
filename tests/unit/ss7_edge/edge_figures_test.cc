#include "smsc-proxy/ss7/edge/edge_figures.hh"

#include "tests/catch.hh"
#include "tests/support/home_router_bench.hh"

using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

std::optional<TableSize> size_in(const EdgeFigures& figures, EdgeTable table) {
  return figures.tables[static_cast<std::size_t>(table)].get();
}

}  // namespace

TEST_CASE("a table that was never shown has no figure") {
  EdgeFigures figures;
  CHECK_FALSE(size_in(figures, EdgeTable::kDialogues));
  figures.set(EdgeTable::kDialogues, {});
  const auto size = size_in(figures, EdgeTable::kDialogues);
  REQUIRE(size);
  CHECK(size->entries == 0);
  CHECK_FALSE(size->octets);
  CHECK_FALSE(size->evictions);
}

TEST_CASE("each table of the home router has its figure") {
  HomeRouterConfig config = home_config();
  config.max_half_open = 2;
  config.max_missers = 1;
  HomeBench bench(std::move(config));
  const std::string id = bench.id();
  bench.forward(id);
  bench.query(MapVersion::k3);
  for (int i = 0; i < 3; ++i) {
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request(HomeBench::forward_context(MapVersion::k3))
                            .encode(buffer)));
  }
  // Two networks that guess.
  bench.forward(id, kGoodTpdu, MapVersion::k3, kRogue);
  bench.forward(kRealImsi, kGoodTpdu);

  EdgeFigures figures;
  figures.take(bench.router);
  figures.take(bench.router.hop());
  const auto shows = [&](EdgeTable table, std::size_t entries, std::uint64_t evictions) {
    CAPTURE(kEdgeTableNames[static_cast<std::size_t>(table)]);
    const auto size = size_in(figures, table);
    REQUIRE(size);
    CHECK(size->entries == entries);
    CHECK(size->evictions == evictions);
  };
  shows(EdgeTable::kHalfOpen, 2, 1);
  shows(EdgeTable::kHlrDialogues, 1, 0);
  shows(EdgeTable::kDeliveries, 1, 0);
  shows(EdgeTable::kCorrelationIds, 1, 0);
  shows(EdgeTable::kGuessers, 1, 1);
  shows(EdgeTable::kRouterSegments, 0, 0);
  shows(EdgeTable::kDialogues, 0, 0);
  CHECK_FALSE(size_in(figures, EdgeTable::kQueries));
}
