# SPDX-License-Identifier: Apache-2.0
"""Programs at counters over the interfaces that hand out fields: Routon's layer of libsdtapi.so, lib100UD.so, and libwltrs.so. Over the
daemon, a real pcscd, our driver and simulated modules. Run below tools/with-pcscd --modules 2."""

import base64
import concurrent.futures
import ctypes
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile
import threading
import unittest

import compat_test
import not_run
from card_layers import Cvr, Routon
from compat_test import KINDS, SAM_ID, VECTORS, VISITOR
from daemon import BUILD, wait_until

CVR_LIBRARY = BUILD / "compat" / "lib100UD.so"
WLT = b"SPECIMEN, not a photograph of anybody. "
BITMAP = 38862

# The cards of sim/personas/sam, whose texts are those of tests/vectors/samv/README.md.
CITIZEN = {"name": "张三样本", "sex": "女", "folk": "汉", "birth": "19491231", "code": "11010519491231002X",
           "address": "北京市朝阳区样本路1号", "agency": "北京市公安局朝阳分局", "from": "20200101", "to": "长期"}
PERMIT = {"name": "样本", "sex": "男", "folk": "", "birth": "19900101", "code": "810000199001010019",
          "address": "广东省深圳市样本路1号", "agency": "深圳市公安局", "from": "20200101", "to": "20250101"}
ADDRESSES = ["北京市海淀区样本街2号", "上海市浦东新区样本路3号院4号楼"]
FIVE_STAR = {"GetCertType": "4", "GetPeopleName": "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN", "GetPeopleChineseName": "证件样本证件样本证件样本证件样",
             "GetPeopleSex": "女", "GetPeopleNation": "PAK", "GetNationCode": "PAK", "GetPeopleBirthday": "19800101", "GetPeopleAddress": "",
             "GetPeopleIDCode": "931586198001010028", "GetDepartment": "国家移民管理局", "GetStartDate": "20230808", "GetEndDate": "20330807",
             "GetPeopleCertVersion": "", "GetIssuesNum": "00", "GetOldForeignerIDCode": "PAK310080010103"}
OLDER = {**FIVE_STAR, "GetCertType": "1", "GetPeopleName": "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y",
         "GetPeopleChineseName": "证件样本证件样本证件样本证件", "GetPeopleIDCode": "PAK310080010103", "GetDepartment": "公安部",
         "GetPeopleCertVersion": "01", "GetIssuesNum": "", "GetOldForeignerIDCode": ""}
CITIZEN_BY_FUNCTION = {"GetCertType": "0", "GetPeopleName": CITIZEN["name"], "GetPeopleChineseName": CITIZEN["name"], "GetPeopleSex": "女",
                       "GetPeopleNation": "汉", "GetNationCode": "01", "GetPeopleBirthday": CITIZEN["birth"],
                       "GetPeopleAddress": CITIZEN["address"], "GetPeopleIDCode": CITIZEN["code"], "GetDepartment": CITIZEN["agency"],
                       "GetStartDate": CITIZEN["from"], "GetEndDate": "长期", "GetPeopleCertVersion": "", "GetIssuesNum": "",
                       "GetOldForeignerIDCode": ""}
PERMIT_BY_FUNCTION = {**CITIZEN_BY_FUNCTION, "GetCertType": "2", "GetPeopleName": "样本", "GetPeopleChineseName": "样本", "GetPeopleSex": "男",
                      "GetPeopleNation": "", "GetNationCode": "", "GetPeopleBirthday": PERMIT["birth"], "GetPeopleAddress": PERMIT["address"],
                      "GetPeopleIDCode": PERMIT["code"], "GetDepartment": PERMIT["agency"], "GetEndDate": PERMIT["to"], "GetIssuesNum": "01"}
BY_FUNCTION = {"resident": CITIZEN_BY_FUNCTION, "hmt-resident": PERMIT_BY_FUNCTION, "permanent-resident-2017": OLDER,
               "five-star-2023": FIVE_STAR}


class Layers(compat_test.OverTheDaemon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cvr_library = shutil.copy(CVR_LIBRARY, cls.folder.name)
        shutil.copy(pathlib.Path(__file__).with_name("card_layers.py"), cls.folder.name)
        os.chmod(cls.cvr_library, 0o755)
        cls.routon = Routon(cls.library)
        cls.cvr = Cvr(cls.cvr_library)

    def setUp(self):
        self.work = tempfile.TemporaryDirectory(prefix="fivestar-work-")
        self.addCleanup(self.work.cleanup)
        before = os.getcwd()
        os.chdir(self.work.name)
        self.addCleanup(os.chdir, before)

    def files(self):
        """The names of the files in the current directory, all of them for their owner alone."""
        names = sorted(os.listdir())
        self.assertEqual({stat.S_IMODE(os.stat(name).st_mode) for name in names} - {0o600}, set(), names)
        return names

    def authenticated(self, function):
        """Calls it until a card is there: a busy machine may need a second look."""
        return wait_until(lambda: function() == 1, "a card")


class RoutonLayer(Layers):
    def test_ports_are_scanned(self):
        self.assertEqual([port for port in [*range(1001, 1017), *range(1, 17)] if self.routon.InitComm(port) == 1], [1001, 1002])
        self.assertEqual([self.routon.CloseComm(), self.routon.CloseComm(), self.routon.Authenticate(), self.routon.CardOn()], [1, 0, 0, 0])
        for port in (-2**31, -1, 0, 17, 65, 1017, 2**31 - 1):
            self.assertEqual(self.routon.InitComm(port), 0, port)

    def test_each_kind(self):
        self.assertEqual(self.routon.InitComm(1001), 1)
        self.assertEqual([self.routon.Authenticate(), self.routon.CardOn(), self.routon.infos()], [0, 0, None])
        for persona, infos in (("resident", CITIZEN), ("hmt-resident", PERMIT), ("permanent-resident-2017", None), ("five-star-2023", None)):
            with self.subTest(persona), self.module(persona):
                self.wait_for_card()
                self.assertEqual(self.routon.infos(), None, "a card that was not found yet")
                self.authenticated(self.routon.Authenticate)
                self.assertEqual(self.routon.infos(), infos)
                record = self.routon.message("ReadBaseMsgW", 256)
                self.assertEqual(len(record), 256)
                if persona in KINDS:
                    self.assertEqual(record, (VECTORS / f"text_{KINDS[persona]}.bin").read_bytes())
                self.assertEqual([self.routon.CardOn(), self.routon.Authenticate()], [1, 0], "lift it first")
            self.wait_for_none()
        self.assertEqual(self.files(), [])
        self.assertEqual(self.routon.CloseComm(), 1)

    def test_what_else_a_card_has(self):
        self.assertEqual(self.routon.InitComm(1001), 1)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.routon.Authenticate)
            row = self.routon.message("ReadBaseMsg", 192)
            self.assertEqual([row[start:start + 31].split(b"\0")[0].decode("gb18030") for start in (0, 31, 53, 124)],
                             [CITIZEN["name"], "女", CITIZEN["address"][:15], CITIZEN["code"]])
            self.assertEqual(self.routon.new_addresses(), ADDRESSES)
            octets, sam_id = compat_test.Buffer(28), compat_test.Buffer(37)
            self.assertEqual([self.routon.ReadIINSNDN(octets.pointer), self.routon.GetSAMIDToStr(sam_id.pointer)], [1, 1])
            self.assertEqual((octets.octets()[4:12].hex(), sam_id.octets()), ("5350454300001949", SAM_ID.encode() + b"\0"))
        self.assertEqual(self.routon.CloseComm(), 1)

    def test_a_card_is_read_again_only_if_the_program_wants_that(self):
        self.assertEqual(self.routon.InitComm(1001), 1)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.routon.Authenticate)
            self.assertEqual(self.routon.infos(), CITIZEN)
            self.assertEqual(self.routon.Authenticate(), 0)
            self.assertEqual(self.routon.Routon_RepeatRead(True), 1)
            for _ in range(3):
                self.assertEqual((self.routon.Authenticate(), self.routon.infos()), (1, CITIZEN))
            self.assertEqual(self.routon.Routon_RepeatRead(False), 1)
            self.assertEqual(self.routon.Authenticate(), 0)
        self.assertEqual([self.routon.Routon_Mute(True), self.routon.Routon_BeepLED(True, True, 50), self.routon.Routon_FindPassport(),
                          self.routon.Routon_ReadPassport(None, None, None), self.routon.CloseComm()], [1, 1, 0, 0, 1])

    def test_both_layers_see_the_same_card(self):
        with self.module("resident"):
            self.wait_for_card()
            self.assertEqual(self.routon.InitComm(1001), 1)
            self.assertEqual((self.sdt.find()[0], self.sdt.select()[0], self.routon.infos()), (0x9F, 0x90, CITIZEN))
            self.assertEqual((self.routon.Authenticate(), self.sdt.find()[0]), (0, 0x80))
            self.assertEqual(self.routon.CloseComm(), 1)

    def test_an_older_picture_does_not_stay(self):
        pathlib.Path("photo.bmp").write_text("of the person before")
        self.assertEqual(self.routon.InitComm(1001), 1)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.routon.Authenticate)
            self.assertEqual(self.routon.infos(self.work.name), CITIZEN)
        self.assertEqual(self.files(), [], "no decoder, no picture")
        self.assertEqual(self.routon.CloseComm(), 1)


class CvrLayer(Layers):
    def test_each_kind(self):
        self.assertEqual([self.cvr.CVR_Authenticate(), self.cvr.CVR_Read_Content(1), self.cvr.CVR_CloseComm(), self.cvr.text("GetPeopleName")],
                         [0, 0, -1, None])
        self.assertEqual([self.cvr.open(), self.cvr.CVR_GetStatus(), self.cvr.CVR_Authenticate()], [1, 1, 2])
        for persona, texts in BY_FUNCTION.items():
            with self.subTest(persona), self.module(persona):
                self.wait_for_card()
                self.authenticated(self.cvr.CVR_Authenticate)
                self.assertEqual(self.cvr.text("GetPeopleName"), None, "of no card before this one was read")
                self.assertEqual(self.cvr.CVR_Read_Content(1), 1)
                self.assertEqual({name: self.cvr.text(name) for name in texts}, texts)
                self.assertEqual(self.cvr.octets("GetBMPData", BITMAP), None, "no decoder")
                self.assertEqual(self.cvr.CVR_Authenticate(), 2, "lift it first")
                self.assertEqual((self.cvr.CVR_AuthenticateForNoJudge(), self.cvr.CVR_Read_Content(1)), (1, 1))
            self.wait_for_none()
        self.assertEqual(self.cvr.text("GetPeopleIDCode"), FIVE_STAR["GetPeopleIDCode"], "until the next card is looked for")
        self.assertEqual([self.cvr.CVR_CloseComm(), self.cvr.CVR_CloseComm(), self.cvr.text("GetPeopleIDCode")], [1, -1, None])

    def test_what_else_a_card_has(self):
        self.assertEqual(self.cvr.open(), 1)
        self.assertEqual(self.cvr.text("CVR_GetSAMID", 37), SAM_ID)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.cvr.CVR_Authenticate)
            record, photo = self.cvr.message(1)
            self.assertEqual((len(record), len(photo), photo[:len(WLT)]), (256, 1024, WLT))
            text, _ = self.cvr.message(2)
            self.assertEqual(text.decode("gb18030"), record.decode("utf-16-le"))
            self.assertEqual([self.cvr.message(mode) for mode in (0, 5, -1, 2**31 - 1)], [0] * 4)
            self.assertEqual(self.cvr.octets("CVR_GetUID", 8).hex(), "5350454300001949")
            self.assertEqual(self.cvr.text("GetNewAppMsg", 284), "\n".join(ADDRESSES))
        self.assertEqual(self.cvr.CVR_CloseComm(), 1)

    def test_files_are_those_that_the_number_names(self):
        self.assertEqual(self.cvr.open(), 1)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.cvr.CVR_Authenticate)
            for active, names in ((1, ["WZ.TXT", "XP.WLT"]), (2, ["WZ.TXT", "XP.WLT"]), (3, ["NEWADD.TXT"]), (4, ["WZ.TXT"]),
                                  (5, ["IINSNDN.bin"]), (6, ["WZ.TXT"])):
                pathlib.Path("ZP.BMP").write_text("of the person before")
                os.chmod("ZP.BMP", 0o600)
                self.assertEqual(self.cvr.CVR_Read_Content(active), 1)
                self.assertEqual(self.files(), names if active in (1, 4, 6) else sorted([*names, "ZP.BMP"]), active)
                if active == 1:
                    self.assertEqual((len(pathlib.Path("WZ.TXT").read_bytes()), len(pathlib.Path("XP.WLT").read_bytes())), (256, 1024))
                if active in (4, 6):
                    self.assertEqual(pathlib.Path("WZ.TXT").read_bytes().decode("gb18030").split("\r\n"),
                                     [CITIZEN["name"], "女", "汉", CITIZEN["birth"], CITIZEN["address"], CITIZEN["code"], CITIZEN["agency"],
                                      "20200101-长期", ""])
                for name in os.listdir():
                    os.unlink(name)
            self.assertEqual([self.cvr.CVR_Read_Content(active) for active in (-1, 0, 7, 2**31 - 1)], [0] * 4)
            os.symlink("elsewhere", "WZ.TXT")
            self.assertEqual([self.cvr.CVR_Read_Content(active) for active in (1, 2, 4)], [1, 0, 0], "functions serve without files")
            self.assertEqual(os.readlink("WZ.TXT"), "elsewhere")
        self.assertEqual(self.cvr.CVR_CloseComm(), 1)

    def test_an_administrator_can_forbid_files(self):
        file = pathlib.Path(self.folder.name) / "no-files.toml"
        file.write_text(f'socket = "{self.daemon.socket}"\nfiles = "never"\n')
        with self.module("resident"):
            self.wait_for_card()
            told = self.other_process(
                "import os, time\nfrom card_layers import Cvr\nos.chdir(sys.argv[4])\ncvr = Cvr(sys.argv[3])\n"
                "print(cvr.open(), cvr.CVR_Authenticate(), [cvr.CVR_Read_Content(active) for active in range(1, 7)], len(cvr.message(3)), os.listdir())",
                self.cvr_library, self.work.name, FIVESTAR_COMPAT_CONFIG=str(file))
        self.assertEqual(told, "1 1 [1, 1, 1, 1, 1, 1] 2 []\n")


@unittest.skipUnless(os.getuid() == 0, "a plug-in belongs to root, and so does its directory")
class Pictures(Layers):
    """With a decoder of the test's own format: octet 0 of the WLT is added to pixels that count up."""

    @classmethod
    def setUpClass(cls):
        cls.plugins = tempfile.TemporaryDirectory(prefix="fivestar-plug-in-", dir="/run")
        plugin = shutil.copy(BUILD / "tests/daemon/portrait/libwlt_plugin_decode.so", cls.plugins.name)
        cls.GRANTS = (f'[portrait]\nwlt_plugin = "{plugin}"\n{cls.GRANTS}[[client]]\nname = "no-pictures"\nuid = {VISITOR + 4}\n'
                      'fields = ["raw.cn_text", "module", "verification"]\n')
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.plugins.cleanup()

    def check(self, bitmap):
        """The rows of a BMP begin with the lowest, and have blue, green and red."""
        self.assertEqual((len(bitmap), bitmap[:2]), (BITMAP, b"BM"))
        pixels = bytes((at + WLT[0]) % 256 for at in range(102 * 126 * 3))
        rows = [bitmap[54 + 308 * row:54 + 308 * row + 306] for row in reversed(range(126))]
        self.assertEqual(b"".join(row[at:at + 3][::-1] for row in rows for at in range(0, 306, 3)), pixels)

    def test_pictures_by_functions_and_in_files(self):
        self.assertEqual(self.cvr.open(), 1)
        with self.module("five-star-2023"):
            self.wait_for_card()
            self.authenticated(self.cvr.CVR_Authenticate)
            self.assertEqual(self.cvr.CVR_Read_Content(1), 1)
            self.assertEqual(self.files(), ["WZ.TXT", "XP.WLT", "ZP.BMP"])
            self.check(pathlib.Path("ZP.BMP").read_bytes())
            self.check(self.cvr.octets("GetBMPData", 40000))
            self.check(base64.b64decode(self.cvr.octets("Getbase64BMPData", 60000), validate=True))
            self.assertEqual(base64.b64decode(self.cvr.octets("Getbase64JpgData", 60000), validate=True)[:3], b"\xFF\xD8\xFF")
            wlt, picture = pathlib.Path("XP.WLT").read_bytes(), compat_test.Buffer(BITMAP)
            self.assertEqual(self.cvr.DecodingPhotos(wlt, 1024, picture.pointer, BITMAP), BITMAP)
            self.check(picture.octets())
            self.assertEqual([self.cvr.DecodingPhotos(wlt, 1023, picture.pointer, BITMAP), self.cvr.DecodingPhotos(wlt, 1024, picture.pointer, BITMAP - 1),
                              self.cvr.DecodingPhotos(bytes(1024), 1024, picture.pointer, BITMAP), self.cvr.DecodingPhotos(None, 1024, None, BITMAP)],
                             [0] * 4)
        self.assertEqual(self.cvr.CVR_CloseComm(), 1)

    def test_photo_bmp(self):
        self.assertEqual(self.routon.InitComm(1001), 1)
        with self.module("resident"):
            self.wait_for_card()
            self.authenticated(self.routon.Authenticate)
            self.assertEqual(self.routon.infos(self.work.name), CITIZEN)
            self.assertEqual(self.files(), ["photo.bmp"])
            self.check(pathlib.Path("photo.bmp").read_bytes())
            self.assertEqual(self.routon.infos("/nonexistent"), CITIZEN, "a portrait never fails a read")
        self.assertEqual(self.routon.CloseComm(), 1)

    def test_get_bmp_of_the_companion(self):
        os.symlink(self.library, f"{self.work.name}/libwltrs.so")
        companion = ctypes.CDLL(f"{self.work.name}/libwltrs.so")
        os.unlink("libwltrs.so")
        with self.module("resident") as module:
            self.wait_for_card()
            self.assertIsInstance(self.sdt.card(), bytes)
            self.assertEqual(self.sdt.read_to_files("wz.txt", "xp.wlt")[0], 0x90)
            self.assertEqual(companion.GetBmp(b"xp.wlt", 2), 1, "the state of libsdtapi.so")
            self.check(pathlib.Path("xp.bmp").read_bytes())
            self.assertEqual(self.files(), ["wz.txt", "xp.bmp", "xp.wlt"])
            pathlib.Path("short.wlt").write_bytes(bytes(1023))
            pathlib.Path("long.wlt").write_bytes(bytes(1025))
            pathlib.Path("other.wlt").write_bytes(bytes(1024))
            self.assertEqual([companion.GetBmp(name, 2) for name in (b"wz.txt", b".wlt", b"missing.wlt", b"short.wlt", b"long.wlt", b"other.wlt", None)],
                             [-2, -2, -3, -4, -4, 0, -3])
            module.say("lift")
            self.wait_for_none()
            self.assertEqual(companion.GetBmp(b"xp.wlt", 2), 0)

    def test_a_program_without_a_grant_of_the_portrait(self):
        with self.module("resident"):
            self.wait_for_card()
            os.chmod(self.work.name, 0o777)
            told = self.other_process(
                "import os, ctypes\nfrom card_layers import Cvr\nos.chdir(sys.argv[4])\ncvr = Cvr(sys.argv[3])\n"
                "print(cvr.open(), cvr.CVR_Authenticate(), cvr.CVR_Read_Content(1), cvr.text('GetPeopleIDCode'), cvr.octets('GetBMPData'), sorted(os.listdir()))\n"
                "sdt.card()\nprint(sdt.library.GetBmp(b'XP.WLT'.lower(), 2))\nos.rename('XP.WLT', 'xp.wlt')\nprint(sdt.library.GetBmp(b'xp.wlt', 2))",
                self.cvr_library, self.work.name, user=VISITOR + 4)
        self.assertEqual(told, f"1 1 1 {CITIZEN['code']} None ['WZ.TXT', 'XP.WLT']\n-3\n-5\n")


@unittest.skipUnless(os.getuid() == 0, "other users' programs need root")
class LayerGrants(Layers):
    def test_a_kind_that_a_program_does_not_know_is_refused_to_it_alone(self):
        routon = "from card_layers import Cvr, Routon\nlayer = Routon(sys.argv[2])\nprint(layer.InitComm(1001), layer.Authenticate(), layer.message('ReadBaseMsgW', 256) is not None)"
        cvr = ("from card_layers import Cvr\nimport os\nos.chdir('/')\nlayer = Cvr(sys.argv[3])\n"
               "print(layer.open(), layer.CVR_Authenticate(), layer.CVR_Read_Content(1), layer.text('GetCertType'), layer.text('GetPeopleIDCode'))")
        for persona, flag in (("permanent-resident-2017", "1"), ("hmt-resident", "2"), ("resident", "0")):
            with self.subTest(persona), self.module(persona):
                self.wait_for_card()
                self.assertEqual(self.other_process(routon, self.cvr_library, user=VISITOR), "1 1 True\n")
                self.assertTrue(self.other_process(cvr, self.cvr_library, user=VISITOR).startswith(f"1 1 1 {flag} "))
            self.wait_for_none()
        for program, told in ((routon, "1 1 False\n"), (cvr, "1 1 0 None None\n")):
            events = self.daemon.events()
            with self.module("five-star-2023"):
                self.wait_for_card()
                self.assertEqual(self.other_process(program, self.cvr_library, user=VISITOR), told)
                events.wait_for("read_finished", outcome="document_not_accepted")
                self.assertEqual(self.cvr.open(), 1)
                self.authenticated(self.cvr.CVR_AuthenticateForNoJudge)
                self.assertEqual((self.cvr.CVR_Read_Content(1), self.cvr.text("GetCertType")), (1, "4"), "another program reads it")
                self.assertEqual(self.cvr.CVR_CloseComm(), 1)
            events.close()
            self.wait_for_none()
        audited = [line for line in self.daemon.log_text().splitlines() if "citizens" in line and "document_not_accepted" in line]
        self.assertEqual(len(audited), 2, "in the log, once for each program")


class HostileLayers(Layers):
    def test_wrong_pointers_are_a_code(self):
        with self.module("resident"):
            self.wait_for_card()
            told = self.other_process(
                "from card_layers import Cvr, Routon\nimport os\nos.chdir(sys.argv[4])\nlibc = ctypes.CDLL(None)\nlibc.mmap.restype = ctypes.c_void_p\n"
                "read_only = libc.mmap(None, ctypes.c_size_t(4096), 1, 0x22, -1, ctypes.c_long(0))\n"
                "routon, cvr = Routon(sys.argv[2]), Cvr(sys.argv[3])\nrouton.Routon_RepeatRead(True)\n"
                "assert routon.InitComm(1001) == 1 and cvr.open() == 1\n"
                "assert cvr.CVR_Authenticate() == 1 and cvr.CVR_Read_Content(1) == 1\n"
                "codes = set()\n"
                "for bad in (None, ctypes.c_void_p(1), ctypes.c_void_p(read_only), ctypes.c_void_p(2**64 - 8)):\n"
                "    assert routon.Authenticate() == 1\n"
                "    codes |= {routon.ReadBaseInfos(*[bad] * 9), routon.ReadBaseInfosPhoto(*[bad] * 10), routon.ReadBaseMsg(bad, bad),\n"
                "              routon.ReadBaseMsgW(bad, bad), routon.ReadNewAppInfos(*[bad] * 5), routon.ReadIINSNDN(bad), routon.GetSAMIDToStr(bad)}\n"
                "    codes |= {cvr.CVR_ReadBaseMsg(bad, bad, bad, bad, mode) for mode in (1, 2, 3, 4)}\n"
                "    codes |= {cvr.DecodingPhotos(bad, 1024, bad, 38862), cvr.CVR_GetUID(bad, bad), cvr.CVR_GetSAMID(bad, bad)}\n"
                "    codes |= {getattr(cvr, name)(bad, bad) for name in sys.argv[5].split()}\n"
                "    print(routon.library.GetBmp(bad, 2), end=' ')\n"
                "print(codes, sorted(os.listdir()))",
                self.cvr_library, self.work.name, " ".join([*FIVE_STAR, "GetNewAppMsg", "GetBMPData", "Getbase64BMPData", "Getbase64JpgData"]))
        self.assertEqual(told, "-3 -3 -2 -3 {0} ['WZ.TXT', 'XP.WLT']\n")

    def test_threads_and_forks(self):
        with self.module("resident"):
            self.wait_for_card()
            self.assertEqual((self.routon.InitComm(1001), self.cvr.open()), (1, 1))
            self.authenticated(self.routon.Authenticate)
            self.authenticated(self.cvr.CVR_Authenticate)
            self.assertEqual(self.cvr.CVR_Read_Content(1), 1)
            stop = threading.Event()

            def poll():
                while not stop.is_set():
                    self.assertIn(self.routon.infos(), (CITIZEN, None))
                    self.assertIn(self.cvr.text("GetPeopleName"), (CITIZEN["name"], None))
                    self.assertIn(self.routon.CardOn(), (0, 1))
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                pollers = [pool.submit(poll) for _ in range(4)]
                try:
                    for _ in range(20):
                        child = os.fork()
                        if child == 0:
                            os._exit(0 if self.cvr.text("GetPeopleName") == CITIZEN["name"] and self.routon.CardOn() == 1 else 1)
                        self.assertEqual(os.waitpid(child, 0)[1], 0)
                finally:
                    stop.set()
                for poller in pollers:
                    poller.result()
            self.assertEqual((self.routon.CloseComm(), self.cvr.CVR_CloseComm()), (1, 1))

    def test_a_daemon_that_is_restarted(self):
        with self.module("resident"):
            self.wait_for_card()
            self.assertEqual((self.routon.InitComm(1001), self.cvr.open()), (1, 1))
            self.authenticated(self.cvr.CVR_Authenticate)
            self.assertEqual(self.cvr.CVR_Read_Content(1), 1)
            self.daemon.process.terminate()
            self.assertEqual(self.daemon.process.wait(60), 0)
            wait_until(lambda: self.cvr.CVR_GetStatus() == 0, "the end of the daemon")
            self.assertEqual([self.routon.Authenticate(), self.routon.CardOn(), self.routon.infos(), self.cvr.CVR_Read_Content(1),
                              self.cvr.octets("GetBMPData"), self.cvr.CVR_Authenticate(), self.cvr.CVR_AuthenticateForNoJudge()],
                             [0, 0, None, 0, None, 2, 2])
            self.daemon.process = subprocess.Popen([compat_test.FIVESTARD, "--config", self.daemon.configuration_file],
                                                   stdout=self.daemon.log, stderr=self.daemon.log)
            wait_until(self.daemon._ready, "the daemon's socket")
            self.wait_for_card()
            self.authenticated(self.routon.Authenticate)
            self.assertEqual(self.routon.infos(), CITIZEN)
            self.authenticated(self.cvr.CVR_Authenticate)
            self.assertEqual((self.cvr.CVR_Read_Content(1), self.cvr.text("GetPeopleName")), (1, CITIZEN["name"]))
            self.assertEqual((self.routon.CloseComm(), self.cvr.CVR_CloseComm()), (1, 1))


if __name__ == "__main__":
    not_run.main()
