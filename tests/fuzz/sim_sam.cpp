// SPDX-License-Identifier: Apache-2.0
// Arbitrary input of a simulated SAM_V module: each answer is one valid frame, and each fault leaves some output. The
// first octet selects the fault.
#include "sim/sam/faults.hpp"
#include "sim/sam/module.hpp"

#include <cstdlib>

namespace {

using namespace fivestar;
using namespace fivestar::sim::sam;

void check(const Answer& answer, FaultKind fault) {
    const ByteView frame{answer.frame};
    if (frame.size() < header_size + 4 || frame.size() > 2321) std::abort();
    if (check_octet(frame.subspan(preamble_size)) != 0) std::abort();
    if (damage(fault, frame, frame).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto& faults = fault_profiles();
    const FaultKind fault = faults[data[0] % faults.size()].kind;
    Module module;
    module.present({.text = Bytes(256), .photo = Bytes(1024), .fingerprints = Bytes(1024), .management = Bytes(28)});
    RequestParser parser;
    for (const std::uint8_t octet : ByteView{data, size}.subspan(1)) {
        parser.feed({&octet, 1});
        while (const auto request = parser.next()) {
            check(*request ? module.execute(**request) : Module::complain(request->error()), fault);
        }
    }
    return 0;
}
