// SPDX-License-Identifier: Apache-2.0
#include "apdu/file_reader.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t read_binary_instruction = 0xB0;
constexpr std::uint8_t read_binary_odd_instruction = 0xB1;
constexpr std::size_t odd_instruction_from = 0x8000;  // the first offset that 15 bits do not hold
constexpr tlv::Tag offset_object = 0x54;
constexpr tlv::Tag discretionary_data = 0x53;
constexpr std::uint32_t discretionary_header = 4;  // octets that DO'53' adds at most

/// Returns the Le for `count` octets in a DO'53'.
std::uint32_t wrapped(std::uint32_t count) {
    return count + (count < 0x80 ? 2U : count < 0x100 ? 3U : 4U);
}

/// The octets that one READ BINARY requests.
struct Slice {
    std::size_t offset;
    std::uint32_t count;
    std::uint8_t sfi = 0;  ///< 0 for the current file

    [[nodiscard]] bool odd() const { return offset >= odd_instruction_from; }
    /// Returns the Le, which includes the header of DO'53' for the odd instruction.
    [[nodiscard]] std::uint32_t le() const { return odd() ? wrapped(count) : count; }
};

Command read_binary(const Slice& slice) {
    if (slice.odd()) {
        Bytes offset{static_cast<std::uint8_t>(slice.offset >> 16), static_cast<std::uint8_t>(slice.offset >> 8),
                     static_cast<std::uint8_t>(slice.offset)};
        if (offset[0] == 0) offset.erase(offset.begin());
        return {.ins = read_binary_odd_instruction, .data = tlv::encode(offset_object, offset), .le = slice.le()};
    }
    const std::size_t p1 = slice.sfi != 0 ? 0x80U | slice.sfi : slice.offset >> 8;
    return {.ins = read_binary_instruction,
            .p1 = static_cast<std::uint8_t>(p1),
            .p2 = static_cast<std::uint8_t>(slice.offset),
            .le = slice.le()};
}

/// Tells whether a status word may be about Le. 9000 without data is one: some chips answer so if Le is too large.
bool blames_length(StatusWord status) {
    return status.success() || status == sw::wrong_length || status == sw::wrong_offset || status == sw::end_of_file ||
           status.exact_le();
}

ErrorCode meaning(StatusWord status, std::size_t offset) {
    if (status.success()) return ErrorCode::no_progress;
    if (status == sw::file_not_found) return ErrorCode::file_not_found;
    if (status == sw::security_status_not_satisfied || status == sw::conditions_not_satisfied ||
        status == sw::sm_objects_missing || status == sw::sm_objects_incorrect) {
        return ErrorCode::access_denied;
    }
    // The file is shorter than its header says.
    if (offset != 0 && (status == sw::wrong_offset || status == sw::end_of_file)) return ErrorCode::malformed;
    return ErrorCode::unexpected_status;
}

/// Returns the data of an answer to `slice`, taken out of DO'53' for the odd instruction.
Result<PersonalBytes> extract(PersonalBytes data, const Slice& slice) {
    if (slice.odd()) {
        tlv::Cursor cursor{data};
        const auto object = cursor.expect(discretionary_data);
        if (!object) return std::unexpected{object.error()};
        if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
        data = PersonalBytes{object->value};
        if (data.empty()) return fail(ErrorCode::no_progress);
    }
    if (data.size() > slice.count) return fail(ErrorCode::malformed);
    return data;
}

}  // namespace

/// One call of `FileReader::read`.
class FileReader::Reading {
  public:
    Reading(FileReader& reader, Channel& channel)
        : reader_(reader), channel_(channel), partial_(*reader.partial_), left_(reader.limits_.exchanges) {}

    Result<void> run() {
        auto done = open();
        while (done && partial_.total == 0) done = learn_length();
        while (done && partial_.octets.size() < partial_.total) {
            done = append(next_slice(partial_.octets.size(), partial_.total));
        }
        return done;
    }

  private:
    /// Makes the file current and reads its first octets. On resuming, checks that they are the same.
    Result<void> open() {
        const std::size_t kept = partial_.octets.size();
        const auto count = kept != 0 ? std::min<std::uint32_t>(lds::header_octets, static_cast<std::uint32_t>(kept))
                                     : std::min<std::uint32_t>(partial_.id.least_size, reader_.sizes_.short_block());
        auto head = read_head(count);
        if (!head) return std::unexpected{head.error()};
        if (kept == 0) {
            partial_.octets = std::move(*head);
            report(partial_.octets.size());
            return {};
        }
        const std::size_t common = std::min(head->size(), kept);
        if (!std::ranges::equal(head->view(), partial_.octets.view().first(common))) return fail(ErrorCode::malformed);
        return {};
    }

    Result<PersonalBytes> read_head(std::uint32_t count) {
        std::optional<Error> refused;
        if (reader_.by_sfi_) {
            auto head = fetch({0, count, partial_.id.short_identifier});
            head_by_sfi_ = head.has_value();
            if (head || !may_blame_sfi(head.error())) return head;
            refused = head.error();
        }
        if (left_ == 0) return fail(ErrorCode::limit_exceeded);
        --left_;
        const std::uint16_t identifier = partial_.id.identifier;
        const Bytes name{static_cast<std::uint8_t>(identifier >> 8), static_cast<std::uint8_t>(identifier)};
        reader_.last_by_sfi_ = false;
        const auto selected = select(channel_, SelectBy::ef_identifier, name);
        if (!selected) {
            const bool no_selection = selected.error().code == ErrorCode::unexpected_status;
            const bool says_less = no_selection || (refused && refused->code == ErrorCode::access_denied);
            return std::unexpected{refused && says_less ? *refused : selected.error()};
        }
        auto head = fetch({0, count});
        if (head) reader_.by_sfi_ = false;
        return head;
    }

    [[nodiscard]] bool may_blame_sfi(const Error& error) const {
        if (error.code == ErrorCode::access_denied) return !reader_.sfi_proved_;
        return error.code == ErrorCode::file_not_found || error.code == ErrorCode::unexpected_status;
    }

    Result<void> learn_length() {
        const auto header = tlv::read_header(partial_.octets);
        if (!header) {
            const std::size_t have = partial_.octets.size();
            if (have >= lds::header_octets) return fail(ErrorCode::malformed);
            return append(next_slice(have, lds::header_octets));
        }
        reader_.wrong_tag_by_sfi_ = head_by_sfi_ && header->tag != partial_.id.tag;
        if (header->tag != partial_.id.tag) return fail(ErrorCode::malformed);
        if (head_by_sfi_) reader_.sfi_proved_ = true;
        if (header->total() > reader_.limits_.octets) return fail(ErrorCode::limit_exceeded);
        partial_.total = header->total();
        if (partial_.octets.size() > partial_.total) partial_.octets.resize(partial_.total);
        partial_.octets.reserve(partial_.total);
        return {};
    }

    /// Returns the next slice from `offset` on that ends at `end` at the latest.
    [[nodiscard]] Slice next_slice(std::size_t offset, std::size_t end) const {
        const std::uint32_t block = reader_.sizes_.block();
        const std::uint32_t most = offset >= odd_instruction_from ? block - discretionary_header : block;
        return {offset, static_cast<std::uint32_t>(std::min<std::size_t>(end - offset, most))};
    }

    /// Appends the slice, or what the chip gives of it.
    Result<void> append(const Slice& slice) {
        auto more = fetch(slice);
        if (!more) return std::unexpected{more.error()};
        if (more->size() < slice.count && !slice.odd()) learn_from_short_answer(more->size());
        partial_.octets.append(*more);
        report(partial_.octets.size());
        return {};
    }

    /// Two equal answers in a row mean that the chip, not the reader, limits the length. Asking for more may cost a
    /// 6Cxx each time, which response chaining obeys unseen.
    void learn_from_short_answer(std::size_t octets) {
        if (octets == short_answer_) reader_.sizes_.cap(static_cast<std::uint32_t>(octets));
        short_answer_ = octets;
    }

    /// Reads at least one octet of the slice. Asks for less where the chip refuses the length: a 6Cxx is obeyed once,
    /// and every further refusal goes to the next smaller size.
    Result<PersonalBytes> fetch(Slice slice) {
        bool corrected = false;
        while (left_ != 0) {
            --left_;
            const std::uint32_t asked = slice.le();
            reader_.last_by_sfi_ = slice.sfi != 0;
            reader_.last_asked_ = asked;
            auto response = channel_.transmit(read_binary(slice));
            if (!response) return std::unexpected{response.error()};
            const StatusWord status = response->sw;
            const bool delivered = status.success() || status.sw1() == 0x62;
            if (delivered && !response->data.empty()) return extract(std::move(response->data), slice);
            const bool blames_sfi = slice.sfi != 0 && status == sw::wrong_offset;
            if (blames_sfi || !blames_length(status) || !shorten(slice, status, asked, corrected)) {
                return fail(meaning(status, slice.offset), status.value);
            }
        }
        return fail(ErrorCode::limit_exceeded);
    }

    bool shorten(Slice& slice, StatusWord status, std::uint32_t refused, bool& corrected) {
        const std::uint32_t overhead = slice.odd() ? discretionary_header : 0;
        const auto exact = status.exact_le();
        if (exact && !corrected && *exact < refused && *exact > overhead) {
            corrected = true;
            slice.count = *exact - overhead;
            // If the file's length is known, the chip names its own limit.
            if (partial_.total != 0) reader_.sizes_.cap(*exact);
            return true;
        }
        if (!reader_.sizes_.reduce_below(refused)) return false;
        slice.count = std::min(slice.count, reader_.sizes_.block() - overhead);
        return true;
    }

    void report(std::size_t octets) const {
        if (reader_.progress_) reader_.progress_(octets, partial_.total);
    }

    FileReader& reader_;
    Channel& channel_;
    Partial& partial_;
    std::size_t left_;  ///< exchanges
    std::size_t short_answer_ = 0;
    bool head_by_sfi_ = false;  ///< the first octets came by a short EF identifier
};

FileReader::FileReader(ReadSizes& sizes, FileLimits limits, Progress progress)
    : sizes_(sizes), limits_(limits), progress_(std::move(progress)) {}

Result<LdsFile> FileReader::read(Channel& channel, const lds::FileId& file) {
    if (!partial_ || partial_->id != file) partial_ = Partial{file, {}, 0};
    wrong_tag_by_sfi_ = false;
    const auto done = Reading{*this, channel}.run();
    if (!done) {
        const ErrorCode code = done.error().code;
        if (code == ErrorCode::malformed || code == ErrorCode::trailing_bytes || code == ErrorCode::limit_exceeded) {
            partial_.reset();
        }
        return fail(code, done.error().sw, file.step);
    }
    LdsFile whole{file, std::move(partial_->octets)};
    partial_.reset();
    return whole;
}

bool FileReader::misled_by_short_identifier(const Error& error) {
    if (error.code != ErrorCode::malformed || !std::exchange(wrong_tag_by_sfi_, false)) return false;
    return std::exchange(by_sfi_, false);
}

bool FileReader::prepare_retry(const Error& error) {
    if (error.code == ErrorCode::transport_failure && last_asked_ > max_short_le) {
        return sizes_.reduce_below(last_asked_);
    }
    const StatusWord unprotected{error.sw};
    const bool is_error = unprotected.sw1() >= 0x64 && unprotected.sw1() <= 0x6F;
    if (error.code != ErrorCode::secure_messaging_failed || !is_error) return false;
    if (unprotected == sw::file_not_found || unprotected == sw::security_status_not_satisfied) {
        if (!last_by_sfi_ || sfi_proved_) return false;
        by_sfi_ = false;
        return true;
    }
    if (blames_length(unprotected) && sizes_.reduce_below(last_asked_)) return true;
    if (last_by_sfi_) {
        by_sfi_ = false;
        return true;
    }
    return sizes_.reduce_below(last_asked_);
}

}  // namespace fivestar::apdu
