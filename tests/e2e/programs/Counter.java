// SPDX-License-Identifier: Apache-2.0
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.Charset;

/** A program at a counter, in Java over JNA: `Counter LIBRARY`. It tells by a function's name which interface the library has. */
public final class Counter {
    private static final int OPEN_IN_THE_CALL = 1;

    private final NativeLibrary library;

    private Counter(String path) {
        library = NativeLibrary.getInstance(path);
    }

    private int call(String name, Object... arguments) {
        return library.getFunction(name).invokeInt(arguments);
    }

    private boolean has(String name) {
        try {
            return library.getFunction(name) != null;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }

    private static String gbk(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) ++length;
        return new String(text, 0, length, Charset.forName("GBK"));
    }

    /** Never opens the port: each call does. */
    private String record() {
        byte[] iin = new byte[4], serial = new byte[8], text = new byte[257], photo = new byte[1025];
        IntByReference textLength = new IntByReference(), photoLength = new IntByReference();
        int found = call("SDT_StartFindIDCard", 1001, iin, OPEN_IN_THE_CALL);
        int selected = call("SDT_SelectIDCard", 1001, serial, OPEN_IN_THE_CALL);
        int read = call("SDT_ReadBaseMsg", 1001, text, textLength, photo, photoLength, OPEN_IN_THE_CALL);
        String codes = "sdt: %x %x %x".formatted(found, selected, read);
        if (read != 0x90) return codes;
        String record = new String(text, 0, textLength.getValue(), java.nio.charset.StandardCharsets.UTF_16LE);
        return codes + " flag='" + record.charAt(124) + "' number=" + record.substring(61, 79).trim();
    }

    private String infos() {
        byte[][] texts = new byte[9][];
        int[] rooms = {31, 3, 10, 9, 19, 71, 31, 9, 9};
        for (int at = 0; at < texts.length; ++at) texts[at] = new byte[rooms[at]];
        call("InitComm", 1001);
        call("Routon_RepeatRead", true);
        if (call("Authenticate") != 1) return "routon: no card";
        int read = call("ReadBaseInfos", (Object[]) texts);
        call("CloseComm");
        return "routon: " + read + (read == 1 ? " " + gbk(texts[0]) + " " + gbk(texts[1]) + " number=" + gbk(texts[4]) : "");
    }

    private String text(String getter) {
        byte[] text = new byte[128];
        return call(getter, text, new IntByReference(1)) == 1 ? gbk(text) : "?";
    }

    private String fields() {
        int opened = call("CVR_InitComm", null, 2), authenticated = call("CVR_AuthenticateForNoJudge"), read = call("CVR_Read_Content", 1);
        String told = "cvr: " + opened + " " + authenticated + " " + read + " type=" + text("GetCertType") + " " + text("GetPeopleChineseName")
            + " number=" + text("GetPeopleIDCode");
        call("CVR_CloseComm");
        return told;
    }

    public static void main(String[] arguments) throws Exception {
        Counter counter = new Counter(arguments[0]);
        java.io.PrintStream out = new java.io.PrintStream(System.out, true, "UTF-8");
        if (counter.has("CVR_InitComm")) {
            out.println(counter.fields());
            return;
        }
        out.println(counter.record());
        if (counter.has("InitComm")) out.println(counter.infos());
    }
}
