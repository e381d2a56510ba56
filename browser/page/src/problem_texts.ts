// SPDX-License-Identifier: Apache-2.0

export type Language = "en" | "zh";
type Texts = Record<Language, string>;

/** The codes of this library, its vendors' forms, and the extension. */
const ofExtension = {
  extension_missing: { en: "The card extension is not installed in this browser", zh: "此浏览器未安装读卡扩展程序" },
  extension_silent: { en: "The card extension does not answer; reload the page", zh: "读卡扩展程序没有响应，请刷新页面" },
  frame_refused: { en: "Cards are read in top-level pages only, not in frames", zh: "只有顶层页面可以读卡，框架内的页面不可以" },
  tab_hidden: { en: "The page is not visible", zh: "页面不在前台" },
  request_running: { en: "A request of this page is still running", zh: "本页面的上一个请求尚未结束" },
  another_page_reads: { en: "Another page is reading a card", zh: "另一个页面正在读卡" },
  malformed_request: { en: "The page's request is not well formed", zh: "页面的请求格式不正确" },
  host_missing: { en: "fivestar-browser-host is not installed on this computer", zh: "此计算机未安装 fivestar-browser-host" },
  host_forbidden: { en: "The browser does not let the extension start its host", zh: "浏览器不允许扩展程序启动其主机程序" },
  not_genuine: { en: "The document is not genuine", zh: "证件核验不通过" },
  no_such_operation: { en: "There is no such request", zh: "没有此类请求" },
} satisfies Record<string, Texts>;

/** The codes of the host (browser/host/answer.hpp). */
const ofHost = {
  bad_message: { en: "The request is not well formed", zh: "请求格式不正确" },
  busy: { en: "A request is still running", zh: "上一个请求尚未结束" },
  caller_refused: { en: "The host was not started by a browser with the card extension", zh: "主机程序不是由带有读卡扩展的浏览器启动的" },
  policy_invalid: { en: "The policy for web pages has a fault; tell the administrator", zh: "网页读卡策略有误，请联系管理员" },
  origin_refused: { en: "This website may not read cards on this computer", zh: "此网站无权在本机读卡" },
  reader_refused: { en: "This website may not use the reader", zh: "此网站无权使用该读卡器" },
  field_refused: { en: "This website may not ask for this field", zh: "此网站无权获取该字段" },
  several_readers: { en: "Several readers are possible; name one", zh: "有多个读卡器可用，请指定一个" },
  consent_denied: { en: "The read was declined at the desk", zh: "读卡请求已被拒绝" },
  consent_timeout: { en: "Nobody answered the question whether to read", zh: "无人确认读卡请求" },
  cancelled: { en: "The request was cancelled", zh: "请求已取消" },
  answer_too_large: { en: "The answer is too large for the browser", zh: "回答过大，浏览器无法接收" },
  daemon_unreachable: { en: "The card service is not running", zh: "读卡服务未运行" },
  daemon_refused: { en: "The card service does not admit web pages; tell the administrator", zh: "读卡服务不接受网页访问，请联系管理员" },
  daemon_lost: { en: "The card service ended before its answer", zh: "读卡服务在回答前中断" },
  daemon_silent: { en: "The card service did not answer in time", zh: "读卡服务未及时响应" },
  host_failed: { en: "fivestar-browser-host has failed", zh: "fivestar-browser-host 出现故障" },
} satisfies Record<string, Texts>;

/** The codes of the daemon, with its titles (docs/API.md). */
const ofDaemon = {
  bad_request: { en: "The request is not well formed", zh: "请求格式不正确" },
  bad_access_key: { en: "The access key is not well formed", zh: "访问密钥格式不正确" },
  not_granted: { en: "This client is not granted what it asks for", zh: "该客户端无权获取所请求的内容" },
  no_such_reader: { en: "There is no such reader", zh: "没有这个读卡器" },
  no_such_read: { en: "There is no such read, or no longer", zh: "没有这次读取记录，或已失效" },
  no_reader: { en: "There is no reader", zh: "没有读卡器" },
  not_found: { en: "There is no such resource", zh: "没有这个资源" },
  method_not_allowed: { en: "The resource has no such method", zh: "该资源不支持此方法" },
  not_acceptable: { en: "The answer exists in none of the accepted forms", zh: "无法以所要求的格式回答" },
  no_card: { en: "There is no card", zh: "没有卡片" },
  card_removed: { en: "The card was removed", zh: "卡片已被取走" },
  card_changed: { en: "Another card lies there now", zh: "卡片已更换" },
  no_scanned_key: { en: "No key of a scanner came in time", zh: "未及时收到扫描得到的密钥" },
  document_not_accepted: { en: "This program does not accept this kind of document", zh: "此程序不接受这种证件" },
  no_zone: { en: "There is no machine-readable zone that opens a chip", zh: "没有可打开芯片的机读区" },
  zone_misread: { en: "The machine-readable zone was misread", zh: "机读区读取有误" },
  zone_ambiguous: { en: "The machine-readable zone can be understood in several ways", zh: "机读区可作多种解读" },
  several_cards: { en: "Several readers have a card", zh: "多个读卡器上都有卡片" },
  body_too_large: { en: "The body is too large", zh: "请求正文过大" },
  unsupported_media_type: { en: "The body is of a type that is not understood", zh: "无法识别请求正文的类型" },
  access_required: { en: "The chip opens only with an access key", zh: "芯片需要访问密钥才能打开" },
  access_denied: { en: "The chip refused the access key", zh: "芯片拒绝了访问密钥" },
  sam_required: { en: "This card can be read only with a SAM", zh: "此卡只能通过安全模块（SAM）读取" },
  unsupported_card: { en: "Unsupported card", zh: "无法读取此类卡片" },
  requirement_failed: { en: "A required check did not pass", zh: "一项必需的检查未通过" },
  not_representable: { en: "The record cannot be told truthfully in this form", zh: "该记录无法以此形式如实表达" },
  reader_busy: { en: "The reader is in use", zh: "读卡器正在使用中" },
  too_many_requests: { en: "Too many requests", zh: "请求过多" },
  headers_too_large: { en: "The head of the request is too large", zh: "请求头过大" },
  internal_error: { en: "A defect of the daemon", zh: "守护进程内部缺陷" },
  card_protocol_error: { en: "The card did not follow the protocol", zh: "卡片未遵守协议" },
  card_data_invalid: { en: "The card holds data that cannot be understood", zh: "卡片中的数据无法解读" },
  sam_error: { en: "The SAM reported a failure", zh: "安全模块（SAM）报告故障" },
  pcsc_unavailable: { en: "The PC/SC service cannot be reached", zh: "无法连接 PC/SC 服务" },
  pcsc_denied: { en: "The PC/SC service refuses the daemon", zh: "PC/SC 服务拒绝守护进程访问" },
  reader_unresponsive: { en: "The reader does not respond", zh: "读卡器没有响应" },
  deadline_exceeded: { en: "The card took too long", zh: "读卡超时" },
  shutting_down: { en: "The daemon is shutting down", zh: "守护进程正在关闭" },
} satisfies Record<string, Texts>;

const texts: Record<string, Texts> = { ...ofExtension, ...ofHost, ...ofDaemon };

/** The codes that have a text. */
export const problemCodes: readonly string[] = Object.keys(texts);

/** The text of a code for people. Codes may be added: an unknown one is shown itself. */
export function problemText(code: string, language: Language): string {
  return Object.hasOwn(texts, code) ? (texts[code]?.[language] ?? code) : code;
}
