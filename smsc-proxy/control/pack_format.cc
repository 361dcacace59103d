#include "smsc-proxy/control/pack_format.hh"

#include <array>

namespace smsfw {

using control::Classification;
using control::PackExample;
using control::PackExamples;
using control::PackExcept;
using control::PackFile;
using control::PackMatch;
using control::PackMeta;
using control::PackPattern;
using control::PackScope;
using control::PackSignature;
using control::SignatureClass;

std::span<const EnumName<Buffer>> EnumNames<Buffer>::names() {
  static const auto names = [] {
    std::array<EnumName<Buffer>, kBufferCount> made{};
    for (std::size_t i = 0; i < kBufferCount; ++i)
      made[i] = {static_cast<Buffer>(i), kBufferNames[i]};
    return made;
  }();
  return names;
}

namespace {

// Packs are always taken with a reload.
constexpr Change kHot = Change::kHot;
constexpr Count kPatterns{0, 64};

std::string check_action(std::string_view text) {
  if (parse_signature_action(text)) return {};
  return "is no action of a signature; give score, tag, throttle, quarantine, reject, absorb or "
         "drop";
}

std::string check_direction(std::string_view text) {
  return parse_direction(text) ? "" : "is no direction; give submit, deliver, map-mo or map-mt";
}

std::string check_oa_type(std::string_view text) {
  if (parse_oa_type(text)) return {};
  return "is no kind of source address; give alphanumeric, international, national or short_code";
}

}  // namespace

template <>
const Definition& definition_of<PackPattern>() {
  static const Definition table = define<PackPattern>(
      "One condition.",
      {key<&PackPattern::buffer>("buffer", kHot, "Form of the message that it reads.", Required{}),
       key<&PackPattern::regex>("regex", kHot, "Expression that matches somewhere in it.",
                                Required{})});
  return table;
}

template <>
const Definition& definition_of<PackMatch>() {
  static const Definition table = define<PackMatch>(
      "What must hold.",
      {key<&PackMatch::all>("all", kHot, "All of these match.", kPatterns),
       key<&PackMatch::any>("any", kHot, "At least one of these matches.", kPatterns),
       key<&PackMatch::not_any>("not", kHot, "None of these matches.", kPatterns)});
  return table;
}

template <>
const Definition& definition_of<PackScope>() {
  static const Definition table = define<PackScope>(
      "Messages that are looked at.",
      {key<&PackScope::direction>("direction", kHot, "Which way they go.", Form{check_direction}),
       key<&PackScope::oa_type>("oa_type", kHot, "Kind of source address.", Form{check_oa_type})});
  return table;
}

template <>
const Definition& definition_of<PackExcept>() {
  static const Definition table = define<PackExcept>(
      "What takes the signature out of force.",
      {key<&PackExcept::list>("list", kHot, "Access list that the message is on.", Required{},
                              Form{check_name})});
  return table;
}

template <>
const Definition& definition_of<PackExample>() {
  static const Definition table =
      define<PackExample>("A message that proves the signature.",
                          {key<&PackExample::text>("text", kHot, "Its text.", Required{}),
                           key<&PackExample::from>("from", kHot, "Its source address.")},
                          "text");
  return table;
}

template <>
const Definition& definition_of<PackExamples>() {
  static const Definition table = define<PackExamples>(
      "Messages that prove the signature.",
      {key<&PackExamples::match>("match", kHot, "These hit.", Required{}, Count{1, 100}),
       key<&PackExamples::clean>("clean", kHot, "These do not.", Required{}, Count{1, 100})});
  return table;
}

template <>
const Definition& definition_of<PackMeta>() {
  static const Definition table =
      define<PackMeta>("Where the signature comes from.",
                       {key<&PackMeta::created>("created", kHot, "Date.", Required{}),
                        key<&PackMeta::reviewed>("reviewed", kHot, "Date."),
                        key<&PackMeta::author>("author", kHot, "Who wrote it.", Required{}),
                        key<&PackMeta::lang>("lang", kHot, "Languages that it is about."),
                        key<&PackMeta::reference>("reference", kHot, "What it goes back to.")});
  return table;
}

template <>
const Definition& definition_of<PackSignature>() {
  static const Definition table = define<PackSignature>(
      "One signature.",
      {key<&PackSignature::sid>("sid", kHot,
                                "Its number: 1000000-1999999 of operators, 2000000-2999999 of the "
                                "project.",
                                Required{},
                                Range{control::kFirstOperatorSid, control::kLastProjectSid}),
       key<&PackSignature::rev>("rev", kHot, "Raised at each change.", Required{},
                                Range{1, 1'000'000}),
       key<&PackSignature::msg>("msg", kHot, "What it finds, for people.", Required{}),
       key<&PackSignature::class_name>("class", kHot, "A class of the classification.", Required{},
                                       Form{check_name}),
       key<&PackSignature::severity>("severity", kHot, "1 is the worst.", Required{}, Range{1, 4}),
       key<&PackSignature::score>("score", kHot, "What a hit adds to the message's score.",
                                  Required{}, RealRange{0, 1'000}),
       key<&PackSignature::action>("action", kHot,
                                   "score: only the score counts; anything else decides by itself.",
                                   Required{}, Form{check_action}),
       key<&PackSignature::enforce>("enforce", kHot,
                                    "false: monitor. Not given: operators' sids are in monitor "
                                    "mode, the project's are enforced."),
       key<&PackSignature::scope>("scope", kHot, "Messages that are looked at. Not given: all."),
       key<&PackSignature::match>("match", kHot, "What must hold.", Required{}),
       key<&PackSignature::except>("except", kHot, "What takes it out of force."),
       key<&PackSignature::examples>("examples", kHot, "Messages that prove it.", Required{}),
       key<&PackSignature::meta>("meta", kHot, "Where it comes from.", Required{})});
  return table;
}

template <>
const Definition& definition_of<PackFile>() {
  static const Definition table =
      define<PackFile>("A pack.", {key<&PackFile::signatures>("signatures", kHot, "Its signatures.",
                                                              Required{}, Count{1, 100'000})});
  return table;
}

template <>
const Definition& definition_of<SignatureClass>() {
  static const Definition table = define<SignatureClass>(
      "One class of signatures.",
      {key<&SignatureClass::name>("name", kHot, "What signatures refer to.", Required{},
                                  Form{check_name}),
       key<&SignatureClass::block>("block", kHot,
                                   "The thousand of the project's sids that belongs to the class: "
                                   "block 2013 owns 2013000 to 2013999.",
                                   Range{0, 2'999}),
       key<&SignatureClass::reason>(
           "reason", kHot, "What verdicts report. Not given: the class's name.", Form{check_name}),
       key<&SignatureClass::title>("title", kHot, "What the class is, for people.", Required{}),
       key<&SignatureClass::precedence>("precedence", kHot,
                                        "Which kind of reason its signatures give.")});
  return table;
}

template <>
const Definition& definition_of<Classification>() {
  static const Definition table = define<Classification>(
      "The classes.", {key<&Classification::classes>("classes", kHot, "The classes.", Required{},
                                                     Count{1, 1'000})});
  return table;
}

}  // namespace smsfw
