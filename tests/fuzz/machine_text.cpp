// SPDX-License-Identifier: Apache-2.0
// Parsers for texts of the kernel: any text yields a result.
#include "diagnosis/machine_text.hpp"

#include "crypto/base/bytes.hpp"
#include "diagnosis/process_rights.hpp"
#include "diagnosis/reader_configuration.hpp"

#include <cstdlib>

using namespace fivestar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text({data, size});
    if (diagnosis::leaves_out_users(text) && text.find_first_of("0123456789") == text.npos) std::abort();
    if (diagnosis::hides_processes(text) && text.find("hidepid=") == text.npos) std::abort();
    if (diagnosis::logs_exchanges(text) && text.find('-') == text.npos) std::abort();
    const auto rights = diagnosis::ProcessRights::parse(text);
    if (!rights.overrides_modes && text.find("CapEff:") == text.npos) std::abort();
    for (const std::string& port : diagnosis::serial_ports_in(text)) {
        if (!port.starts_with('/') || text.find(port) == text.npos) std::abort();
    }
    if (text.find(diagnosis::configuration_of(text)) == text.npos) std::abort();
    return 0;
}
