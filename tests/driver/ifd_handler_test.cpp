// SPDX-License-Identifier: Apache-2.0
// libifd-samv.so as pcscd uses it: loaded with dlopen, functions by name, several readers at once.
#include "tests/driver/serial_module.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <PCSC/reader.h>
#include <PCSC/wintypes.h>
#include <gtest/gtest.h>
extern "C" {
#include <PCSC/ifdhandler.h>
}

namespace {

std::mutex log_mutex;
/// Those that pcscd shows by default. Never destroyed: a reader may log while the process exits.
std::vector<std::string>& log_lines = *new std::vector<std::string>;

}  // namespace

// pcscd's function, which the library finds in the program that loads it. debuglog.h of pcsc-lite: PCSC_LOG_DEBUG is 0,
// INFO 1, ERROR 2, CRITICAL 3; without options pcscd shows ERROR and above.
extern "C" __attribute__((visibility("default"), format(printf, 2, 3))) void log_msg(int priority, const char* format,
                                                                                     ...) {
    if (priority < 2) return;
    std::array<char, 256> line{};
    va_list arguments;
    va_start(arguments, format);
    static_cast<void>(std::vsnprintf(line.data(), line.size(), format, arguments));
    va_end(arguments);
    const std::lock_guard lock{log_mutex};
    log_lines.emplace_back(line.data());
}

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;

/// Stays loaded as in pcscd: allocations of the static C++ library are no leaks.
class Library {
  public:
    Library() : library_{::dlopen(FIVESTAR_IFD_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)} {}
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() {
        if (library_ != nullptr) ::dlclose(library_);
    }
    [[nodiscard]] bool loaded() const { return library_ != nullptr; }
    template <class Function>
    Function* get(const char* name) const {
        return reinterpret_cast<Function*>(::dlsym(library_, name));
    }

  private:
    void* library_;
};

class IfdHandlerTest : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(library_.loaded()) << ::dlerror(); }

    RESPONSECODE create(DWORD lun, const std::string& name) {
        std::string writable = name;
        return library_.get<decltype(IFDHCreateChannelByName)>("IFDHCreateChannelByName")(lun, writable.data());
    }
    RESPONSECODE create_on(DWORD lun, const SerialModule& serial) {
        return create(lun, "/dev/null:serial:" + serial.path());
    }
    RESPONSECODE close(DWORD lun) { return library_.get<decltype(IFDHCloseChannel)>("IFDHCloseChannel")(lun); }
    RESPONSECODE presence(DWORD lun) { return library_.get<decltype(IFDHICCPresence)>("IFDHICCPresence")(lun); }

    RESPONSECODE capability(DWORD lun, DWORD tag, Bytes& value) {
        DWORD length = value.size();
        const auto code =
            library_.get<decltype(IFDHGetCapabilities)>("IFDHGetCapabilities")(lun, tag, &length, value.data());
        if (code == IFD_SUCCESS) value.resize(length);
        return code;
    }
    std::string text(DWORD lun, DWORD tag) {
        Bytes value(64);
        return capability(lun, tag, value) == IFD_SUCCESS ? std::string{reinterpret_cast<char*>(value.data())} : "";
    }

    RESPONSECODE power(DWORD lun, DWORD action, Bytes& atr) {
        atr.resize(MAX_ATR_SIZE);
        DWORD length = atr.size();
        const auto code = library_.get<decltype(IFDHPowerICC)>("IFDHPowerICC")(lun, action, atr.data(), &length);
        atr.resize(length);
        return code;
    }

    RESPONSECODE transmit(DWORD lun, std::string_view command, Bytes& answer) {
        Bytes octets = hex(command);
        DWORD length = answer.size();
        SCARD_IO_HEADER sent{.Protocol = 1, .Length = 8};
        SCARD_IO_HEADER received{};
        const auto code = library_.get<decltype(IFDHTransmitToICC)>("IFDHTransmitToICC")(
            lun, sent, octets.data(), octets.size(), answer.data(), &length, &received);
        answer.resize(length);
        return code;
    }
    Bytes answer_to(DWORD lun, std::string_view command) {
        Bytes answer(65548);
        transmit(lun, command, answer);
        return answer;
    }

    static bool eventually(const std::function<bool()>& holds) {
        const auto deadline = std::chrono::steady_clock::now() + 60s;
        while (!holds()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(5ms);
        }
        return true;
    }

    Library library_;
};

const Bytes atr_of_such_readers = hex("3B8F8001804F0CA000000306 07FFB00000000020");

TEST_F(IfdHandlerTest, ServesACardToPcscd) {
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    EXPECT_EQ(presence(0), IFD_ICC_NOT_PRESENT);
    Bytes atr;
    EXPECT_EQ(power(0, IFD_POWER_UP, atr), IFD_ERROR_POWER_ACTION);
    module.present({});
    ASSERT_TRUE(eventually([&] { return presence(0) == IFD_ICC_PRESENT; }));
    EXPECT_EQ(power(0, IFD_POWER_UP, atr), IFD_SUCCESS);
    EXPECT_EQ(atr, atr_of_such_readers);
    Bytes again(MAX_ATR_SIZE);
    EXPECT_EQ(capability(0, TAG_IFD_ATR, again), IFD_SUCCESS);
    EXPECT_EQ(again, atr);

    EXPECT_EQ(answer_to(0, "FF B0 00 00 00 00 00").size(), 1286U);
    EXPECT_EQ(power(0, IFD_POWER_DOWN, atr), IFD_SUCCESS);
    EXPECT_EQ(power(0, IFD_POWER_UP, atr), IFD_SUCCESS);
    EXPECT_EQ(answer_to(0, "FF B0 00 00 00 00 00").size(), 1286U);
    EXPECT_EQ(module.count(0x30, 0x01), 1U) << "a second program is served from what is kept";

    const unsigned looked = module.count(0x30, 0x03);
    module.lift();
    ASSERT_TRUE(eventually([&] { return presence(0) == IFD_ICC_NOT_PRESENT; }));
    EXPECT_LE(module.count(0x30, 0x03) - looked, 3U) << "one poll, which asks twice, finds the card lifted";
    Bytes answer(300);
    EXPECT_EQ(transmit(0, "FF B0 00 00 00", answer), IFD_ICC_NOT_PRESENT);
    EXPECT_TRUE(answer.empty());
    EXPECT_EQ(close(0), IFD_SUCCESS);
    EXPECT_EQ(presence(0), IFD_NO_SUCH_DEVICE);
}

TEST_F(IfdHandlerTest, TakesThePlainNameOfALine) {
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create(0, std::filesystem::read_symlink(serial.path())), IFD_SUCCESS) << "/dev/pts/...";
    module.present({});
    EXPECT_TRUE(eventually([&] { return presence(0) == IFD_ICC_PRESENT; }));
    EXPECT_EQ(close(0), IFD_SUCCESS);
}

TEST_F(IfdHandlerTest, ReturnsItsAttributes) {
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create_on(0x10000, serial), IFD_SUCCESS);
    EXPECT_EQ(text(0x10000, SCARD_ATTR_VENDOR_NAME), "fivestar");
    EXPECT_EQ(text(0x10000, SCARD_ATTR_VENDOR_IFD_TYPE), "SAM_V");
    ASSERT_TRUE(eventually([&] { return !text(0x10000, SCARD_ATTR_VENDOR_IFD_SERIAL_NO).empty(); }));
    EXPECT_EQ(text(0x10000, SCARD_ATTR_VENDOR_IFD_SERIAL_NO), "05.03-20150101-0001234567-0123456789");
    Bytes octet(1);
    EXPECT_EQ(capability(0x10000, TAG_IFD_SIMULTANEOUS_ACCESS, octet), IFD_SUCCESS);
    EXPECT_EQ(octet, hex("10"));
    EXPECT_EQ(capability(0x10000, TAG_IFD_THREAD_SAFE, octet), IFD_SUCCESS);
    EXPECT_EQ(octet, hex("01"));
    EXPECT_EQ(capability(0x10000, SCARD_ATTR_VENDOR_NAME, octet), IFD_ERROR_INSUFFICIENT_BUFFER);
    EXPECT_EQ(capability(0x10000, 0xFFFF, octet), IFD_ERROR_TAG);
    EXPECT_EQ(close(0x10000), IFD_SUCCESS);
}

// PC/SC part 3 §3.1.2: 0x0020BBAA, as libccid has it, by which two machines of one kind are told apart.
TEST_F(IfdHandlerTest, TellsTheUsbPortOfADetectedDevice) {
    ASSERT_EQ(create(0x00000, "usb:0400/c35a:libudev:0:/dev/bus/usb/001/047"), IFD_SUCCESS);
    ASSERT_EQ(create(0x10000, "usb:2b8b/2721:libudev:0:/dev/bus/usb/002/200"), IFD_SUCCESS);
    ASSERT_EQ(create(0x20000, "/dev/null:usb:0400:c35a@1-2.3"), IFD_SUCCESS);
    const auto channel = [this](DWORD lun) {
        Bytes value(16);
        EXPECT_EQ(capability(lun, SCARD_ATTR_CHANNEL_ID, value), IFD_SUCCESS);
        std::uint32_t number = 0;
        EXPECT_EQ(value.size(), sizeof number);
        std::memcpy(&number, value.data(), sizeof number);
        return number;
    };
    EXPECT_EQ(channel(0x00000), 0x0020012FU);
    EXPECT_EQ(channel(0x10000), 0x002002C8U);
    Bytes value(4);
    EXPECT_EQ(capability(0x20000, SCARD_ATTR_CHANNEL_ID, value), IFD_ERROR_TAG) << "it has a name of its own";
    for (const DWORD lun : {0x00000UL, 0x10000UL, 0x20000UL}) EXPECT_EQ(close(lun), IFD_SUCCESS);
}

// PC/SC part 10 §2.2 and §2.6.14.
TEST_F(IfdHandlerTest, AnnouncesExtendedLength) {
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    const auto control = library_.get<decltype(IFDHControl)>("IFDHControl");
    Bytes answer(64);
    DWORD returned = 0;
    ASSERT_EQ(control(0, CM_IOCTL_GET_FEATURE_REQUEST, nullptr, 0, answer.data(), answer.size(), &returned),
              IFD_SUCCESS);
    EXPECT_EQ((Bytes{answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(returned)}), hex("12 04 42330012"));
    ASSERT_EQ(control(0, 0x42330012, nullptr, 0, answer.data(), answer.size(), &returned), IFD_SUCCESS);
    EXPECT_EQ((Bytes{answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(returned)}), hex("0A 04 00000100"));
    EXPECT_EQ(control(0, 0x42330012, nullptr, 0, answer.data(), 5, &returned), IFD_ERROR_INSUFFICIENT_BUFFER);
    EXPECT_EQ(returned, 0U);
    EXPECT_EQ(close(0), IFD_SUCCESS);
}

TEST_F(IfdHandlerTest, ThePollingFunctionEndsWithTheChange) {
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    Bytes value(sizeof(void*));
    ASSERT_EQ(capability(0, TAG_IFD_POLLING_THREAD_WITH_TIMEOUT, value), IFD_SUCCESS);
    RESPONSECODE (*poll)(DWORD, int) = nullptr;
    std::memcpy(static_cast<void*>(&poll), value.data(), sizeof poll);
    EXPECT_EQ(poll(0, 1), IFD_RESPONSE_TIMEOUT);
    EXPECT_EQ(presence(0), IFD_ICC_NOT_PRESENT);
    module.present({});
    EXPECT_EQ(poll(0, 15000), IFD_SUCCESS);
    EXPECT_EQ(presence(0), IFD_ICC_PRESENT);

    ASSERT_EQ(capability(0, TAG_IFD_STOP_POLLING_THREAD, value), IFD_SUCCESS);
    RESPONSECODE (*stop)(DWORD) = nullptr;
    std::memcpy(static_cast<void*>(&stop), value.data(), sizeof stop);
    EXPECT_EQ(stop(0), IFD_SUCCESS);
    EXPECT_EQ(poll(0, 600000), IFD_RESPONSE_TIMEOUT);
    EXPECT_EQ(close(0), IFD_SUCCESS);
}

TEST_F(IfdHandlerTest, AMissingAdapterIsFoundWhenItAppears) {
    FakeModule module;
    module.present({});
    SerialModule serial{module};
    serial.unplug();
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    EXPECT_EQ(presence(0), IFD_ICC_NOT_PRESENT);
    for (int round = 0; round < 2; ++round) {
        serial.plug();
        ASSERT_TRUE(eventually([&] { return presence(0) == IFD_ICC_PRESENT; }));
        EXPECT_EQ(answer_to(0, "FF B0 05 00 00").size(), 6U);
        module.present({});
        serial.unplug();
        ASSERT_TRUE(eventually([&] { return presence(0) == IFD_ICC_NOT_PRESENT; }));
    }
    EXPECT_EQ(close(0), IFD_SUCCESS);
}

TEST_F(IfdHandlerTest, ReadersDoNotMixTheirCards) {
    FakeModule first;
    FakeModule second;
    SerialModule first_line{first};
    SerialModule second_line{second};
    ASSERT_EQ(create_on(0x00000, first_line), IFD_SUCCESS);
    ASSERT_EQ(create_on(0x10000, second_line), IFD_SUCCESS);
    first.present({.text = Bytes(256, '1')});
    second.present({.text = Bytes(256, '2')});
    ASSERT_TRUE(eventually([&] { return presence(0) == IFD_ICC_PRESENT && presence(0x10000) == IFD_ICC_PRESENT; }));
    EXPECT_EQ(answer_to(0x00000, "FF B0 00 00 00")[4], '1');
    EXPECT_EQ(answer_to(0x10000, "FF B0 00 00 00")[4], '2');
    EXPECT_EQ(close(0x00000), IFD_SUCCESS);
    EXPECT_EQ(presence(0x10000), IFD_ICC_PRESENT);
    EXPECT_EQ(close(0x10000), IFD_SUCCESS);
}

TEST_F(IfdHandlerTest, TellsPcscdsLogThatAModuleComesAndGoes) {
    const auto logged = [](std::string_view line) {
        return eventually([line] {
            const std::lock_guard lock{log_mutex};
            return std::ranges::find(log_lines, line) != log_lines.end();
        });
    };
    FakeModule module;
    SerialModule serial{module};
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    EXPECT_TRUE(logged("libifd-samv: found SAM_V module 05.03-20150101-0001234567-0123456789"));
    serial.unplug();
    EXPECT_TRUE(logged("libifd-samv: lost the SAM_V module: reader_lost"));
    EXPECT_EQ(close(0), IFD_SUCCESS);
}

// On SIGTERM the thread of pcscd that receives signals calls exit(), while others use and close readers.
TEST_F(IfdHandlerTest, TheProcessEndsWhileReadersAreClosed) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto end_amid_calls = [this] {
        static std::atomic<bool> go = false;
        for (DWORD lun = 0; lun < 16; ++lun) create(lun, "/dev/null:serial:/dev/null/missing");
        for (DWORD lun = 0; lun < 16; ++lun) {
            std::thread{[this, lun] {
                while (!go) std::this_thread::yield();
                presence(lun);
                close(lun);
            }}.detach();
        }
        std::this_thread::sleep_for(20ms);
        go = true;
        std::exit(EXIT_SUCCESS);
    };
    for (int turn = 0; turn < 8; ++turn) EXPECT_EXIT(end_amid_calls(), testing::ExitedWithCode(EXIT_SUCCESS), "");
}

TEST_F(IfdHandlerTest, RefusesInvalidCalls) {
    EXPECT_EQ(create(0, "ttyS0"), IFD_COMMUNICATION_ERROR);
    EXPECT_EQ(close(0), IFD_NO_SUCH_DEVICE);
    EXPECT_EQ(library_.get<decltype(IFDHCreateChannel)>("IFDHCreateChannel")(0, 1), IFD_COMMUNICATION_ERROR);
    EXPECT_EQ(library_.get<decltype(IFDHSetProtocolParameters)>("IFDHSetProtocolParameters")(0, 2, 0, 0, 0, 0),
              IFD_SUCCESS);
    EXPECT_EQ(library_.get<decltype(IFDHSetProtocolParameters)>("IFDHSetProtocolParameters")(0, 1, 0, 0, 0, 0),
              IFD_PROTOCOL_NOT_SUPPORTED);
    FakeModule module;
    module.set_silent(true);
    SerialModule serial{module};
    ASSERT_EQ(create_on(0, serial), IFD_SUCCESS);
    DWORD returned = 99;
    EXPECT_EQ(library_.get<decltype(IFDHControl)>("IFDHControl")(0, 1, nullptr, 0, nullptr, 0, &returned),
              IFD_ERROR_NOT_SUPPORTED);
    EXPECT_EQ(returned, 0U);
    Bytes answer(1);
    EXPECT_EQ(transmit(0, "FF CA F5 00 00", answer), IFD_ERROR_INSUFFICIENT_BUFFER);
    EXPECT_TRUE(answer.empty());
    ASSERT_TRUE(eventually([&] { return module.requests() != 0; }));
    const unsigned asked = module.requests();
    EXPECT_EQ(close(0), IFD_SUCCESS);
    EXPECT_LT(module.requests() - asked, 3U) << "closing does not wait for a silent module at each of its five rates";
}

}  // namespace
}  // namespace fivestar::test
