// A chip whose PACE, chip authentication and secure messaging are OpenPACE's.
#pragma once

#include "apdu/channel.hpp"
#include "tests/interop/openpace.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace fivestar::interop {

/// What the chip holds. The protocols are those that MSE:Set AT names, whichever OpenPACE knows.
struct ChipContent {
    std::uint8_t parameter = 0;   ///< number of the standardised domain parameters, of PACE and of the key
    std::size_t secret_size = 0;  ///< octets of a shared secret of that group
    std::map<std::uint8_t, Bytes> passwords = {};  ///< by reference
    Bytes static_private = {};
    Bytes static_public = {};
    Bytes triple_des_protocol = {};  ///< what MSE:Set KAT means, which names none
    Bytes file = {};                 ///< what READ BINARY gives, in a session
};

class OpenPaceChip final : public apdu::Channel {
  public:
    explicit OpenPaceChip(ChipContent content) : content_(std::move(content)) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override;

    /// Whether the last agreement was refused for a secret whose leading zeros OpenPACE would have dropped.
    [[nodiscard]] bool refused_for_zeros() const { return refused_for_zeros_; }

  private:
    enum class Step : std::uint8_t { none, nonce, map, agree, authenticate };

    apdu::Response plain(const apdu::Command& command);
    apdu::Response secured(const apdu::Command& command);
    apdu::Response select_pace(ByteView data);
    apdu::Response general_authenticate(ByteView data);
    apdu::Response agree_on_session(ByteView terminal_key);
    bool refuses_for_zeros(const OpenPace& party);

    ChipContent content_;
    std::unique_ptr<OpenPace> party_ = {};
    Step step_ = Step::none;
    std::optional<Password> password_ = {};
    Bytes own_key_ = {};
    Bytes terminal_key_ = {};
    Bytes chip_authentication_ = {};
    std::function<void()> after_answer_ = {};  ///< the old session protects the answer before the new one begins
    bool in_session_ = false;
    bool refused_for_zeros_ = false;
};

}  // namespace fivestar::interop
