#include "apdu/lds.hpp"

#include "apdu/select.hpp"

namespace fivestar::apdu::lds {

Result<void> select_application(Channel& channel) {
    auto selected = select(channel, SelectBy::application_identifier, application_identifier);
    // A status word is the chip's refusal; without one there was no answer at all.
    if (!selected && selected.error().sw != 0 && selected.error().code != ErrorCode::secure_messaging_failed) {
        return fail(ErrorCode::unsupported, selected.error().sw, "select_application");
    }
    return selected;
}

}  // namespace fivestar::apdu::lds
