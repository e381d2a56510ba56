// SPDX-License-Identifier: Apache-2.0
// Answers with the members of the local services of three reader vendors, for pages that were written for those. The
// members and codes are those that public pages use; makers publish no contract. They are in vendors.json, which
// fivestar-localhost has built in, too.
//
// These forms know the fields of a citizen's card alone. A permanent resident, or a passport's holder, would be shown as a
// citizen, so such a card is refused, and so is one that is not genuine.
import { type CardRead, FivestarError, problemText, read, type ReadOptions } from "./index.js";
import vendors from "./vendors.json";

/** What the policy must permit for these answers. */
export const citizenFields: readonly string[] = vendors.fields;
export type VendorOptions = Pick<ReadOptions, "reader" | "waitFor" | "waitSeconds" | "signal">;

/** The names are those of the daemon's view of a citizen. `portrait` is Base64; empty if it cannot be decoded. */
interface Citizen {
  name: string;
  sex: string;
  ethnicity: string;
  birth_date: string;
  address: string;
  number: string;
  issuing_authority: string;
  valid_from: string;
  valid_until: string;
  portrait: string;
}
interface Form<Member extends string, Code> {
  date_separator: string;
  codes: Record<"done" | "no_card" | "no_reader" | "too_slow" | "other", Code>;
  members: Record<Member, string>;
}

const representable = ["resident_id_card", "hmt_residence_permit"];
const longTerm = "长期";

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "zh" in value && typeof value.zh === "string" ? value.zh : "";
}

function sexOf(value: unknown): string {
  return { female: "女", male: "男" }[text(value)] ?? text(value);
}

async function portraitOf(card: CardRead): Promise<string> {
  try {
    const octets = new Uint8Array(await (await card.portrait()).arrayBuffer());
    return btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(""));
  } catch (error) {
    // A card of China has its portrait in a format that needs a licensed decoder.
    if (error instanceof FivestarError && error.code === "not_acceptable") return "";
    throw error;
  }
}

async function readCitizen(options: VendorOptions, separator: string): Promise<Citizen> {
  const card = await read({ ...options, fields: [...citizenFields] });
  const { document: paper, holder } = card.record;
  if (!representable.includes(String(paper?.["type"]))) throw new FivestarError("not_representable");
  if (card.verdict === "not_genuine" || card.verdict === null) throw new FivestarError("not_genuine");
  const date = (value: unknown) => text(value).replaceAll("-", separator);
  return {
    name: text(holder?.names?.["chinese"]),
    sex: sexOf(holder?.["sex"]),
    ethnicity: text(holder?.["ethnicity"]),
    birth_date: date(holder?.["birth_date"]),
    address: text(holder?.["address"]),
    number: text(paper?.["number"]),
    issuing_authority: text(paper?.["issuing_authority"]),
    valid_from: date(paper?.["valid_from"]),
    valid_until: paper?.["long_term"] === true ? longTerm : date(paper?.["valid_until"]),
    portrait: await portraitOf(card),
  };
}

async function membersOf<Member extends string>(form: Form<Member, unknown>, options: VendorOptions): Promise<Record<Member, string>> {
  const citizen = await readCitizen(options, form.date_separator);
  const members = Object.entries(form.members).map(([member, name]) => [member, citizen[name as keyof Citizen]]);
  return Object.fromEntries(members) as Record<Member, string>;
}

/** The form's code of what went wrong, and its text. */
function refusal<Code>(form: Form<string, Code>, error: unknown): { code: Code; message: string } {
  const code = error instanceof FivestarError ? error.code : "host_failed";
  const { no_card, no_reader, too_slow } = vendors.problems;
  const kind = no_card.includes(code) ? "no_card" : no_reader.includes(code) ? "no_reader" : too_slow.includes(code) ? "too_slow" : "other";
  return { code: form.codes[kind], message: problemText(code, "zh") };
}

export interface ZkAnswer {
  /** 0; 1 no reader, 10 no card, 100 too slow, 30 anything else. */
  ret: number;
  /** Beside the vendor's members. */
  errMsg?: string;
  Certificate?: Record<"Name" | "Sex" | "Nation" | "Birthday" | "Address" | "IDNumber" | "IDIssued" | "IssuedData" | "ValidDate" | "Base64Photo", string>;
}

/** As ZKIDROnline answers ScanReadIdCardInfo. Never rejects. */
export async function zkidrOnline(options: VendorOptions = {}): Promise<ZkAnswer> {
  const form = vendors.zkidronline;
  try {
    const Certificate = await membersOf(form, options);
    return { ret: form.codes.done, Certificate };
  } catch (error) {
    const { code, message } = refusal(form, error);
    return { ret: code, errMsg: message };
  }
}

export interface EstAnswer {
  fun: string;
  /** "0"; "-2" no card, "-1" anything else. */
  rCode: string;
  errMsg: string;
  name?: string;
  sex?: string;
  nation?: string;
  birth?: string;
  address?: string;
  certNo?: string;
  department?: string;
  effectData?: string;
  expire?: string;
  base64Data?: string;
}

/** As the service of EST readers answers EST_Reader_ReadIDCard#. Never rejects. */
export async function est(options: VendorOptions = {}): Promise<EstAnswer> {
  const form = vendors.est;
  const fun = "EST_Reader_ReadIDCard#";
  try {
    const members = await membersOf(form, options);
    return { fun, rCode: form.codes.done, errMsg: "", ...members };
  } catch (error) {
    const { code, message } = refusal(form, error);
    return { fun, rCode: code, errMsg: message };
  }
}

export interface CvrAnswer {
  /** 0; -11 no card, -1 anything else. */
  resultFlag: number;
  errorMsg: string;
  resultContent?: Record<"partyName" | "gender" | "nation" | "bornDay" | "certAddress" | "certNumber" | "certOrg" | "effDate" | "expDate" | "identityPic", string>;
}

/** As the service of CVR readers answers /readcard. Never rejects. */
export async function cvr(options: VendorOptions = {}): Promise<CvrAnswer> {
  const form = vendors.cvr;
  try {
    const resultContent = await membersOf(form, options);
    return { resultFlag: form.codes.done, errorMsg: "", resultContent };
  } catch (error) {
    const { code, message } = refusal(form, error);
    return { resultFlag: code, errorMsg: message };
  }
}
