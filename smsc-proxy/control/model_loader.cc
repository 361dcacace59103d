#include "smsc-proxy/control/model_loader.hh"

#include <fstream>
#include <span>
#include <utility>

#include "filters/model/model_file.hh"

namespace smsfw::control {

Expected<std::shared_ptr<const model::LinearModel>, std::string> load_model(const std::string& file,
                                                                            std::string* octets) {
  using Refused = Unexpected<std::string>;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Refused("cannot be read; make one with `smsfw model train`");
  std::string read(model::kMaxModelFile + 1, '\0');
  in.read(read.data(), static_cast<std::streamsize>(read.size()));
  read.resize(static_cast<std::size_t>(in.gcount()));
  if (read.size() > model::kMaxModelFile) return Refused("no model file: larger than 1 MiB");
  auto content = model::read_model(std::as_bytes(std::span(read)));
  if (!content) return Refused(std::move(content.error()));
  if (octets != nullptr) *octets = std::move(read);
  return std::make_shared<const model::LinearModel>(std::move(*content));
}

}  // namespace smsfw::control
