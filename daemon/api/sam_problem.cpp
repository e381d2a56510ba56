// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/sam_problem.hpp"

#include <algorithm>
#include <array>

namespace fivestar::daemon {
namespace {

struct Explanation {
    std::uint8_t code;
    Phrase text;
};

// Status codes of GA/T 467. The advice is not from the standard.
constexpr std::array explanations{
    Explanation{0x10,
                {"The line to the reader is disturbed: the security module received a wrong checksum.",
                 "与读卡器的线路受到干扰：安全模块收到错误的校验和。"}},
    Explanation{0x11,
                {"The line to the reader is disturbed: the security module received a wrong length.",
                 "与读卡器的线路受到干扰：安全模块收到错误的长度。"}},
    Explanation{0x21,
                {"The security module refuses the command or its parameter: it may be too old for it.",
                 "安全模块拒绝该命令或其参数：模块可能版本过旧。"}},
    Explanation{0x24,
                {"The security module does not know the command: it may be too old for it.",
                 "安全模块不认识该命令：模块可能版本过旧。"}},
    Explanation{0x31, {"The card did not accept the security module.", "卡片不接受此安全模块。"}},
    Explanation{0x32,
                {"The security module did not accept the card: it is damaged, moved too soon, or a forgery.",
                 "安全模块不接受此卡：卡片损坏、移开过早或为伪造。"}},
    Explanation{0x33,
                {"What the card holds did not pass the security module's check.", "卡片内容未通过安全模块的校验。"}},
    Explanation{0x40, {"The security module does not know this kind of card.", "安全模块不认识此类卡片。"}},
    Explanation{0x41,
                {"The card could not be read: lay it flat on the reader, keep it still, and read it once more.",
                 "无法读取卡片：请将卡片平放在读卡器上，保持不动，再读一次。"}},
    Explanation{0x47,
                {"The card gave no random number: lift it, present it again, and read it once more.",
                 "卡片没有给出随机数：请拿起卡片，重新放置，再读一次。"}},
    Explanation{
        0x60,
        {"The security module failed its self-test: the reader needs repair.", "安全模块自检失败：读卡器需要维修。"}},
    Explanation{0x66,
                {"The security module is not authorised: the reader's supplier must see to its licence.",
                 "安全模块未获授权：请联系读卡器供应商处理许可。"}},
    Explanation{
        0x80,
        {"The security module finds no card: lift it and present it again.", "安全模块找不到卡片：请拿起后重新放置。"}},
    Explanation{0x81,
                {"The security module could not select the card: lift it and present it again.",
                 "安全模块无法选中卡片：请拿起后重新放置。"}},
    Explanation{0xFF,
                {"The security module does not answer: check the reader's cable and power.",
                 "安全模块没有响应：请检查读卡器的线缆和电源。"}},
};

}  // namespace

Phrase explain_module_code(std::uint8_t code) {
    const auto* const found = std::ranges::find(explanations, code, &Explanation::code);
    return found == explanations.end() ? Phrase{} : found->text;
}

}  // namespace fivestar::daemon
