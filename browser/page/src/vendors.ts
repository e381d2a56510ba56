// SPDX-License-Identifier: Apache-2.0
// Answers with the members of the local services of three reader vendors, for pages that were written for those. The
// members and codes are those that public pages use; makers publish no contract. Dates have dots for ZKIDROnline and eight
// digits for the others.
//
// These forms know the fields of a citizen's card alone. A permanent resident, or a passport's holder, would be shown as a
// citizen, so such a card is refused, and so is one that is not genuine.
import { type CardRead, FivestarError, problemText, read, type ReadOptions } from "./index.js";

/** What the policy must permit for these answers. */
export const citizenFields: readonly string[] = [
  "document.type",
  "document.number",
  "document.issuing_authority",
  "document.valid_from",
  "document.valid_until",
  "document.long_term",
  "holder.names.chinese",
  "holder.sex",
  "holder.ethnicity",
  "holder.birth_date",
  "holder.address",
  "portrait",
  "verification",
];
export type VendorOptions = Pick<ReadOptions, "reader" | "waitFor" | "waitSeconds" | "signal">;

interface Citizen {
  name: string;
  sex: string;
  ethnicity: string;
  birth: string;
  address: string;
  number: string;
  authority: string;
  from: string;
  until: string;
  /** Base64; empty if the portrait cannot be decoded. */
  portrait: string;
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

async function readCitizen(options: VendorOptions): Promise<Citizen> {
  const card = await read({ ...options, fields: [...citizenFields] });
  const { document: paper, holder } = card.record;
  if (!representable.includes(String(paper?.["type"]))) throw new FivestarError("not_representable");
  if (card.verdict === "not_genuine" || card.verdict === null) throw new FivestarError("not_genuine");
  return {
    name: text(holder?.names?.["chinese"]),
    sex: sexOf(holder?.["sex"]),
    ethnicity: text(holder?.["ethnicity"]),
    birth: text(holder?.["birth_date"]),
    address: text(holder?.["address"]),
    number: text(paper?.["number"]),
    authority: text(paper?.["issuing_authority"]),
    from: text(paper?.["valid_from"]),
    until: paper?.["long_term"] === true ? longTerm : text(paper?.["valid_until"]),
    portrait: await portraitOf(card),
  };
}

const dotted = (date: string) => date.replaceAll("-", ".");
const plain = (date: string) => date.replaceAll("-", "");
const noCard = ["no_card", "card_removed", "card_changed"];
const noReader = ["no_reader", "no_such_reader", "extension_missing", "host_missing", "daemon_unreachable"];

function codeOf(error: unknown): string {
  return error instanceof FivestarError ? error.code : "host_failed";
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
  try {
    const citizen = await readCitizen(options);
    return {
      ret: 0,
      Certificate: {
        Name: citizen.name,
        Sex: citizen.sex,
        Nation: citizen.ethnicity,
        Birthday: dotted(citizen.birth),
        Address: citizen.address,
        IDNumber: citizen.number,
        IDIssued: citizen.authority,
        IssuedData: dotted(citizen.from),
        ValidDate: dotted(citizen.until),
        Base64Photo: citizen.portrait,
      },
    };
  } catch (error) {
    const code = codeOf(error);
    const ret = noCard.includes(code) ? 10 : noReader.includes(code) ? 1 : code === "deadline_exceeded" ? 100 : 30;
    return { ret, errMsg: problemText(code, "zh") };
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
  const fun = "EST_Reader_ReadIDCard#";
  try {
    const citizen = await readCitizen(options);
    return {
      fun,
      rCode: "0",
      errMsg: "",
      name: citizen.name,
      sex: citizen.sex,
      nation: citizen.ethnicity,
      birth: plain(citizen.birth),
      address: citizen.address,
      certNo: citizen.number,
      department: citizen.authority,
      effectData: plain(citizen.from),
      expire: plain(citizen.until),
      base64Data: citizen.portrait,
    };
  } catch (error) {
    const code = codeOf(error);
    return { fun, rCode: noCard.includes(code) ? "-2" : "-1", errMsg: problemText(code, "zh") };
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
  try {
    const citizen = await readCitizen(options);
    return {
      resultFlag: 0,
      errorMsg: "",
      resultContent: {
        partyName: citizen.name,
        gender: citizen.sex,
        nation: citizen.ethnicity,
        bornDay: plain(citizen.birth),
        certAddress: citizen.address,
        certNumber: citizen.number,
        certOrg: citizen.authority,
        effDate: plain(citizen.from),
        expDate: plain(citizen.until),
        identityPic: citizen.portrait,
      },
    };
  } catch (error) {
    const code = codeOf(error);
    return { resultFlag: noCard.includes(code) ? -11 : -1, errorMsg: problemText(code, "zh") };
  }
}
