#include "apdu/lds.hpp"

#include "apdu/select.hpp"

namespace fivestar::apdu::lds {

Result<void> select_application(Channel& channel) {
    auto selected = select(channel, SelectBy::application_identifier, application_identifier);
    if (selected) return selected;
    const Error& error = selected.error();
    const bool chip_refused = error.code == ErrorCode::file_not_found || error.code == ErrorCode::access_denied ||
                              error.code == ErrorCode::unexpected_status;
    return fail(chip_refused ? ErrorCode::unsupported : error.code, error.sw, "select_application");
}

}  // namespace fivestar::apdu::lds
