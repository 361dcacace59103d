#include <algorithm>

#include "filters/text/url_extractor.hh"

// Which labels of a chain are a host name.

namespace smsfw {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// www, wwww, www2.
bool is_www(std::string_view label) noexcept {
  const std::size_t letters = std::min(label.find_first_not_of('w'), label.size());
  return letters >= 3 && label.find_first_not_of("0123456789", letters) == label.npos;
}

}  // namespace

bool UrlExtractor::is_capitalised(std::size_t label) const noexcept {
  const std::size_t at = chain_.labels[label].begin;
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return label != 0 && at + 1 < text_.size() && upper(text_[at]) && small(text_[at + 1]);
}

UrlExtractor::Choice UrlExtractor::choose_bare() {
  Choice choice;
  const UrlChain& chain = chain_;
  if (is_www(chain.label(0)) && chain.size > 1) return choose_led();

  std::size_t start = 0;
  std::size_t best = 0;
  SuffixClass best_suffix = SuffixClass::kUnknown;
  for (std::size_t k = 1; k < chain.size; ++k) {
    const UrlJoint joint = chain.labels[k].joint;
    const SuffixClass suffix = suffixes_.classify(chain.label(k));
    const bool tight = is_deliberate(joint);
    if (best != 0 && !tight) {
      // Behind a suffix only the second half of one like com.vn joins over a space.
      if (best + 1 != k || suffix != SuffixClass::kUnmistaken ||
          !suffixes_.is_second_level(chain.label(best), chain.label(k)))
        break;
    }
    const bool joins = tight || (joint == UrlJoint::kSpaceAfter
                                     ? suffix == SuffixClass::kUnmistaken && !is_capitalised(k)
                                     : joint != UrlJoint::kSeveral && joint != UrlJoint::kComma);
    if (!joins) {
      start = k;
      continue;
    }
    // Nobody begins a sentence with a space, a full stop and a noun in small letters.
    const bool noun = suffix == SuffixClass::kPlain && chain.label(k).size() >= 3 &&
                      joint != UrlJoint::kSpaceAfter && !is_capitalised(k);
    if (tight ? suffix != SuffixClass::kUnknown : suffix == SuffixClass::kUnmistaken || noun) {
      best = k;
      best_suffix = suffix;
    }
  }
  if (best <= start) {
    // Four numbers: an address, or a version.
    if (chain.size != 4) return choice;
    for (std::size_t k = 0; k < chain.size; ++k) {
      const std::string_view label = chain.label(k);
      if (k != 0 && !is_deliberate(chain.labels[k].joint)) return choice;
      if (label.size() > 3 || (label.size() > 1 && label[0] == '0') || (k == 0 && label == "0"))
        return choice;
      if (label.find_first_not_of("0123456789") != label.npos) return choice;
    }
    choice.found = choice.ipv4 = read_ipv4(chain.name(0, 3)).has_value();
    choice.last = 3;
    choice.weak = !path_follows(chain.end()) && read_port(chain.end(), nullptr) == chain.end() &&
                  chain.labels[1].joint == UrlJoint::kDot;
    return choice;
  }
  choice.last = best;
  choice.first = best - 1;
  const bool spaced = chain.labels[best].joint != UrlJoint::kDot;
  while (choice.first > start) {
    const UrlJoint joint = chain.labels[choice.first].joint;
    const bool joins = is_deliberate(joint) || (spaced && joint != UrlJoint::kSpaceAfter);
    if (!joins) break;
    --choice.first;
  }
  choice.run_on = chain.run_on && best + 1 == chain.size;
  if (best + 1 < chain.size && is_deliberate(chain.labels[best + 1].joint)) {
    if (best_suffix != SuffixClass::kUnmistaken) return choice;  // "a.me.xyz1": no name at all
    choice.run_on = true;
  }
  choice.found = plausible(choice, best_suffix);
  return choice;
}

/// Whether a name without scheme is one, and whether only weakly so.
bool UrlExtractor::plausible(Choice& choice, SuffixClass suffix) {
  const UrlChain& chain = chain_;
  std::size_t numbers = 0;
  for (std::size_t k = choice.first; k < choice.last; ++k) {
    const std::string_view label = chain.label(k);
    if (label.find_first_not_of("0123456789") == label.npos) ++numbers;
  }
  const std::string_view owner = chain.label(choice.last - 1);
  const std::size_t labels = choice.last - choice.first;
  const std::size_t end = chain.labels[choice.last].end;
  const bool followed = path_follows(end) || read_port(end, nullptr) != end;
  if (numbers == labels && !followed) {
    // 199.000.com is a price and a word; 10.is a time and a word.
    if (numbers > 1 && owner.size() == 3) return false;
    choice.weak = owner.size() < 3 && suffix != SuffixClass::kUnmistaken;
  }
  const bool second = labels > 1 && suffixes_.is_second_level(owner, chain.label(choice.last));
  // B.Tech/M.Tech: degrees.
  if (labels == 1 && owner.size() == 1 && is_capitalised(choice.last)) return false;
  if (suffix != SuffixClass::kUnmistaken && !followed && !second) {
    const std::size_t before = chain.labels[choice.last - 1].end - 1;
    if (is_capitalised(choice.last) && !(text_[before] >= 'A' && text_[before] <= 'Z'))
      return false;
  }
  if (suffix == SuffixClass::kWord && !followed && !second &&
      chain.labels[choice.last].joint == UrlJoint::kDot) {
    // "jcct4pv.gezne.de": made by a machine, and no word ends so.
    const std::string_view all = chain.name(choice.first, choice.last - 1);
    const bool machine = labels > 1 && all.find_first_of("0123456789") != all.npos;
    const auto digits =
        static_cast<std::size_t>(std::count_if(owner.begin(), owner.end(), is_digit));
    const bool made_up =
        (owner.size() >= 6 && owner.find('-') != owner.npos) || (owner.size() >= 5 && digits >= 2);
    choice.weak = choice.weak || !(made_up || machine);
  }
  // gov.uk is a host, co.uk is none.
  if (!followed && suffixes_.is_public(chain.name(choice.first, choice.last))) choice.weak = true;
  return true;
}

UrlExtractor::Choice UrlExtractor::choose_led() {
  Choice choice;
  const UrlChain& chain = chain_;
  const bool www =
      chain.label(0).size() >= 3 && chain.label(0).find_first_not_of('w') == std::string_view::npos;
  std::size_t cut = 0;
  std::size_t tight = 0;  // the last label before any odd joint
  bool loose = false;
  for (std::size_t k = 1; k < chain.size; ++k) {
    if (is_deliberate(chain.labels[k].joint)) {
      if (!loose) tight = k;
    } else {
      const bool known = k >= 2 && suffixes_.classify(chain.label(k - 1)) != SuffixClass::kUnknown;
      if (known && (suffixes_.classify(chain.label(k)) != SuffixClass::kUnmistaken ||
                    !suffixes_.is_second_level(chain.label(k - 1), chain.label(k))))
        break;
      if (!known && ends_in_number(chain.name(0, k - 1)) && k >= 4) break;
      loose = true;
    }
    cut = k;
  }
  if (loose && !(cut == 3 && ends_in_number(chain.name(0, cut)))) {
    while (cut > tight && suffixes_.classify(chain.label(cut)) == SuffixClass::kUnknown)
      --cut;
  }
  if (cut >= 2 && is_capitalised(cut) &&
      suffixes_.classify(chain.label(cut)) == SuffixClass::kUnknown &&
      suffixes_.classify(chain.label(cut - 1)) != SuffixClass::kUnknown) {
    --cut;
    choice.run_on = true;
  }
  choice.run_on = choice.run_on || (chain.run_on && cut + 1 == chain.size);
  choice.last = cut;
  const std::string_view name = chain.name(0, cut);
  if (ends_in_number(name)) {
    choice.found = choice.ipv4 = read_ipv4(name).has_value();
    return choice;
  }
  const bool known = cut != 0 && suffixes_.classify(chain.label(cut)) != SuffixClass::kUnknown;
  choice.found = !www || known || (cut >= 2 && cut == tight);
  return choice;
}

}  // namespace smsfw
