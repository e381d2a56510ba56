// SPDX-License-Identifier: Apache-2.0
// Personas: invented people whose cards are simulated. Data files are personas/NAME.json and their portraits.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/chip.hpp"
#include "sim/documents/mrz.hpp"
#include "sim/documents/national_text_record.hpp"
#include "sim/documents/security_infos.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::sim {

struct PersonaPortrait {
    Bytes image;
    bool jpeg_2000 = false;
    std::uint16_t width = 0;  ///< pixels
    std::uint16_t height = 0;
};

/// A data object of DG11 or DG12 (Doc 9303-10 §4.7.11, §4.7.12).
struct Detail {
    tlv::Tag tag;
    std::vector<std::string> texts;  ///< UTF-8; dates are YYYYMMDD
    bool repeated;                   ///< may have several texts, which have a template around them
};

/// A key of the test PKI for chip authentication.
struct PersonaChipAuthentication {
    crypto::KeyPair key;
    std::uint8_t parameter;  ///< number of the standardised domain parameters
    std::vector<crypto::BlockCipher> ciphers = {};
};

struct Persona {
    std::string name = {};
    std::string profile = {};  ///< "emrtd" or "lds"
    std::string chain = {};    ///< the issuer in the test PKI
    Interface interface = Interface::contactless;
    bool basic_access_control = true;
    std::vector<PaceOffer> pace = {};  ///< no PACE if empty
    ParameterStyle pace_parameters = ParameterStyle::numbered;
    std::string can = {};  ///< digits; empty without PACE
    std::optional<PersonaChipAuthentication> chip_authentication = {};
    std::optional<ActiveAuthenticationKey> active_authentication = {};
    bool extended_length = false;
    bool card_information = false;  ///< has EF.ATR/INFO and EF.DIR
    bool fingerprints = false;      ///< has a DG3, which needs terminal authentication
    MrzFields mrz = {};
    PersonaPortrait portrait = {};
    std::optional<std::vector<Detail>> personal_details = {};  ///< DG11
    std::optional<std::vector<Detail>> document_details = {};  ///< DG12
    std::optional<NationalTextRecord> national_text_record = {};

    [[nodiscard]] bool access_controlled() const { return basic_access_control || !pace.empty(); }
};

/// The names of all personas in `data`, sorted. Returns `io_failure` if there are none.
[[nodiscard]] Result<std::vector<std::string>> persona_names(const std::filesystem::path& data);

/// Reads `data`/personas/NAME.json. Errors: `io_failure` if a file is missing, `malformed` if it does not follow the
/// format (unknown members included), `invalid_argument` if NAME is not a plain name.
[[nodiscard]] Result<Persona> load_persona(const std::filesystem::path& data, std::string_view name);

}  // namespace fivestar::sim
