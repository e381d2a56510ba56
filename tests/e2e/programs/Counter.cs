// SPDX-License-Identifier: Apache-2.0
// A program at a counter, in C# over P/Invoke: `Counter.exe sdt` or `Counter.exe cvr`. The libraries are found by LD_LIBRARY_PATH, the first of them
// by a name that programs give for Windows, too.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Counter
{
    [DllImport("libsdtapi.so")] static extern int SDT_OpenPort(int port);
    [DllImport("libsdtapi.so")] static extern int SDT_ClosePort(int port);
    [DllImport("libsdtapi.so")] static extern int SDT_StartFindIDCard(int port, byte[] iin, int ifOpen);
    [DllImport("libsdtapi.so")] static extern int SDT_SelectIDCard(int port, byte[] serial, int ifOpen);
    [DllImport("libsdtapi.so")]
    static extern int SDT_ReadBaseMsg(int port, byte[] text, ref uint textLength, byte[] photo, ref uint photoLength, int ifOpen);

    [DllImport("lib100UD.so")] static extern int CVR_InitComm(string path, int protocol);
    [DllImport("lib100UD.so")] static extern int CVR_CloseComm();
    [DllImport("lib100UD.so")] static extern int CVR_AuthenticateForNoJudge();
    [DllImport("lib100UD.so")] static extern int CVR_Read_Content(int active);
    [DllImport("lib100UD.so")] static extern int CVR_GetSAMID(StringBuilder text, ref int length);
    [DllImport("lib100UD.so")] static extern int CVR_GetUID(byte[] uid, ref int length);
    [DllImport("lib100UD.so")] static extern int GetCertType(byte[] text, ref int length);
    [DllImport("lib100UD.so")] static extern int GetPeopleIDCode(StringBuilder text, ref int length);
    [DllImport("lib100UD.so")] static extern int GetOldForeignerIDCode(StringBuilder text, ref int length);

    delegate int Getter(StringBuilder text, ref int length);

    // As a published program does it: a builder of 64 characters, and its size as the length.
    static string Text(Getter getter)
    {
        var text = new StringBuilder(64);
        int length = 64;
        return getter(text, ref length) == 1 ? text.ToString().TrimEnd('\0') : "?";
    }

    static void Sdt()
    {
        byte[] iin = new byte[4], serial = new byte[8], text = new byte[512], photo = new byte[2048];
        uint textLength = 0, photoLength = 0;
        int port = 1001;
        while (port <= 1016 && SDT_OpenPort(port) != 0x90) ++port;
        int found = SDT_StartFindIDCard(port, iin, 0), selected = SDT_SelectIDCard(port, serial, 0);
        int read = SDT_ReadBaseMsg(port, text, ref textLength, photo, ref photoLength, 0);
        string record = Encoding.Unicode.GetString(text, 0, 256);
        Console.WriteLine("sdt: {0:x} {1:x} {2:x} flag='{3}' number={4}", found, selected, read, record[124], record.Substring(61, 18).Trim());
        SDT_ClosePort(port);
    }

    static void Cvr()
    {
        int opened = CVR_InitComm(null, 2);
        int authenticated = CVR_AuthenticateForNoJudge(), read = CVR_Read_Content(1);
        byte[] type = new byte[16], uid = new byte[8];
        int length = 16;
        GetCertType(type, ref length);
        length = 8;
        CVR_GetUID(uid, ref length);
        Console.WriteLine("cvr: {0} {1} {2} type={3} number={4} before={5} uid={6} sam={7}", opened, authenticated, read, (char)type[0],
                          Text(GetPeopleIDCode), Text(GetOldForeignerIDCode), BitConverter.ToString(uid), Text(CVR_GetSAMID));
        CVR_CloseComm();
    }

    static void Main(string[] arguments)
    {
        if (arguments[0] == "sdt") Sdt(); else Cvr();
    }
}
