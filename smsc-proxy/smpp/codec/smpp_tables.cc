// Prints what is made from the codec's tables:
//   smpp-tables reference > docs/reference/smpp-pdus.md
//   smpp-tables dictionary > tests/fuzz/smpp.dict
#include <cstdio>
#include <string>
#include <string_view>

#include "smsc-proxy/smpp/codec/reference_page.hh"

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  std::string out;
  if (what == "reference") {
    out = smsfw::smpp::reference_page();
  } else if (what == "dictionary") {
    out = smsfw::smpp::fuzz_dictionary();
  } else {
    std::fputs("smpp-tables: say 'reference' or 'dictionary'\n", stderr);
    return 2;
  }
  return std::fwrite(out.data(), 1, out.size(), stdout) == out.size() ? 0 : 1;
}
