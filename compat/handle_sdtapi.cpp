// SPDX-License-Identifier: Apache-2.0
#include "compat/handle_sdtapi.h"

#include "compat/card_calls.hpp"
#include "compat/process.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

using fivestar::compat::answer;
using fivestar::compat::Code;
using fivestar::compat::copy_in;
using fivestar::compat::copy_out;
using fivestar::compat::desk;
using fivestar::compat::number;

namespace {

// A handle is the number of the port: no caller can tell, and a wrong one is refused like a wrong port.
constexpr int no_handle = 0;
constexpr int opened_before = 0;  // `if_open` of the port form

fivestar_sdt_device device_at(int port, const std::string& reader) {
    fivestar_sdt_device device{};
    std::copy_n(reader.data(), std::min(reader.size(), sizeof device.serial - 1), device.serial);
    device.address = static_cast<unsigned>(port);
    return device;
}

}  // namespace

int SDT_EnumDevice(fivestar_sdt_device* devices, int room) {
    return number(0, [&] {
        int count = 0;
        for (int port = fivestar::compat::first_usb_port; port <= fivestar::compat::last_usb_port && count < room;
             ++port) {
            const auto reader = desk().reader(port);
            if (!reader) continue;
            const fivestar_sdt_device device = device_at(port, *reader);
            std::array<std::uint8_t, sizeof device> octets{};
            std::memcpy(octets.data(), &device, sizeof device);
            if (devices == nullptr || !copy_out(static_cast<void*>(devices + count), octets)) return 0;
            ++count;
        }
        return count;
    });
}

int SDT_OpenDevice(fivestar_sdt_device* device) {
    return number(no_handle, [&] {
        fivestar_sdt_device wanted{};
        if (!copy_in(&wanted, device, sizeof wanted)) return no_handle;
        const auto port = static_cast<int>(wanted.address);
        return fivestar::compat::is_usb(port) && desk().open(port) == Code::success ? port : no_handle;
    });
}

int SDT_CloseDevice(int handle) {
    return answer([&] { return desk().close(handle); });
}

int SDT_StartFindIDCard(int handle, unsigned char* iin) {
    return answer([&] { return fivestar::compat::find_card(handle, iin, opened_before); });
}

int SDT_SelectIDCard(int handle, unsigned char* serial_number) {
    return answer([&] { return fivestar::compat::select_card(handle, serial_number, opened_before); });
}

int SDT_ReadBaseMsg(int handle, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                    unsigned int* photo_length) {
    return answer(
        [&] { return fivestar::compat::read_card(handle, text, text_length, photo, photo_length, opened_before); });
}
