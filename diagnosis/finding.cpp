// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/finding.hpp"

#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::diagnosis {
namespace {

// Same order as Cause.
constexpr std::array<Explanation, cause_count> explanations{{
    {"daemon_not_running",
     Severity::error,
     {"No daemon listens at the socket.", "守护进程的套接字无人监听。"},
     {"systemctl enable --now fivestard.socket; journalctl -u fivestard -b shows why the daemon ended",
      "systemctl enable --now fivestard.socket；停止的原因：journalctl -u fivestard -b"}},
    {"socket_refuses",
     Severity::error,
     {"The socket's permissions refuse this user.", "套接字的权限拒绝此用户。"},
     {"Put the user into the socket's group (adduser USER fivestar) and log in again.",
      "将用户加入套接字所属的组（adduser USER fivestar），然后重新登录。"}},
    {"no_grant",
     Severity::error,
     {"Reading cards is not granted to this user.", "此用户未获读卡授权。"},
     {"Add a [[client]] for the user or its group in /etc/fivestard/fivestard.d, then systemctl reload fivestard.",
      "在 /etc/fivestard/fivestard.d 中为该用户或其组添加 [[client]]，然后 systemctl reload fivestard。"}},
    {"diagnosis_not_granted",
     Severity::warning,
     {"This user may not see the findings of the daemon itself.", "守护进程不向此用户告知其自身所见。"},
     {"Run fivestarctl doctor as root, or grant the route diagnosis.",
      "以 root 身份运行 fivestarctl doctor，或授予路由 diagnosis。"}},
    {"configuration_refused",
     Severity::error,
     {"A change of the configuration has an error: the old configuration stays in effect.",
      "配置的更改有误：仍使用旧配置。"},
     {"Correct the line (fivestard --check-config), then systemctl reload fivestard.",
      "更正该行（fivestard --check-config），然后 systemctl reload fivestard。"}},
    {"no_client_configured",
     Severity::warning,
     {"No client is configured: only root and the daemon's own user may read.",
      "未配置客户端：只有 root 和守护进程自身的用户可以读取。"},
     {"Add a [[client]] for each program in /etc/fivestard/fivestard.d, then systemctl reload fivestard.",
      "在 /etc/fivestard/fivestard.d 中为每个程序添加 [[client]]，然后 systemctl reload fivestard。"}},
    {"pcscd_not_running",
     Severity::error,
     {"pcscd does not answer: no reader can be reached.", "pcscd 没有响应：无法访问任何读卡器。"},
     {"apt install pcscd; systemctl enable --now pcscd.socket; systemctl status pcscd",
      "apt install pcscd；systemctl enable --now pcscd.socket；systemctl status pcscd"}},
    {"pcscd_denied",
     Severity::error,
     {"pcscd refuses the daemon's user.", "pcscd 拒绝守护进程的用户。"},
     {"Check that polkit's rule exists (/usr/share/polkit-1/rules.d/fivestard.rules) and, if pcscd's socket is "
      "restricted, that id fivestar lists pcscd-users.",
      "polkit 规则是否就位（/usr/share/polkit-1/rules.d/fivestard.rules）？若 pcscd 的套接字受限，id fivestar "
      "是否显示 pcscd-users？"}},
    {"private_users",
     Severity::error,
     {"The daemon runs in a user namespace that lacks users of this machine: it cannot identify its clients.",
      "守护进程运行在缺少本机用户的用户命名空间中：无法辨认其客户端。"},
     {"Remove PrivateUsers=yes from the unit (systemctl cat fivestard), then systemctl daemon-reload and restart.",
      "从单元中删除 PrivateUsers=yes（systemctl cat fivestard），然后 systemctl daemon-reload 并重启。"}},
    {"processes_hidden",
     Severity::warning,
     {"/proc is mounted with hidepid: polkit may be unable to see the client of pcscd and refuse it.",
      "/proc 以 hidepid 挂载：polkit 可能看不到谁在请求 pcscd，从而拒绝。"},
     {"Mount /proc without hidepid, or with gid= of a group that polkitd is in.",
      "挂载 /proc 时不使用 hidepid，或使用 polkitd 所在组的 gid=。"}},
    {"no_reader",
     Severity::error,
     {"There is no reader.", "没有读卡器。"},
     {"Plug a reader in; pcsc_scan -r lists those that pcscd supports. A reading machine needs libifd-samv, and on a "
      "serial line an entry in /etc/reader.conf.d.",
      "接上读卡器；pcsc_scan -r 列出 pcscd 支持的读卡器。读卡机需要 libifd-samv，串口读卡机还需要在 /etc/reader.conf.d "
      "中配置。"}},
    {"trust_loading",
     Severity::warning,
     {"Trust is still being loaded.", "信任数据仍在加载。"},
     {"Wait a moment.", "请稍候。"}},
    {"trust_unreadable",
     Severity::error,
     {"A directory of trust cannot be read: what was trusted before stays.",
      "无法读取信任目录：仍使用之前的信任数据。"},
     {"Make the directory readable for the daemon's user (fivestard --check-config names it), then systemctl reload "
      "fivestard.",
      "使守护进程的用户能够读取该目录（fivestard --check-config 会指出），然后 systemctl reload fivestard。"}},
    {"trust_files_skipped",
     Severity::warning,
     {"Trust files could not be used.", "部分信任文件无法使用。"},
     {"Replace them, or make them readable for the daemon's user, then systemctl reload fivestard; fivestarctl trust "
      "lists each with its reason.",
      "更换这些文件，或使守护进程的用户能够读取，然后 systemctl reload fivestard；fivestarctl trust 列出各自的原因。"}},
    {"trust_empty",
     Severity::error,
     {"No trust anchor is loaded: no card can be genuine.", "没有加载任何信任锚：没有卡片能被判定为真实。"},
     {"Put certificates or master lists into the trust directory, then systemctl reload fivestard; fivestarctl trust "
      "lists skipped files.",
      "将证书或主列表放入信任目录，然后 systemctl reload fivestard；fivestarctl trust 说明跳过的文件。"}},
    {"trust_stale",
     Severity::warning,
     {"Every revocation list is past its next update.", "所有吊销列表均已超过下次更新时间。"},
     {"Fetch current lists into the CRL directory, then systemctl reload fivestard.",
      "将最新的列表放入 CRL 目录，然后 systemctl reload fivestard。"}},
    {"no_revocation_lists",
     Severity::warning,
     {"No revocation list is loaded: revoked signers are not detected.", "没有加载吊销列表：无法发现已吊销的签名者。"},
     {"Put the issuers' lists into the CRL directory, then systemctl reload fivestard.",
      "将签发者的列表放入 CRL 目录，然后 systemctl reload fivestard。"}},
    {"clock_wrong",
     Severity::error,
     {"The machine's clock is slow.", "本机时钟偏慢。"},
     {"Set it (timedatectl set-ntp true, or timedatectl set-time) and check the machine's battery.",
      "校准时钟（timedatectl set-ntp true 或 timedatectl set-time），并检查主板电池。"}},
    {"pseudonym_key_unusable",
     Severity::warning,
     {"There is no key of pseudonyms that can be used: holder.pseudonym is null.",
      "没有可用的假名密钥：holder.pseudonym 为 null。"},
     {"fivestard --create-pseudonym-key FILE, chown fivestar: FILE, name it in [pseudonym] key_file, then systemctl "
      "reload fivestard.",
      "执行 fivestard --create-pseudonym-key 文件，chown fivestar: 文件，在 [pseudonym] key_file 中指定，然后 "
      "systemctl "
      "reload fivestard。"}},
    {"portrait_plugin_unusable",
     Severity::warning,
     {"The plug-in for portraits cannot be used: portraits of Chinese cards are not decoded.",
      "相片解码插件无法使用：中国证件的相片不会被解码。"},
     {"Correct [portrait] wlt_plugin; only root may be able to write the file and its directories. Then systemctl "
      "reload fivestard.",
      "更正 [portrait] wlt_plugin；该文件及其目录只能由 root 写入。然后 systemctl reload fivestard。"}},
    {"memory_not_locked",
     Severity::warning,
     {"The kernel refused to lock memory: data of cards may be swapped.", "内核拒绝锁定内存：证件数据可能被换出。"},
     {"Raise LimitMEMLOCK (systemctl edit fivestard), then restart.",
      "提高 LimitMEMLOCK（systemctl edit fivestard），然后重启。"}},
    {"reader_held",
     Severity::error,
     {"Another program holds the card in a reader.", "另一个程序正在占用读卡器中的卡。"},
     {"End that program or its agent (often scdaemon, or a browser with a card module); lsof /run/pcscd/pcscd.comm "
      "lists the users of pcscd.",
      "结束该程序或其代理（通常是 scdaemon 或带有智能卡模块的浏览器）；lsof /run/pcscd/pcscd.comm 列出使用 pcscd "
      "的程序。"}},
    {"reader_not_permitted",
     Severity::error,
     {"pcscd's user may not open a reader's USB device.", "pcscd 的用户无权打开读卡器的 USB 设备。"},
     {"Install the udev rules of the reader's driver, then udevadm trigger, and plug the reader in again.",
      "安装读卡器驱动附带的 udev 规则，然后执行 udevadm trigger 并重新插拔读卡器。"}},
    {"serial_port_missing",
     Severity::error,
     {"A serial port in pcscd's configuration of readers does not exist.", "pcscd 配置中的读卡器串口不存在。"},
     {"Plug the reading machine in and switch it on; or correct DEVICENAME below /etc/reader.conf.d (ls -l "
      "/dev/serial/by-id), then systemctl restart pcscd.",
      "接上读卡机并打开电源；或更正 /etc/reader.conf.d 中的 DEVICENAME（ls -l /dev/serial/by-id），然后 systemctl "
      "restart "
      "pcscd。"}},
    {"serial_port_refused",
     Severity::error,
     {"pcscd's user may not open a reader's serial port.", "pcscd 的用户无权打开读卡器的串口。"},
     {"Put pcscd's user into the port's group (adduser pcscd dialout), then systemctl restart pcscd.",
      "将 pcscd 的用户加入串口所属的组（adduser pcscd dialout），然后 systemctl restart pcscd。"}},
    {"serial_port_held",
     Severity::error,
     {"Another program has a reader's serial port open.", "另一个程序正在占用读卡器的串口。"},
     {"End that program, and keep it from the port: ModemManager, brltty and serial consoles take ports by themselves.",
      "结束该程序，并禁止其使用该串口：ModemManager、brltty 和串口控制台会自行占用串口。"}},
    {"reader_without_extended_length",
     Severity::warning,
     {"A reader does not support extended length: reads are slower, and some chips cannot be proved genuine.",
      "读卡器不支持扩展长度：读取较慢，且部分芯片无法证明为真。"},
     {"Update the reader's firmware, or use a reader that supports extended APDUs.",
      "升级读卡器固件，或更换支持扩展 APDU 的读卡器。"}},
    {"sam_not_authorised",
     Severity::error,
     {"A reader's security module is not authorised, or failed its self-test.",
      "读卡器的安全模块未获授权，或自检失败。"},
     {"Ask the reader's supplier to renew its licence or to repair it.", "请联系读卡器供应商处理许可或维修。"}},
    {"pcscd_open",
     Severity::warning,
     {"Every user of this machine can reach pcscd, and with it each card, past all grants.",
      "本机任何用户都可访问 pcscd，从而绕过所有授权访问每张卡。"},
     {"fivestar-restrict-pcscd enable", "fivestar-restrict-pcscd enable"}},
    {"pcscd_logs_exchanges",
     Severity::warning,
     {"pcscd logs the data exchanged with cards, including personal data.",
      "pcscd 记录与卡片交换的内容，包括个人数据。"},
     {"Remove --apdu, -a, --debug and -d from pcscd's command line (systemctl cat pcscd), restart it, and delete the "
      "logs.",
      "从 pcscd 的命令行中删除 --apdu、-a、--debug 和 -d（systemctl cat pcscd），重启并删除日志。"}},
    {"scanner_configuration",
     Severity::error,
     {"The configuration of scanners has an error: no scanner starts.", "扫描器的配置有误：扫描器无法启动。"},
     {"Correct the line of /etc/fivestard/scan.toml (fivestar-scan --check-config), then restart fivestar-scan@NAME.",
      "更正 /etc/fivestard/scan.toml 中的该行（fivestar-scan --check-config），然后重启 fivestar-scan@名称。"}},
    {"scanner_missing",
     Severity::error,
     {"A configured scanner is not there.", "已配置的扫描器不存在。"},
     {"Plug the scanner in; or correct device in /etc/fivestard/scan.toml (ls -l /dev/serial/by-id /dev/input/by-id).",
      "接上扫描器；或更正 /etc/fivestard/scan.toml 中的 device（ls -l /dev/serial/by-id /dev/input/by-id）。"}},
    {"scanner_refused",
     Severity::error,
     {"The user of fivestar-scan may not open a scanner.", "fivestar-scan 的用户无权打开扫描器。"},
     {"fivestar-scan --udev-rules >/etc/udev/rules.d/71-fivestar-scan.rules; udevadm control --reload; udevadm trigger",
      "fivestar-scan --udev-rules >/etc/udev/rules.d/71-fivestar-scan.rules；udevadm control --reload；udevadm "
      "trigger"}},
    {"scanner_held",
     Severity::error,
     {"Another program has a scanner's serial line open.", "另一个程序正在占用扫描器的串口。"},
     {"End that program, and keep it from the line: ModemManager, brltty and serial consoles take lines by themselves.",
      "结束该程序，并禁止其使用该串口：ModemManager、brltty 和串口控制台会自行占用串口。"}},
    {"browser_policy",
     Severity::error,
     {"The policy of web pages has an error: no page can read.", "网页读卡策略有误：任何网页都无法读卡。"},
     {"Correct the line (fivestar-browser-host --check-config).",
      "更正该行（fivestar-browser-host --check-config）。"}},
    {"browser_host_missing",
     Severity::error,
     {"The program that browsers start for web pages cannot be run.", "浏览器为网页启动的程序无法运行。"},
     {"apt install --reinstall fivestar-browser", "apt install --reinstall fivestar-browser"}},
    {"browser_host_group",
     Severity::error,
     {"fivestar-browser-host is not setgid: it cannot open the daemon's socket.",
      "fivestar-browser-host 未设置 setgid：无法打开守护进程的套接字。"},
     {"apt install --reinstall fivestar-browser; dpkg-statoverride --list shows a decision of an administrator.",
      "apt install --reinstall fivestar-browser；dpkg-statoverride --list 显示管理员的设定。"}},
    {"browser_not_granted",
     Severity::error,
     {"No [[client]] names the group of fivestar-browser-host: every page is refused.",
      "没有 [[client]] 指定 fivestar-browser-host 的组：所有网页都会被拒绝。"},
     {"Add it to /etc/fivestard/fivestard.d as in /usr/share/doc/fivestar-browser/examples/policy.toml, then "
      "systemctl reload fivestard.",
      "按照 /usr/share/doc/fivestar-browser/examples/policy.toml 将其加入 /etc/fivestard/fivestard.d，然后 "
      "systemctl reload fivestard。"}},
    {"browser_manifest_missing",
     Severity::error,
     {"A browser does not know fivestar-browser-host.", "浏览器找不到 fivestar-browser-host。"},
     {"Copy /etc/chromium/native-messaging-hosts/fivestar.browser.json there, or reinstall fivestar-browser.",
      "将 /etc/chromium/native-messaging-hosts/fivestar.browser.json 复制到该处，或重新安装 fivestar-browser。"}},
    {"browser_extension_missing",
     Severity::warning,
     {"A browser has no card extension for all its users.", "浏览器未为所有用户安装读卡扩展程序。"},
     {"Install a package with the extension, or name the extension in the browser's managed policy.",
      "安装带有扩展程序的软件包，或在浏览器的管理策略中指定该扩展程序。"}},
    {"browser_confined",
     Severity::warning,
     {"A browser of Snap or Flatpak cannot start fivestar-browser-host.",
      "Snap 或 Flatpak 的浏览器无法启动 fivestar-browser-host。"},
     {"Use the browser of Debian's package at this desk.", "在此柜台使用 Debian 软件包的浏览器。"}},
    {"localhost_unused",
     Severity::warning,
     {"fivestar-localhost runs, but no origin may use it.", "fivestar-localhost 正在运行，但没有来源可以使用它。"},
     {"systemctl disable --now fivestar-localhost; or set localhost = true and consent = \"always\" for an origin "
      "below "
      "/etc/fivestard/browser.d.",
      "systemctl disable --now fivestar-localhost；或在 /etc/fivestard/browser.d 中为某个来源设置 localhost = true 和 "
      "consent = \"always\"。"}},
}};

}  // namespace

const Explanation& explanation_of(Cause cause) {
    return explanations.at(static_cast<std::size_t>(cause));
}

boost::json::object to_json(const Finding& finding, Language language) {
    const Explanation& explanation = explanation_of(finding.cause);
    boost::json::object json;
    json.emplace("code", explanation.code);
    json.emplace("severity", explanation.severity == Severity::error ? "error" : "warning");
    json.emplace("title", explanation.title.in(language));
    json.emplace("remedy", explanation.remedy.in(language));
    if (!finding.detail.empty()) json.emplace("detail", finding.detail);
    return json;
}

boost::json::array codes_of(const std::vector<Cause>& causes) {
    boost::json::array codes;
    for (const Cause cause : causes) codes.emplace_back(explanation_of(cause).code);
    return codes;
}

}  // namespace fivestar::diagnosis
