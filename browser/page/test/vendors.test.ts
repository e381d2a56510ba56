// SPDX-License-Identifier: Apache-2.0
// The person is the one of the simulator's persona "resident" (sim/personas/sam/resident.json).
import { beforeEach, describe, expect, test, vi } from "vitest";

const answer = { id: "r1", card: "c1", reader: "desk", read_at: "2026-11-30T08:00:00Z", profile: "sam" };
const resident = {
  document: {
    type: "resident_id_card",
    number: "11010519491231002X",
    issuing_authority: { code: "110105", zh: "北京市公安局朝阳分局", en: null },
    valid_from: "2020-01-01",
    valid_until: null,
    long_term: true,
  },
  holder: {
    names: { chinese: "张三样本" },
    sex: "female",
    ethnicity: { code: "01", zh: "汉", en: "Han" },
    birth_date: "1949-12-31",
    address: "北京市朝阳区样本路1号",
  },
};
const read = vi.fn();

vi.mock("../src/index.js", async (original) => ({ ...(await original<typeof import("../src/index.js")>()), read }));
const { CardRead, FivestarError } = await import("../src/index.js");
const { citizenFields, cvr, est, zkidrOnline } = await import("../src/vendors.js");

function reads(record: object, verdict: string, portrait: () => Promise<Blob> = () => Promise.resolve(new Blob(["picture"]))): void {
  const card = new CardRead({ ...answer, record, verification: { verdict: verdict as "genuine", checks: [] } });
  card.portrait = portrait;
  read.mockResolvedValue(card);
}

beforeEach(() => {
  read.mockReset();
});

describe("a citizen's card", () => {
  test("has the members of each vendor", async () => {
    reads(resident, "genuine");
    expect(await zkidrOnline({ reader: "desk" })).toEqual({
      ret: 0,
      Certificate: {
        Name: "张三样本",
        Sex: "女",
        Nation: "汉",
        Birthday: "1949.12.31",
        Address: "北京市朝阳区样本路1号",
        IDNumber: "11010519491231002X",
        IDIssued: "北京市公安局朝阳分局",
        IssuedData: "2020.01.01",
        ValidDate: "长期",
        Base64Photo: btoa("picture"),
      },
    });
    expect(read).toHaveBeenCalledWith({ reader: "desk", fields: citizenFields });
    expect(await est()).toMatchObject({ rCode: "0", name: "张三样本", nation: "汉", birth: "19491231", certNo: "11010519491231002X", expire: "长期" });
    expect((await cvr()).resultContent).toMatchObject({ partyName: "张三样本", gender: "女", bornDay: "19491231", effDate: "20200101", expDate: "长期" });
  });

  test("may lack a portrait that can be decoded", async () => {
    reads(resident, "unverified", () => Promise.reject(new FivestarError("not_acceptable")));
    expect((await zkidrOnline()).Certificate?.Base64Photo).toBe("");
    reads(resident, "unverified", () => Promise.reject(new FivestarError("card_removed")));
    expect(await zkidrOnline()).toMatchObject({ ret: 10 });
  });
});

describe("refused", () => {
  test.each(["permanent_resident_card", "passport", "identity_card", "other", undefined])("a document of type %s", async (type) => {
    reads({ ...resident, document: { ...resident.document, type } }, "genuine");
    const [zk, of_est, of_cvr] = [await zkidrOnline(), await est(), await cvr()];
    expect(zk).toEqual({ ret: 30, errMsg: "该记录无法以此形式如实表达" });
    expect(of_est).toEqual({ fun: "EST_Reader_ReadIDCard#", rCode: "-1", errMsg: "该记录无法以此形式如实表达" });
    expect(of_cvr).toEqual({ resultFlag: -1, errorMsg: "该记录无法以此形式如实表达" });
  });

  test("a card that is not genuine, or not known to be", async () => {
    reads(resident, "not_genuine");
    expect(await cvr()).toEqual({ resultFlag: -1, errorMsg: "证件核验不通过" });
    read.mockResolvedValue(new CardRead({ ...answer, record: resident }));
    expect(await cvr()).toMatchObject({ resultFlag: -1 });
  });
});

test("problems have the vendors' codes", async () => {
  for (const [code, ret, rCode, resultFlag] of [
    ["no_card", 10, "-2", -11],
    ["extension_missing", 1, "-1", -1],
    ["deadline_exceeded", 100, "-1", -1],
    ["consent_denied", 30, "-1", -1],
  ] as const) {
    read.mockRejectedValue(new FivestarError(code));
    expect(await zkidrOnline()).toMatchObject({ ret });
    expect(await est()).toMatchObject({ rCode });
    expect(await cvr()).toMatchObject({ resultFlag });
  }
  read.mockRejectedValue(new Error("unexpected"));
  expect(await zkidrOnline()).toMatchObject({ ret: 30 });
});
