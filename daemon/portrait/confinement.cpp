// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/confinement.hpp"

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace fivestar::portrait {
namespace {

constexpr rlim_t address_space = rlim_t{256} * 1024 * 1024;
constexpr rlim_t processor_seconds = 2;
constexpr rlim_t descriptors = 16;  // for the plug-in's own libraries, while it is loaded

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "seccomp's name of this architecture is not known here"
#endif

// seccomp_data in words of 32 bits, the lower half of an argument first (both architectures are little-endian).
constexpr std::uint32_t number_at = offsetof(seccomp_data, nr);
constexpr std::uint32_t architecture_at = offsetof(seccomp_data, arch);
constexpr std::uint32_t protection_at = offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t);

constexpr sock_filter load(std::uint32_t offset) {
    return {BPF_LD | BPF_W | BPF_ABS, 0, 0, offset};
}
constexpr sock_filter answer(std::uint32_t action) {
    return {BPF_RET | BPF_K, 0, 0, action};
}
constexpr sock_filter if_equal(std::uint32_t value, std::uint8_t then_skip, std::uint8_t else_skip) {
    return {BPF_JMP | BPF_JEQ | BPF_K, then_skip, else_skip, value};
}
constexpr sock_filter if_any_bit(std::uint32_t bits, std::uint8_t then_skip, std::uint8_t else_skip) {
    return {BPF_JMP | BPF_JSET | BPF_K, then_skip, else_skip, bits};
}

}  // namespace

bool limit_resources() {
    constexpr std::array limits{
        std::pair{RLIMIT_CORE, rlim_t{0}},     std::pair{RLIMIT_FSIZE, rlim_t{0}},
        std::pair{RLIMIT_AS, address_space},   std::pair{RLIMIT_CPU, processor_seconds},
        std::pair{RLIMIT_NOFILE, descriptors}, std::pair{RLIMIT_NPROC, rlim_t{0}},
    };
    for (const auto& [resource, most] : limits) {
        const rlimit limit{.rlim_cur = most, .rlim_max = most};
        if (::setrlimit(resource, &limit) != 0) return false;
    }
    // A kernel that refuses namespaces to users leaves the plug-in's constructors the daemon's own network, no more.
    static_cast<void>(::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC));
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool allow_computing_only() {
    constexpr std::array computing{SYS_read,  SYS_write,         SYS_exit_group,  SYS_exit,
                                   SYS_brk,   SYS_munmap,        SYS_mremap,      SYS_madvise,
                                   SYS_futex, SYS_clock_gettime, SYS_rt_sigreturn};
    std::array<sock_filter, 4 + 2 * computing.size() + 6> filter{};
    std::size_t size = 0;
    const auto add = [&](sock_filter instruction) { filter.at(size++) = instruction; };
    add(load(architecture_at));
    add(if_equal(architecture, 1, 0));
    add(answer(SECCOMP_RET_KILL_PROCESS));
    add(load(number_at));
    for (const long call : computing) {
        add(if_equal(static_cast<std::uint32_t>(call), 0, 1));
        add(answer(SECCOMP_RET_ALLOW));
    }
    add(if_equal(SYS_mmap, 1, 0));
    add(if_equal(SYS_mprotect, 0, 3));
    add(load(protection_at));
    add(if_any_bit(PROT_EXEC, 1, 0));
    add(answer(SECCOMP_RET_ALLOW));
    add(answer(SECCOMP_RET_KILL_PROCESS));
    const sock_fprog program{.len = static_cast<unsigned short>(size), .filter = filter.data()};
    return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace fivestar::portrait
