#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/signature/signature.hh"

/// Signature packs and the classification as their authors write them: structs that the definition
/// tables fill. signatures/README.md tells what they mean.
namespace smsfw::control {

struct PackPattern {
  Buffer buffer = Buffer::kFolded;
  std::string regex;
};

struct PackMatch {
  std::vector<PackPattern> all;
  std::vector<PackPattern> any;
  std::vector<PackPattern> not_any;
};

struct PackScope {
  std::vector<std::string> direction;
  std::vector<std::string> oa_type;
};

struct PackExcept {
  std::string list;
};

struct PackExample {
  std::string text;
  std::string from;
};

struct PackExamples {
  std::vector<PackExample> match;
  std::vector<PackExample> clean;
};

struct PackMeta {
  std::string created;
  std::string reviewed;
  std::string author;
  std::vector<std::string> lang;
  std::string reference;
};

struct PackSignature {
  std::uint32_t sid = 0;
  std::uint32_t rev = 0;
  std::string msg;
  std::string class_name;
  std::uint8_t severity = 3;
  float score = 0;
  std::string action;
  /// Not given: operators' sids are in monitor mode, the project's are enforced.
  std::optional<bool> enforce;
  PackScope scope;
  PackMatch match;
  PackExcept except;
  PackExamples examples;
  PackMeta meta;
};

struct PackFile {
  std::vector<PackSignature> signatures;
};

struct SignatureClass {
  std::string name;
  /// The thousand of the project's sid range that belongs to the class. 0: none.
  std::uint32_t block = 0;
  /// What reasons[] prints. Empty: the name.
  std::string reason;
  std::string title;
  Precedence precedence = Precedence::kProhibited;
};

struct Classification {
  std::vector<SignatureClass> classes;
};

/// Sids of operators' own packs and of the project's.
inline constexpr std::uint32_t kFirstOperatorSid = 1'000'000;
inline constexpr std::uint32_t kFirstProjectSid = 2'000'000;
inline constexpr std::uint32_t kLastProjectSid = 2'999'999;

}  // namespace smsfw::control

namespace smsfw {

template <>
struct EnumNames<Buffer> {
  static std::span<const EnumName<Buffer>> names();
};

template <>
const Definition& definition_of<control::PackPattern>();
template <>
const Definition& definition_of<control::PackMatch>();
template <>
const Definition& definition_of<control::PackScope>();
template <>
const Definition& definition_of<control::PackExcept>();
template <>
const Definition& definition_of<control::PackExample>();
template <>
const Definition& definition_of<control::PackExamples>();
template <>
const Definition& definition_of<control::PackMeta>();
template <>
const Definition& definition_of<control::PackSignature>();
template <>
const Definition& definition_of<control::PackFile>();
template <>
const Definition& definition_of<control::SignatureClass>();
template <>
const Definition& definition_of<control::Classification>();

}  // namespace smsfw
