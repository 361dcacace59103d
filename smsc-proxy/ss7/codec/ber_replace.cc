#include "smsc-proxy/ss7/codec/ber_replace.hh"

#include "smsc-proxy/ss7/codec/ber_reader.hh"

namespace smsfw::ss7 {

BerEncoded replace_content(std::span<const std::byte> whole, std::span<const std::byte> replaced,
                           std::span<const std::byte> content, std::span<std::byte> out) noexcept {
  BerContext context(whole);
  BerReader outer(context, whole);
  BerElement all;
  if (!outer.next(all) || !outer.at_end() || !all.constructed() || all.tag > 0xFF) {
    return refuse(BerEncodeCode::kBadValue);
  }
  BerReader inner(context, all.content);
  for (BerElement each; inner.next(each);) {
    if (each.content.data() != replaced.data() || each.content.size() != replaced.size()) continue;
    if (each.constructed() || each.tag > 0xFF) break;
    const auto before =
        all.content.first(static_cast<std::size_t>(each.octets.data() - all.content.data()));
    BerWriter writer(out);
    writer.octets(inner.rest());
    writer.element(each.tag, content);
    writer.octets(before);
    writer.close(all.tag, 0);
    return writer.finish();
  }
  return refuse(BerEncodeCode::kBadValue);
}

}  // namespace smsfw::ss7
