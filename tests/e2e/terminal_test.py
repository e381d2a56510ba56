"""fivestarctl read in front of a terminal: this test is the terminal, and libsixel's sixel2png looks at what it was shown."""

import base64
import os
import pty
import re
import select
import struct
import subprocess
import tempfile
import termios
import time
import unittest
import zlib

import not_run
import simulator
from daemon import Demo, FIVESTARCTL

QUESTION = b"\x1b[c"


class Pixels:
    """Rows of (red, green, blue)."""

    def __init__(self, rows):
        self.rows = rows
        self.height, self.width = len(rows), len(rows[0])

    @classmethod
    def of_octets(cls, octets, width, height):
        at = iter(zip(octets[::3], octets[1::3], octets[2::3]))
        return cls([[next(at) for _ in range(width)] for _ in range(height)])

    @classmethod
    def of_ppm(cls, file):
        head = re.match(rb"P6\n(\d+) (\d+)\n255\n", file)
        return cls.of_octets(file[head.end():], int(head[1]), int(head[2]))

    @classmethod
    def of_png(cls, file):
        """8 bits of RGB, RGBA or a palette, not interlaced (ISO/IEC 15948)."""
        at, data, palette = 8, b"", b""
        while at < len(file):
            size, kind = struct.unpack(">I4s", file[at:at + 8])
            content = file[at + 8:at + 8 + size]
            if kind == b"IHDR":
                width, height, depth, colour = struct.unpack(">IIBB", content[:10])
            elif kind == b"PLTE":
                palette = content
            elif kind == b"IDAT":
                data += content
            at += size + 12
        assert depth == 8, depth
        step = {2: 3, 3: 1, 6: 4}[colour]
        octets, before, rows = zlib.decompress(data), bytes(width * step), []
        for y in range(height):
            line = octets[y * (width * step + 1):(y + 1) * (width * step + 1)]
            row = bytearray(line[1:])
            for x in range(len(row)):
                left = row[x - step] if x >= step else 0
                above, corner = before[x], before[x - step] if x >= step else 0
                guess = left + above - corner
                nearest = min((abs(guess - left), 0, left), (abs(guess - above), 1, above),
                              (abs(guess - corner), 2, corner))[2]
                row[x] = (row[x] + [0, left, above, (left + above) // 2, nearest][line[0]]) % 256
            before = bytes(row)
            if colour == 3:
                rows.append([tuple(palette[3 * v:3 * v + 3]) for v in row])
            else:
                rows.append([tuple(row[x:x + 3]) for x in range(0, len(row), step)])
        return cls(rows)

    def difference(self, other):
        """The mean over both pictures, brought to the smaller one's size."""
        if self.width > other.width:
            return other.difference(self)
        total = 0
        for y in range(self.height):
            of = range(y * other.height // self.height, max((y + 1) * other.height // self.height,
                                                            y * other.height // self.height + 1))
            for x in range(self.width):
                columns = range(x * other.width // self.width,
                                max((x + 1) * other.width // self.width, x * other.width // self.width + 1))
                for part in range(3):
                    values = [other.rows[row][column][part] for row in of for column in columns]
                    total += abs(self.rows[y][x][part] - sum(values) / len(values))
        return total / (self.width * self.height * 3)


class OnATerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo("passport")
        cls.demo.reader_with_card("passport")
        cls.mrz = simulator.mrz_of("passport")
        read = cls.demo.read({"access": {"mrz": cls.mrz}, "wait_seconds": 10}).json
        picture = cls.demo.get(read["record"]["portrait"]["href"], headers={"Accept": "image/x-portable-pixmap"})
        assert picture.status == 200, picture
        cls.picture = Pixels.of_ppm(picture.body)

    @classmethod
    def tearDownClass(cls):
        cls.demo.__exit__()

    def run_on_terminal(self, answer, environment=None, arguments=(), expect=0):
        """What the program writes to a terminal that answers its question with `answer`; None: not at all."""
        process, terminal = pty.fork()
        if process == 0:
            os.environ.update({"TERM": "xterm", "COLORTERM": "truecolor", **(environment or {})})
            with tempfile.TemporaryFile() as key:
                key.write(self.mrz.encode())
                key.seek(0)
                os.dup2(key.fileno(), 0)
                os.execv(FIVESTARCTL, [str(FIVESTARCTL), "--socket", str(self.demo.socket), "read", "--mrz", "-",
                                       "--wait", "10", *arguments])
        shown, answered, end = b"", False, time.monotonic() + 60
        try:
            while time.monotonic() < end:
                if not select.select([terminal], [], [], 1)[0]:
                    continue
                try:
                    part = os.read(terminal, 65536)
                except OSError:  # the program has ended
                    break
                if not part:
                    break
                shown += part
                if QUESTION in shown and not answered:
                    answered = True
                    self.assertFalse(termios.tcgetattr(terminal)[3] & termios.ECHO, "answers must not be echoed")
                    if answer is not None:
                        os.write(terminal, answer)
            self.settings = termios.tcgetattr(terminal)
        finally:
            os.close(terminal)
            _, status = os.waitpid(process, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), expect, shown[-2000:])
        return shown.replace(b"\r\n", b"\n")

    def test_sixel(self):
        shown = self.run_on_terminal(b"\x1b[?62;4;22c")
        sixel = re.search(rb"\x1bP[0-9;]*q.*?\x1b\\", shown, re.DOTALL)
        self.assertIsNotNone(sixel, shown[-300:])
        with tempfile.NamedTemporaryFile(suffix=".png") as png:
            subprocess.run(["sixel2png", "-o", png.name], input=sixel[0], check=True)
            decoded = Pixels.of_png(png.read())
        self.assertEqual((decoded.width, decoded.height), (240, 300))
        self.assertLess(decoded.difference(self.picture), 6)

    def test_kitty(self):
        shown = self.run_on_terminal(b"\x1b_Gi=31;OK\x1b\\\x1b[?62;4c")
        self.assertNotIn(b"\x1bP", shown)
        chunks = re.findall(rb"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\", shown)
        chunks = [chunk for chunk in chunks if not chunk[0].startswith(b"i=31")]
        first = dict(pair.split(b"=") for pair in chunks[0][0].split(b","))
        self.assertEqual((first[b"a"], first[b"f"]), (b"T", b"24"))
        self.assertEqual([b"m=1" in chunk[0] for chunk in chunks], [True] * (len(chunks) - 1) + [False])
        self.assertLessEqual(max(len(chunk[1]) for chunk in chunks), 4096)
        octets = base64.b64decode(b"".join(chunk[1] for chunk in chunks))
        decoded = Pixels.of_octets(octets, int(first[b"s"]), int(first[b"v"]))
        self.assertLess(decoded.difference(self.picture), 1)

    def half_blocks(self, shown, pattern, colour):
        """The picture that half blocks show: foreground above, background below."""
        rows = []
        for line in shown.split(b"\n"):
            cells = re.findall(rb"\x1b\[38;" + pattern + rb"m\x1b\[48;" + pattern + "m▀".encode(), line)
            if cells:
                half = len(cells[0]) // 2
                rows.append([colour(cell[:half]) for cell in cells])
                rows.append([colour(cell[half:]) for cell in cells])
        return Pixels(rows)

    def test_half_blocks(self):
        shown = self.run_on_terminal(b"\x1b[?1;2c")
        decoded = self.half_blocks(shown, rb"2;(\d+);(\d+);(\d+)", lambda cell: tuple(map(int, cell)))
        self.assertEqual((decoded.width, decoded.height), (38, 48))
        self.assertLess(decoded.difference(self.picture), 3)

    def test_half_blocks_of_256_colours(self):
        def colour(cell):  # xterm's palette
            number, steps = int(cell[0]) - 16, [0, 95, 135, 175, 215, 255]
            return steps[number // 36], steps[number // 6 % 6], steps[number % 6]
        shown = self.run_on_terminal(b"\x1b[?6c", {"COLORTERM": ""})
        decoded = self.half_blocks(shown, rb"5;(\d+)", colour)
        self.assertLess(decoded.difference(self.picture), 24)

    def test_a_terminal_that_does_not_answer(self):
        shown = self.run_on_terminal(None)
        self.assertIn("▀".encode(), shown)
        self.assertTrue(self.settings[3] & termios.ECHO, "the terminal must be as it was")

    def test_where_nothing_is_shown(self):
        for environment, arguments in (({"TERM": "dumb"}, []), ({}, ["--fields", "holder.names"])):
            shown = self.run_on_terminal(b"\x1b[?62;4c", environment, arguments)
            self.assertNotIn(QUESTION, shown)
            self.assertNotIn("▀".encode(), shown)
        piped = subprocess.run([FIVESTARCTL, "--socket", self.demo.socket, "read", "--mrz", "-", "--wait", "10"],
                               input=self.mrz.encode(), capture_output=True, check=True)
        self.assertNotIn(b"\x1b", piped.stdout)

    def test_the_portrait_goes_to_a_file_as_well(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "portrait")
            self.run_on_terminal(b"\x1b[?62;4c", arguments=["--portrait", path])
            with open(path, "rb") as file:
                self.assertTrue(file.read().startswith(b"\xff\xd8\xff"))
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)


if __name__ == "__main__":
    not_run.main()
