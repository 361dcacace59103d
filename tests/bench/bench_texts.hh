#pragma once

#include <string>
#include <vector>

namespace smsfw::bench {

/// Texts of deploy/corpus in mixed order, the same each time. `languages`: the files to take
/// ("vi", "en"); empty: all. Ends the program when there are none.
std::vector<std::string> corpus_texts(const std::vector<std::string>& languages = {});

}  // namespace smsfw::bench
