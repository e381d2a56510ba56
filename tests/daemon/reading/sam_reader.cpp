// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/reading/sam_reader.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>

namespace fivestar::test {
namespace {

constexpr std::size_t block_size = 256;

apdu::Response only(std::uint16_t sw) {
    return {.data = {}, .sw = {sw}};
}

/// As much as was asked for; a wrong length is corrected.
apdu::Response some_of(ByteView octets, std::uint32_t le) {
    if (le < octets.size()) return only(static_cast<std::uint16_t>(0x6C00 | (octets.size() & 0xFF)));
    return {.data = PersonalBytes{octets}, .sw = apdu::sw::success};
}

}  // namespace

SamReader::SamReader(std::string_view kind) : stream(hex("01000400")) {
    append(stream, read_vector_bytes("samv/text_" + std::string{kind} + ".bin"));
    stream.resize(stream.size() + 1024, 0x5A);
}

Result<daemon::ReadOutcome> SamReader::read(const daemon::ReadRequest& order,
                                            const std::vector<std::string>& sam_readers, const std::stop_token& stop) {
    const ManualClock clock{std::chrono::sys_days{reading_day} + std::chrono::hours{12}};
    daemon::ReadEnvironment environment = full_trust();
    environment.sam_readers = sam_readers;
    environment.decode_portrait = decode_portrait;
    SystemRandom random;
    return daemon::read_card(*this, order, environment, random, clock, observer, stop);
}

Result<apdu::Response> SamReader::transmit(const apdu::Command& command) {
    asked.push_back(to_hex(apdu::encode(command).value()));
    if (before) {
        if (const auto fault = before(command); !fault) return std::unexpected{fault.error()};
    }
    apdu::Response response = answer(command);
    const PersonalBytes octets = encode(response);
    kept.resize(std::max(kept.size(), octets.size()));
    std::ranges::copy(octets, kept.begin());
    return response;
}

apdu::Response SamReader::answer(const apdu::Command& command) const {
    if (command.cla != 0xFF) return only(0x6E00);
    if (command.ins == 0xB0) return block(command);
    if (command.ins == 0xCA) return data(command);
    return only(0x6D00);
}

apdu::Response SamReader::data(const apdu::Command& command) const {
    if (!own_driver) return only(0x6A81);
    switch (command.p1) {
        case 0xF0:
            return some_of(hex("050003005577330187D6120015CD5B07"), command.le);
        case 0xF1:
            return some_of(Bytes{0x30, 0x01, module_code}, command.le);
        case 0xF2:
            if (addresses_failing_with != 0) return only(addresses_failing_with);
            return addresses.empty() ? only(0x6A88) : some_of(addresses, command.le);
        case 0xF3:
            return management.empty() ? only(0x6A88) : some_of(management, command.le);
        case 0xF5:
            return {.data = PersonalBytes{Bytes(std::min<std::size_t>(command.le, stream.size()))},
                    .sw = apdu::sw::success};
        default:
            return only(0x6A88);
    }
}

apdu::Response SamReader::block(const apdu::Command& command) const {
    if (failing_with != 0) return only(failing_with);
    if (own_driver && command.p1 == 0 && command.le >= stream.size()) return some_of(stream, command.le);
    if (command.extended()) return only(0x6700);
    const std::size_t from = command.p1 * block_size;
    if (from >= stream.size()) return only(0x6A86);
    return some_of(ByteView{stream}.subspan(from, std::min(block_size, stream.size() - from)), command.le);
}

}  // namespace fivestar::test
