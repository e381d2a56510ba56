// SPDX-License-Identifier: Apache-2.0
// Field paths in words, for the person at the desk.

type Texts = { en: string; zh: string };

const names: Record<string, Texts> = {
  "*": { en: "everything on the card", zh: "卡片上的全部信息" },
  document: { en: "all document data, with its number", zh: "全部证件信息（含证件号码）" },
  "document.type": { en: "kind of document", zh: "证件类型" },
  "document.number": { en: "document number", zh: "证件号码" },
  "document.number_masked": { en: "document number, masked", zh: "证件号码（部分隐藏）" },
  "document.issuing_state": { en: "issuing state", zh: "签发国家" },
  "document.issuing_authority": { en: "issuing authority", zh: "签发机关" },
  "document.valid_from": { en: "valid from", zh: "有效期起" },
  "document.valid_until": { en: "valid until", zh: "有效期至" },
  "document.currently_valid": { en: "whether the document is valid", zh: "证件是否有效" },
  "document.previous_numbers": { en: "previous numbers", zh: "曾用号码" },
  holder: { en: "all data of the holder", zh: "持证人全部信息" },
  "holder.names": { en: "names", zh: "姓名" },
  "holder.sex": { en: "sex", zh: "性别" },
  "holder.birth_date": { en: "date of birth", zh: "出生日期" },
  "holder.birth_place": { en: "place of birth", zh: "出生地点" },
  "holder.nationality": { en: "nationality", zh: "国籍" },
  "holder.ethnicity": { en: "ethnicity", zh: "民族" },
  "holder.address": { en: "address", zh: "住址" },
  "holder.personal_number": { en: "personal number", zh: "个人号码" },
  "holder.over_18": { en: "whether the holder is 18", zh: "是否年满18周岁" },
  "holder.pseudonym": { en: "pseudonym (recognises a person again)", zh: "假名标识（用于再次识别）" },
  number: { en: "details of the document number", zh: "证件号码解析" },
  portrait: { en: "portrait", zh: "照片" },
  raw: { en: "all raw data of the chip", zh: "芯片原始数据" },
  verification: { en: "result of the verification", zh: "核验结果" },
};
const comparison = "compare.";

/** The name of a field path; the path itself if it has none. */
export function fieldName(path: string, language: "en" | "zh"): string {
  if (path.startsWith(comparison)) {
    const name = fieldName(path.slice(comparison.length), language);
    return language === "zh" ? `比对：${name}` : `comparison only: ${name}`;
  }
  return Object.hasOwn(names, path) ? (names[path]?.[language] ?? path) : path;
}
