#pragma once

#include <array>
#include <memory>

#include "filters/sms/text_converter.hh"

namespace smsfw {

/// Reads Japanese and Korean codings by ICU. One object a worker; its converters open at first use.
///
/// JIS X 0208 and 0212 are pairs of 7 bits, and what carries them is not said: with an escape they
/// are read as ISO 2022-JP, with octets above 0x7F as Shift_JIS or EUC-JP, whichever leaves fewer
/// characters unread or odd, else as the bare pairs.
class IcuConverter final : public sms::TextConverter {
 public:
  IcuConverter();
  ~IcuConverter() override;

  std::optional<std::size_t> append(sms::Alphabet alphabet, std::span<const std::byte> octets,
                                    std::string& out) noexcept override;

 private:
  enum class Charset : std::uint8_t { kEucJp, kShiftJis, kIso2022Jp, kEucKr, kCount };
  struct Icu;

  std::optional<std::size_t> append_as(Charset charset, std::string_view octets,
                                       std::string& out) noexcept;
  std::optional<std::size_t> append_japanese(sms::Alphabet alphabet, std::string_view octets,
                                             std::string& out) noexcept;

  std::unique_ptr<Icu> icu_;
};

}  // namespace smsfw
