// SPDX-License-Identifier: Apache-2.0
// The C functions that pcscd calls: IFD handler interface, version 3 (ifdhandler.h of pcsc-lite). They throw no
// exceptions.
#include "driver/device_name.hpp"
#include "driver/reader.hpp"
#include "driver/serial_port.hpp"
#include "driver/usb_port.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

#include <PCSC/reader.h>
#include <PCSC/wintypes.h>

// The header declares the functions that this library exports.
#pragma GCC visibility push(default)
extern "C" {
#include <PCSC/ifdhandler.h>
}
#pragma GCC visibility pop

// Defined by pcscd; absent in other programs that load this library.
extern "C" void log_msg(int priority, const char* format, ...) __attribute__((weak, format(printf, 2, 3)));

namespace {

using namespace fivestar;
using namespace fivestar::driver;

constexpr std::array<UCHAR, 20> atr{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
                                    0x03, 0x06, 0x07, 0xFF, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x20};

constexpr char vendor_name[] = "fivestar";
constexpr char reader_type[] = "SAM_V";
constexpr UCHAR most_readers = 16;  // pcscd's limit (PCSCLITE_MAX_READERS_CONTEXTS)

// PC/SC part 10: announces extended length, with APDUs of up to 65,536 octets.
constexpr DWORD properties_request = 0x42330012;
constexpr std::array<UCHAR, 6> features{FEATURE_GET_TLV_PROPERTIES, 4, 0x42, 0x33, 0x00, 0x12};
constexpr std::array<UCHAR, 6> properties{PCSCv2_PART10_PROPERTY_dwMaxAPDUDataSize, 4, 0x00, 0x00, 0x01, 0x00};

const SystemClock system_clock;

void log_to_pcscd(const std::string& what) {
    constexpr int error = 2;  // PCSC_LOG_ERROR of debuglog.h, the lowest level that pcscd shows unless it has an option
    if (log_msg != nullptr) log_msg(error, "libifd-samv: %s", what.c_str());
}

std::unique_ptr<PortSource> port_source(const DeviceName& name) {
    if (const auto* serial = std::get_if<SerialName>(&name)) {
        return std::make_unique<SerialPortSource>(serial->path, system_clock);
    }
    return std::make_unique<UsbPortSource>(std::get<UsbName>(name));
}

/// The only global state: pcscd identifies a reader by a number, and its calls share nothing else.
class ReaderTable {
  public:
    void put(DWORD lun, std::shared_ptr<Reader> reader) {
        const std::lock_guard lock{mutex_};
        readers_.insert_or_assign(lun, std::move(reader));
    }
    std::shared_ptr<Reader> find(DWORD lun) {
        const std::lock_guard lock{mutex_};
        const auto found = readers_.find(lun);
        return found == readers_.end() ? nullptr : found->second;
    }
    std::shared_ptr<Reader> take(DWORD lun) {
        const std::lock_guard lock{mutex_};
        const auto node = readers_.extract(lun);
        return node.empty() ? nullptr : node.mapped();
    }

    void close_all() {
        std::map<DWORD, std::shared_ptr<Reader>> closed;
        const std::lock_guard lock{mutex_};
        closed.swap(readers_);
    }

  private:
    std::mutex mutex_;
    std::map<DWORD, std::shared_ptr<Reader>> readers_;
};

/// Has no destructor: on SIGTERM one thread of pcscd calls exit() while others still use, open and close readers
/// (signal_thread() in pcscdaemon.c of pcsc-lite).
union Permanent {
    Permanent() : table{} {}
    Permanent(const Permanent&) = delete;
    Permanent& operator=(const Permanent&) = delete;
    ~Permanent() {}  // NOLINT(modernize-use-equals-default): it would be deleted
    ReaderTable table;
};

Permanent permanent;
ReaderTable& readers = permanent.table;

/// Closes the readers that are open when pcscd exits, or unloads the library.
class CloseAtExit {
  public:
    CloseAtExit() = default;
    CloseAtExit(const CloseAtExit&) = delete;
    CloseAtExit& operator=(const CloseAtExit&) = delete;
    ~CloseAtExit() { readers.close_all(); }
};

const CloseAtExit close_at_exit;

template <class Call>
RESPONSECODE guarded(Call call) noexcept {
    try {
        return call();
    } catch (...) {
        return IFD_COMMUNICATION_ERROR;
    }
}

template <class Call>
RESPONSECODE with_reader(DWORD lun, Call call) noexcept {
    return guarded([&]() -> RESPONSECODE {
        const auto reader = readers.find(lun);
        return reader == nullptr ? IFD_NO_SUCH_DEVICE : call(*reader);
    });
}

RESPONSECODE put_value(ByteView value, PDWORD length, PUCHAR to) {
    if (length == nullptr || (to == nullptr && *length != 0)) return IFD_COMMUNICATION_ERROR;
    if (*length < value.size()) return IFD_ERROR_INSUFFICIENT_BUFFER;
    std::ranges::copy(value, to);
    *length = value.size();
    return IFD_SUCCESS;
}

/// Appends a terminating zero, like other drivers.
RESPONSECODE put_text(std::string_view text, PDWORD length, PUCHAR to) {
    const std::string terminated{text};
    return put_value(as_bytes({terminated.c_str(), terminated.size() + 1}), length, to);
}

RESPONSECODE put_octet(UCHAR octet, PDWORD length, PUCHAR to) {
    return put_value({&octet, 1}, length, to);
}

template <class Value>
RESPONSECODE put_object(Value value, PDWORD length, PUCHAR to) {
    return put_value(std::bit_cast<std::array<std::uint8_t, sizeof value>>(value), length, to);
}

RESPONSECODE wait_for_card(DWORD lun, int timeout) {
    return with_reader(lun, [&](Reader& reader) -> RESPONSECODE {
        return reader.wait_for_change(std::chrono::milliseconds{timeout}) ? IFD_SUCCESS : IFD_RESPONSE_TIMEOUT;
    });
}

RESPONSECODE stop_waiting_for_card(DWORD lun) {
    return with_reader(lun, [](Reader& reader) -> RESPONSECODE {
        reader.stop_waiting();
        return IFD_SUCCESS;
    });
}

RESPONSECODE put_atr(Reader& reader, PDWORD length, PUCHAR to) {
    if (reader.card_present()) return put_value(atr, length, to);
    if (length != nullptr) *length = 0;
    return IFD_ICC_NOT_PRESENT;
}

RESPONSECODE put_serial(Reader& reader, PDWORD length, PUCHAR to) {
    const std::string id = reader.printed_sam_id();
    return id.empty() ? IFD_COMMUNICATION_ERROR : put_text(id, length, to);
}

}  // namespace

extern "C" {

RESPONSECODE IFDHCreateChannelByName(DWORD Lun, LPSTR DeviceName) {
    return guarded([&]() -> RESPONSECODE {
        if (DeviceName == nullptr) return IFD_COMMUNICATION_ERROR;
        const auto name = parse_device_name(DeviceName);
        if (!name) {
            log_to_pcscd("invalid DEVICENAME; use /dev/null:serial:PATH, /dev/ttyUSB0 or /dev/null:usb:VVVV:PPPP");
            return IFD_COMMUNICATION_ERROR;
        }
        // A missing device is searched for again later: pcscd would drop a reader whose channel cannot be created.
        readers.put(Lun, std::make_shared<Reader>(port_source(*name), system_clock, log_to_pcscd));
        return IFD_SUCCESS;
    });
}

RESPONSECODE IFDHCreateChannel(DWORD /*Lun*/, DWORD /*Channel*/) {
    return IFD_COMMUNICATION_ERROR;  // a channel number names no port
}

RESPONSECODE IFDHCloseChannel(DWORD Lun) {
    return guarded([&]() -> RESPONSECODE {
        const auto reader = readers.take(Lun);
        if (reader == nullptr) return IFD_NO_SUCH_DEVICE;
        reader->stop_waiting();
        return IFD_SUCCESS;
    });
}

RESPONSECODE IFDHGetCapabilities(DWORD Lun, DWORD Tag, PDWORD Length, PUCHAR Value) {
    return with_reader(Lun, [&](Reader& reader) -> RESPONSECODE {
        switch (Tag) {
            case TAG_IFD_ATR:
            case SCARD_ATTR_ATR_STRING:
                return put_atr(reader, Length, Value);
            case TAG_IFD_SIMULTANEOUS_ACCESS:
                return put_octet(most_readers, Length, Value);
            case TAG_IFD_SLOTS_NUMBER:
            case TAG_IFD_THREAD_SAFE:
                return put_octet(1, Length, Value);
            case TAG_IFD_SLOT_THREAD_SAFE:
            case TAG_IFD_POLLING_THREAD_KILLABLE:
                return put_octet(0, Length, Value);
            case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
                return put_object(&wait_for_card, Length, Value);
            case TAG_IFD_STOP_POLLING_THREAD:
                return put_object(&stop_waiting_for_card, Length, Value);
            case SCARD_ATTR_VENDOR_NAME:
                return put_text(vendor_name, Length, Value);
            case SCARD_ATTR_VENDOR_IFD_TYPE:
                return put_text(reader_type, Length, Value);
            case SCARD_ATTR_VENDOR_IFD_VERSION:
                return put_object(DWORD{FIVESTAR_IFD_VERSION}, Length, Value);
            case SCARD_ATTR_VENDOR_IFD_SERIAL_NO:
                return put_serial(reader, Length, Value);
            case SCARD_ATTR_CHANNEL_ID: {
                const auto channel = reader.channel_id();
                return channel ? put_object(*channel, Length, Value) : RESPONSECODE{IFD_ERROR_TAG};
            }
            default:
                return IFD_ERROR_TAG;
        }
    });
}

RESPONSECODE IFDHSetCapabilities(DWORD /*Lun*/, DWORD /*Tag*/, DWORD /*Length*/, PUCHAR /*Value*/) {
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHSetProtocolParameters(DWORD /*Lun*/, DWORD Protocol, UCHAR /*Flags*/, UCHAR /*PTS1*/, UCHAR /*PTS2*/,
                                       UCHAR /*PTS3*/) {
    return Protocol == SCARD_PROTOCOL_T1 ? IFD_SUCCESS : IFD_PROTOCOL_NOT_SUPPORTED;
}

RESPONSECODE IFDHPowerICC(DWORD Lun, DWORD Action, PUCHAR Atr, PDWORD AtrLength) {
    return with_reader(Lun, [&](Reader& reader) -> RESPONSECODE {
        // The module controls the power. Data are kept, because pcscd powers down soon after each client.
        if (Action != IFD_POWER_UP && Action != IFD_RESET && Action != IFD_POWER_DOWN) return IFD_NOT_SUPPORTED;
        if (AtrLength != nullptr) *AtrLength = 0;
        if (Action == IFD_POWER_DOWN) return IFD_SUCCESS;
        if (!reader.card_present() || Atr == nullptr || AtrLength == nullptr) return IFD_ERROR_POWER_ACTION;
        std::ranges::copy(atr, Atr);  // pcscd provides MAX_ATR_SIZE octets
        *AtrLength = atr.size();
        return IFD_SUCCESS;
    });
}

RESPONSECODE IFDHTransmitToICC(DWORD Lun, SCARD_IO_HEADER SendPci, PUCHAR TxBuffer, DWORD TxLength, PUCHAR RxBuffer,
                               PDWORD RxLength, PSCARD_IO_HEADER RecvPci) {
    return with_reader(Lun, [&](Reader& reader) -> RESPONSECODE {
        if (TxBuffer == nullptr || RxBuffer == nullptr || RxLength == nullptr) return IFD_COMMUNICATION_ERROR;
        const DWORD capacity = *RxLength;
        *RxLength = 0;
        const auto size = reader.transmit({TxBuffer, TxLength}, {RxBuffer, capacity});
        if (!size) return IFD_ICC_NOT_PRESENT;
        if (*size == 0) return IFD_ERROR_INSUFFICIENT_BUFFER;
        *RxLength = *size;
        if (RecvPci != nullptr) RecvPci->Protocol = SendPci.Protocol;
        return IFD_SUCCESS;
    });
}

RESPONSECODE IFDHControl(DWORD Lun, DWORD dwControlCode, PUCHAR /*TxBuffer*/, DWORD /*TxLength*/, PUCHAR RxBuffer,
                         DWORD RxLength, LPDWORD pdwBytesReturned) {
    if (pdwBytesReturned == nullptr) return IFD_COMMUNICATION_ERROR;
    *pdwBytesReturned = 0;
    return with_reader(Lun, [&](Reader&) -> RESPONSECODE {
        DWORD length = RxLength;
        RESPONSECODE code = IFD_ERROR_NOT_SUPPORTED;
        if (dwControlCode == CM_IOCTL_GET_FEATURE_REQUEST) code = put_value(features, &length, RxBuffer);
        if (dwControlCode == properties_request) code = put_value(properties, &length, RxBuffer);
        if (code == IFD_SUCCESS) *pdwBytesReturned = length;
        return code;
    });
}

RESPONSECODE IFDHICCPresence(DWORD Lun) {
    return with_reader(Lun, [](Reader& reader) -> RESPONSECODE {
        return reader.card_present() ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
    });
}

}  // extern "C"
