// SPDX-License-Identifier: Apache-2.0
#include "driver/reader.hpp"

#include "samv/sam_id.hpp"
#include "samv/status.hpp"
#include "samv/stream.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <exception>

namespace fivestar::driver {
namespace {

// A module that was switched off and on may have another rate.
constexpr unsigned failed_polls_until_reopening = 3;

constexpr std::array<std::uint8_t, samv::stream_size> zeros{};

/// Blocks all signals in new threads: signals belong to the host program's threads.
class SignalsBlocked {
  public:
    SignalsBlocked() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_{};
};

bool needs_card(Request request) {
    return request != Request::sam_id && request != Request::last_result && request != Request::zeros;
}

}  // namespace

Reader::Connection::Connection(std::unique_ptr<samv::Port> opened, const Clock& clock)
    : port{std::move(opened)}, module{*port, clock}, slot{module, clock} {}

Reader::Reader(std::unique_ptr<PortSource> source, const Clock& clock, Log log, ReaderTimings timings)
    : source_{std::move(source)}, clock_{clock}, log_{std::move(log)}, timings_{timings} {
    const SignalsBlocked inherited_by_the_thread;
    thread_ = std::thread{[this] { run(); }};
}

Reader::~Reader() {
    {
        const std::lock_guard lock{state_mutex_};
        stop_ = true;
    }
    changed_.notify_all();
    interruption_.request();
    thread_.join();
}

void Reader::run() {
    std::unique_lock lock{state_mutex_};
    while (!stop_) {
        lock.unlock();
        auto pause = timings_.between_opens;
        try {
            const std::lock_guard module_lock{module_mutex_};
            pause = cycle();
        } catch (const std::exception&) {  // out of memory; try again later
            publish(false);
        }
        lock.lock();
        changed_.wait_for(lock, pause, [this] { return stop_; });
    }
}

std::chrono::milliseconds Reader::cycle() {
    if (connection_ == nullptr) open_port();
    if (connection_ == nullptr) return timings_.between_opens;
    const auto polled = connection_->slot.poll();
    publish(connection_->slot.card_present());
    if (polled) {
        failed_polls_ = 0;
        if (const auto fault = connection_->slot.fault()) {
            say_once(std::string{"the SAM_V module reports: "}.append(to_string(*fault)));
        }
        return timings_.between_polls;
    }
    if (polled.error().code == ErrorCode::reader_lost || ++failed_polls_ >= failed_polls_until_reopening) {
        close_port(polled.error());
        return timings_.between_opens;
    }
    return timings_.between_polls;
}

void Reader::open_port() {
    auto opened = source_->open(interruption_);
    if (!opened) {
        say_once(std::string{"no SAM_V module: "}.append(to_string(opened.error().code)));
        return;
    }
    connection_ = std::make_unique<Connection>(std::move(*opened), clock_);
    failed_polls_ = 0;
    ask_sam_id();
}

void Reader::ask_sam_id() {
    connection_->slot.identify();
    const auto id = connection_->slot.known_sam_id();
    const std::string printed = id ? to_string(*id) : std::string{};
    said_.clear();
    say_once("found SAM_V module " + (printed.empty() ? "with unknown id" : printed));
    const std::lock_guard lock{state_mutex_};
    printed_sam_id_ = printed;
}

void Reader::close_port(const Error& reason) {
    connection_.reset();
    said_.clear();
    publish(false);
    if (reason.code != ErrorCode::cancelled) {
        say_once(std::string{"lost the SAM_V module: "}.append(to_string(reason.code)));
    }
    const std::lock_guard lock{state_mutex_};
    printed_sam_id_.clear();
}

void Reader::say_once(const std::string& what) {
    if (said_.insert(what).second) log_(what);
}

void Reader::publish(bool present) {
    {
        const std::lock_guard lock{state_mutex_};
        // pcscd must see each removal. Otherwise it would take the next card for the last one.
        if (present && !present_ && reported_) return;
        present_ = present;
    }
    changed_.notify_all();
}

bool Reader::card_present() {
    const std::lock_guard lock{state_mutex_};
    reported_ = present_;
    return present_;
}

bool Reader::wait_for_change(std::chrono::milliseconds timeout) {
    std::unique_lock lock{state_mutex_};
    changed_.wait_for(lock, timeout, [this] { return stop_waiting_ || present_ != reported_; });
    stop_waiting_ = false;
    return present_ != reported_;
}

void Reader::stop_waiting() {
    {
        const std::lock_guard lock{state_mutex_};
        stop_waiting_ = true;
    }
    changed_.notify_all();
}

std::optional<std::size_t> Reader::transmit(ByteView command, MutableByteView answer_to) {
    const auto apdu = parse_pseudo_apdu(command);
    if (!apdu) return write_status(apdu.error(), answer_to);
    if (apdu->request == Request::zeros) {
        return write_response(*apdu, ByteView{zeros}.first(std::min(zeros.size(), apdu->expected)), answer_to);
    }
    const std::lock_guard lock{module_mutex_};
    if (needs_card(apdu->request) && (connection_ == nullptr || !connection_->slot.card_present())) return std::nullopt;
    const Answer answered = answer(*apdu);
    if (!answered) return write_status(answered.error(), answer_to);
    return write_response(*apdu, *answered, answer_to);
}

Answer Reader::answer(const PseudoApdu& apdu) {
    if (connection_ == nullptr) return std::unexpected{sw::no_diagnosis};
    CardSlot& slot = connection_->slot;
    const auto block = [&](Answer octets) -> Answer {
        if (!octets) return octets;
        const auto part = samv::block_of(*octets, apdu.block);
        if (!part) return std::unexpected{sw::incorrect_parameters};
        return *part;
    };
    switch (apdu.request) {
        case Request::stream: {
            const bool whole = apdu.extended && apdu.block == 0 && apdu.expected >= samv::stream_size;
            return whole ? slot.stream() : block(slot.stream());
        }
        case Request::fingerprints:
            return block(slot.fingerprints());
        case Request::appended_addresses:
            return slot.appended_addresses();
        case Request::management_information:
            return slot.management_information();
        case Request::serial_number:
            return slot.serial_number();
        case Request::sam_id:
            return slot.sam_id();
        case Request::last_result:
            return slot.last_result();
        case Request::zeros:
            break;  // needs no module
    }
    return std::unexpected{sw::no_diagnosis};
}

std::string Reader::printed_sam_id() {
    const std::lock_guard lock{state_mutex_};
    return printed_sam_id_;
}

}  // namespace fivestar::driver
