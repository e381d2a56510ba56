// SPDX-License-Identifier: Apache-2.0
// The C interfaces of libsdtapi.so and lib100UD.so, and the link below them, against a daemon that answers with octets
// of the input. The first octets say what is called with what; a zero ends them, and what follows are the daemon's
// answers.
#include "compat/bitmap.hpp"
#include "compat/card_record.hpp"
#include "compat/daemon_link.hpp"
#include "compat/lib100ud.h"
#include "compat/routon.h"
#include "compat/sdtapi.h"
#include "compat/wltrs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace {

namespace compat = fivestar::compat;
namespace identity = fivestar::identity;

/// Answers each request with the next part of the input, and closes the connection.
class Daemon {
  public:
    Daemon() {
        std::string folder = (std::filesystem::temp_directory_path() / "fivestar-fuzz-XXXXXX").string();
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
        path_ = folder + "/socket";
        const std::string file = folder + "/compat.toml";
        std::ofstream{file} << "socket = \"" << path_ << "\"\nfiles = \"never\"\n";
        ::setenv("FIVESTAR_COMPAT_CONFIG", file.c_str(), 1);
        listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path_, address.sun_path);
        if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::abort();
        if (::listen(listener_, 16) != 0) std::abort();
        std::thread{[this] { serve(); }}.detach();
    }

    const std::string& path() const { return path_; }

    void answer_with(std::string_view octets) {
        const std::lock_guard lock{mutex_};
        answers_ = octets;
    }

  private:
    void serve() {
        for (;;) {
            const int peer = ::accept(listener_, nullptr, nullptr);
            if (peer < 0) continue;
            std::array<char, 4096> request{};
            if (::recv(peer, request.data(), request.size(), 0) > 0) {
                const std::string answer = next();
                [[maybe_unused]] const ssize_t sent = ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
            }
            ::close(peer);
        }
    }

    /// The status and the length of an answer are its first two octets.
    std::string next() {
        constexpr std::array statuses{200, 200, 200, 403, 409, 422, 502, 503};
        const std::lock_guard lock{mutex_};
        if (answers_.size() < 2) return {};
        const auto status = static_cast<unsigned char>(answers_[0]);
        const std::size_t size =
            std::min<std::size_t>(static_cast<unsigned char>(answers_[1]) * 8U, answers_.size() - 2);
        const std::string body = answers_.substr(2, size);
        answers_.erase(0, 2 + size);
        if (status == 0xFF) return body;  // no HTTP
        return "HTTP/1.1 " + std::to_string(statuses.at(status % statuses.size())) +
               " x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    std::string path_;
    int listener_ = -1;
    std::mutex mutex_;
    std::string answers_;
};

Daemon& daemon_process() {
    static auto* const daemon = new Daemon;
    return *daemon;
}

/// A buffer of the size that a function may fill; more than that must not change.
template <std::size_t Size>
class Guarded {
  public:
    Guarded() { octets_.fill(fill); }
    ~Guarded() {
        for (std::size_t at = Size; at < octets_.size(); ++at) {
            if (octets_[at] != fill) std::abort();
        }
    }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    unsigned char* get() { return octets_.data(); }
    char* text() { return reinterpret_cast<char*>(octets_.data()); }

  private:
    static constexpr unsigned char fill = 0xA5;
    std::array<unsigned char, Size + 64> octets_;
};

void expect_code(int code) {
    if (code < 0 || code > 0xFF) std::abort();
}

void call(unsigned which, int port, int if_open) {
    Guarded<4> four;
    Guarded<256> text;
    Guarded<1024> photo;
    Guarded<280> addresses;
    Guarded<28> management;
    Guarded<37> id;
    Guarded<64> message;
    unsigned text_length = 0xFFFFFFFF;
    unsigned photo_length = 0xFFFFFFFF;
    int code = 0;
    switch (which % 16) {
        case 0:
            code = SDT_OpenPort(port);
            break;
        case 1:
            code = SDT_ClosePort(port);
            break;
        case 2:
            code = SDT_GetCOMBaud(port, &text_length);
            break;
        case 3:
            code = SDT_SetCOMBaud(port, 115200, 9600);
            break;
        case 4:
            code = SDT_GetErrorString(port, message.text());
            break;
        case 5:
            code = SDT_GetSAMStatus(port, if_open);
            break;
        case 6:
            code = SDT_ResetSAM(port, if_open);
            break;
        case 7:
            code = SDT_SetMaxRFByte(port, static_cast<unsigned char>(which), if_open);
            break;
        case 8:
            code = SDT_GetSAMID(port, id.get(), if_open);
            break;
        case 9:
            code = SDT_GetSAMIDToStr(port, id.text(), if_open);
            break;
        case 10:
            code = SDT_StartFindIDCard(port, four.get(), if_open);
            break;
        case 11:
            code = SDT_SelectIDCard(port, four.get(), if_open);
            break;
        case 12:
            code = SDT_ReadBaseMsg(port, text.get(), &text_length, photo.get(), &photo_length, if_open);
            if (code == 0x90 && (text_length != 256 || photo_length > 1024)) std::abort();
            break;
        case 13:
            code = SDT_ReadNewAppMsg(port, addresses.get(), &text_length, if_open);
            if (code == 0x90 && text_length > 280) std::abort();
            break;
        case 14:
            code = SDT_ReadMngInfo(port, management.get(), if_open);
            break;
        default:
            code =
                SDT_ReadBaseFPMsg(port, text.get(), nullptr, photo.get(), nullptr, four.get(), &text_length, if_open);
    }
    expect_code(code);
}

/// The interfaces that hand out fields. They open their port first.
void call_layer(unsigned which, int port) {
    Guarded<512> text;
    Guarded<1024> photo;
    Guarded<31> name;
    Guarded<3> sex;
    Guarded<10> folk;
    Guarded<9> birth;
    Guarded<19> number;
    Guarded<71> address;
    Guarded<31> agency;
    Guarded<9> from;
    Guarded<9> to;
    Guarded<192> row;
    static Guarded<60000> picture;
    int length = -1;
    unsigned photo_length = 0;
    int code = 0;
    switch (which % 20) {
        case 0:
            code = InitComm(port);
            break;
        case 1:
            code = CloseComm();
            break;
        case 2:
            code = Authenticate();
            break;
        case 3:
            code = CardOn();
            break;
        case 4:
            code = ReadBaseInfos(name.text(), sex.text(), folk.text(), birth.text(), number.text(), address.text(),
                                 agency.text(), from.text(), to.text());
            break;
        case 5:
            code = ReadBaseMsg(row.get(), &length);
            break;
        case 6:
            code = ReadBaseMsgW(text.get(), &length);
            break;
        case 7:
            code =
                ReadNewAppInfos(address.get(), Guarded<71>{}.get(), Guarded<71>{}.get(), Guarded<71>{}.get(), &length);
            break;
        case 8:
            code = Routon_RepeatRead(port == 1001);
            break;
        case 9:
            code = CVR_InitComm(nullptr, 2);
            break;
        case 10:
            code = port == 3 ? CVR_CloseComm() + 1 : CVR_GetStatus();  // -1: it was closed
            break;
        case 11:
            code = port == 3 ? CVR_AuthenticateForNoJudge() : CVR_Authenticate();
            break;
        case 12:
            code = CVR_Read_Content(port % 8);
            break;
        case 13:
            code = CVR_ReadBaseMsg(text.get(), nullptr, photo.get(), &photo_length, port % 5);
            if (code == 1 && photo_length > 1024) std::abort();
            break;
        case 14:
            code = CVR_GetUID(Guarded<8>{}.text(), &length);
            break;
        case 15:
            for (auto* const get : {&GetPeopleName, &GetPeopleChineseName, &GetPeopleSex, &GetPeopleNation,
                                    &GetNationCode, &GetPeopleBirthday, &GetPeopleAddress, &GetPeopleIDCode,
                                    &GetDepartment, &GetStartDate, &GetEndDate, &GetPeopleCertVersion, &GetIssuesNum}) {
                Guarded<71> field;
                expect_code(get(field.text(), &length));
            }
            expect_code(GetCertType(Guarded<2>{}.get(), &length));
            expect_code(GetOldForeignerIDCode(Guarded<16>{}.get(), &length));
            break;
        case 16:
            code = GetNewAppMsg(text.text(), &length);
            break;
        case 17:
            code = port == 3 ? Getbase64BMPData(picture.get(), &length) : GetBMPData(picture.get(), &length);
            break;
        case 18:
            // The picture of a portrait of zeros, as the seeds have it.
            code = DecodingPhotos(photo.text(), 1024, picture.text(), 60000) == 0 ? 0 : 1;
            break;
        default:
            code = GetBmp("/nonexistent/xp.wlt", port) == -3 ? 0 : -1;
    }
    expect_code(code);
}

/// Gives the library four answers, without the state of a process.
void ask_once() {
    compat::DaemonLink link{daemon_process().path()};
    if (const auto readers = link.readers()) {
        for (const compat::ReaderStatus& reader : readers->readers) {
            if (reader.id.empty()) std::abort();
            if (!reader.sam_id.empty()) static_cast<void>(reader.sam_id.size());
        }
    }
    const auto message = link.base_message("desk", "card");
    if (message && (*message)->text.size() != compat::text_size) std::abort();
    compat::Octets<compat::most_addresses> addresses;
    static_cast<void>(link.addresses("desk", "card", addresses));
    compat::Octets<compat::management_size> management;
    if (link.management("desk", "card", management) && management.size() != compat::management_size) std::abort();
}

/// A record, and a picture, as the daemon would have handed them on.
void show(std::string_view input) {
    const std::span octets{reinterpret_cast<const std::uint8_t*>(input.data()),
                           std::min(input.size(), compat::text_size)};
    if (const auto record = compat::CardRecord::of(octets)) {
        compat::Gbk text;
        const bool is_shown = record->sex(2, text) && record->nation(9, text) && record->english_name(60, text) &&
                              record->issuer(30, text) && record->text(identity::TextField::address, 70, text);
        if (!is_shown || text.size() > 70 || !record->previous_number(text) || text.size() > 15) std::abort();
    }
    const auto bitmap = std::make_unique<compat::Bitmap>();
    std::string ppm{input.substr(0, 15)};
    ppm.resize(15 + 38556);
    if (compat::to_bitmap(ppm, *bitmap) != (bitmap->size() == compat::bitmap_size)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array ports{1001, 1001, 1001, 1002, 3, 0, -1, 2147483647};
    constexpr std::size_t most_calls = 24;
    constexpr unsigned char other_interface = 0xFF;
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const std::size_t end = std::min({input.find('\0'), input.size(), most_calls});
    daemon_process().answer_with(input.substr(std::min(end + 1, input.size())));
    if (end == 0) {
        ask_once();
        show(input);
        return 0;
    }
    bool is_layer = false;
    for (const char letter : input.substr(0, end)) {
        const auto octet = static_cast<unsigned char>(letter);
        if (octet == other_interface) {
            is_layer = !is_layer;
        } else if (is_layer) {
            call_layer(octet, ports.at(octet >> 5U));
        } else {
            call(octet, ports.at(octet >> 5U), octet & 0x10);
        }
    }
    return 0;
}
