// SPDX-License-Identifier: Apache-2.0

// Reads a passport with progress, and prints verdict and reasons; see README.md. java Passport.java SOCKET <keys
// Java 17 and later. Java's HttpClient has no Unix sockets, so this one writes HTTP to a channel. A program with a JSON library needs no Json.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

public class Passport {
    /** One request. Closing it cancels a read, and so does the end of its time. */
    static final class Exchange implements AutoCloseable {
        private static final int LONGEST_LINE = 4 << 20;

        final int status;
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        private final Timer timer = new Timer(true);
        private final BufferedReader reader;

        /** HTTP/1.0: the answer is not chunked, and ends with the connection. */
        Exchange(String socket, String method, String target, String body, long milliseconds) throws IOException {
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    close();
                }
            }, milliseconds);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                byte[] octets = body.getBytes(StandardCharsets.UTF_8);
                String head = method + " " + target + " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Accept: text/event-stream, application/problem+json\r\nContent-Length: " + octets.length + "\r\n\r\n";
                for (byte[] part : new byte[][] {head.getBytes(StandardCharsets.US_ASCII), octets}) {
                    for (ByteBuffer rest = ByteBuffer.wrap(part); rest.hasRemaining();) channel.write(rest);
                }
                reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
                String line = line();
                if (line == null || !line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) throw new IOException("the answer is not HTTP");
                status = Integer.parseInt(line.substring(9, 12));
                while (line != null && !line.isEmpty()) line = line();
            } catch (IOException | RuntimeException error) {
                close();
                throw error;
            }
        }

        /** Null at the end. */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int character = reader.read(); character != '\n'; character = reader.read()) {
                if (character < 0) return line.isEmpty() ? null : line.toString();
                if (line.length() == LONGEST_LINE) throw new IOException("the answer is too large");
                if (character != '\r') line.append((char) character);
            }
            return line.toString();
        }

        @Override
        public void close() {
            timer.cancel();
            try {
                channel.close();
            } catch (IOException error) {
                // closed, as it should be
            }
        }
    }

    /** A refusal of the daemon with its stable code. `title` and `detail` are for people. */
    static final class Problem extends IOException {
        final String code;

        Problem(Json problem) {
            super(problem.at("code").text() + ": " + problem.at("title").text()
                + (problem.at("detail").text().isEmpty() ? "" : ": " + problem.at("detail").text()));
            code = problem.at("code").text();
        }
    }

    /** A JSON value: a Map, List, String, Double, Boolean or null. */
    record Json(Object value) {
        Json at(String name) {
            return new Json(value instanceof Map<?, ?> members ? members.get(name) : null);
        }

        List<Json> elements() {
            List<Json> found = new ArrayList<>();
            if (value instanceof List<?> list) list.forEach(one -> found.add(new Json(one)));
            return found;
        }

        /** Empty if it is no text. */
        String text() {
            return value instanceof String text ? text : "";
        }

        long number() {
            return value instanceof Double number ? number.longValue() : 0;
        }

        static Json parse(String text) throws IOException {
            try {
                Parser parser = new Parser(text);
                return new Json(parser.value(0));
            } catch (RuntimeException error) {
                throw new IOException("the answer is not JSON");
            }
        }

        private static final class Parser {
            private static final int DEEPEST = 64;
            private final String text;
            private int at = 0;

            Parser(String text) {
                this.text = text;
            }

            private char next() {
                while (Character.isWhitespace(text.charAt(at))) ++at;
                return text.charAt(at++);
            }

            private void expect(boolean right) {
                if (!right) throw new IllegalArgumentException();
            }

            Object value(int depth) {
                expect(depth < DEEPEST);
                char first = next();
                switch (first) {
                    case '{': {
                        Map<String, Object> members = new LinkedHashMap<>();
                        for (char end = next(); end != '}'; end = next()) {
                            if (end == ',') end = next();
                            expect(end == '"');
                            String name = string();
                            expect(next() == ':');
                            members.put(name, value(depth + 1));
                        }
                        return members;
                    }
                    case '[': {
                        List<Object> elements = new ArrayList<>();
                        for (char end = next(); end != ']'; end = next()) {
                            if (end != ',') --at;
                            elements.add(value(depth + 1));
                        }
                        return elements;
                    }
                    case '"':
                        return string();
                    default: {
                        int from = --at;
                        while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) ++at;
                        String word = text.substring(from, at);
                        return switch (word) {
                            case "true" -> Boolean.TRUE;
                            case "false" -> Boolean.FALSE;
                            case "null" -> null;
                            default -> Double.valueOf(word);
                        };
                    }
                }
            }

            private String string() {
                StringBuilder result = new StringBuilder();
                for (char character = text.charAt(at++); character != '"'; character = text.charAt(at++)) {
                    if (character == '\\') {
                        character = text.charAt(at++);
                        if (character == 'u') {
                            character = (char) Integer.parseInt(text.substring(at, at += 4), 16);
                        } else if ("bfnrt".indexOf(character) >= 0) {
                            character = "\b\f\n\r\t".charAt("bfnrt".indexOf(character));
                        }
                    }
                    result.append(character);
                }
                return result.toString();
            }
        }
    }

    private static final long READ_MILLISECONDS = 360_000; // the daemon's own deadlines end a read before
    private static final long REQUEST_MILLISECONDS = 30_000;

    static String quoted(String text) {
        StringBuilder result = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            result.append(character < ' ' || character == '"' || character == '\\' ? String.format("\\u%04x", (int) character) : character);
        }
        return result.append('"').toString();
    }

    /** Reads the card on the only reader with one. */
    static Json readCard(String socket, String mrz) throws IOException {
        String order = "{\"access\":{\"mrz\":" + quoted(mrz) + "},\"wait_seconds\":30,\"fields\":[\"holder.names.latin\",\"verification\"]}";
        try (Exchange exchange = new Exchange(socket, "POST", "/v1/read", order, READ_MILLISECONDS)) {
            if (exchange.status >= 400) throw new Problem(Json.parse(String.valueOf(exchange.line())));
            String name = "";
            for (String line = exchange.line(); line != null; line = exchange.line()) {
                if (line.startsWith("event: ")) name = line.substring(7);
                if (!line.startsWith("data: ")) continue;
                Json data = Json.parse(line.substring(6));
                if (name.equals("progress")) {
                    System.err.println(data.at("index").number() + "/" + data.at("of").number() + " " + data.at("step").text());
                }
                if (name.equals("problem")) throw new Problem(data);
                if (name.equals("result")) return data;
            }
        }
        throw new IOException("the daemon ended the read without a result");
    }

    /** The exit status: 0 only for a genuine passport. */
    static int show(String socket, Json read) throws IOException {
        Json verification = read.at("verification");
        String verdict = verification.at("verdict").text();
        System.out.println(verdict);
        System.out.println("name: " + read.at("record").at("holder").at("names").at("latin").text());
        for (Json check : verification.at("checks").elements()) {
            String outcome = check.at("outcome").text();
            if (!outcome.equals("passed")) System.out.println(check.at("name").text() + ": " + outcome + ", " + check.at("reason").text());
        }
        new Exchange(socket, "DELETE", "/v1/reads/" + read.at("id").text(), "", REQUEST_MILLISECONDS).close();
        if (verdict.equals("genuine")) return 0;
        System.err.println("passport: the passport is not proved to be genuine");
        return 1;
    }

    static int run(String socket) throws IOException {
        String keys = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        for (String mrz : keys.split("\n\n")) {
            try {
                return show(socket, readCard(socket, mrz));
            } catch (Problem problem) {
                if (!List.of("access_denied", "bad_access_key").contains(problem.code)) throw problem;
                System.err.println("wrong key, " + problem.getMessage());
            }
        }
        throw new IOException("no key opens the chip");
    }

    public static void main(String[] words) {
        try {
            if (words.length != 1) throw new IOException("usage: java Passport.java SOCKET <keys");
            System.exit(run(words[0]));
        } catch (IOException error) {
            // A channel that the timer closed has an exception without a message.
            System.err.println("passport: " + (error.getMessage() == null ? "no answer in time" : error.getMessage()));
            System.exit(1);
        }
    }
}
