# SPDX-License-Identifier: Apache-2.0
"""fivestarctl read on a terminal, which this test plays; libsixel's sixel2png decodes the picture."""

import base64
import os
import pty
import re
import select
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

import not_run
import simulator
from daemon import Demo, FIVESTARCTL

# The portrait of 384 by 480 pixels is 38.4 cells wide on a terminal of 24 rows: libchafa 1.12 (Debian 12) rounds down, 1.14 (Debian 13) up.
WIDTHS = (38, 39)


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

    def scaled(self, width, height):
        """Each pixel is the mean of the area that it covers."""
        def spans(new, old):
            for at in range(new):
                start, end = at * old / new, (at + 1) * old / new
                inside = range(int(start), min(int(end) + 1, old))
                weights = [min(place + 1, end) - max(place, start) for place in inside]
                yield [(place, weight * new / old) for place, weight in zip(inside, weights) if weight > 0]

        columns = list(spans(width, self.width))
        narrow = [[tuple(sum(row[place][part] * weight for place, weight in span) for part in range(3)) for span in columns]
                  for row in self.rows]
        return Pixels([[tuple(sum(narrow[place][x][part] * weight for place, weight in span) for part in range(3))
                        for x in range(width)] for span in spans(height, self.height)])

    def difference(self, other):
        """The mean over both pictures, brought to the smaller one's size."""
        if self.width > other.width:
            return other.difference(self)
        total = sum(abs(ours - theirs) for our_row, their_row in zip(self.rows, other.scaled(self.width, self.height).rows)
                    for our, their in zip(our_row, their_row) for ours, theirs in zip(our, their))
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

    def run_on_terminal(self, environment=None, arguments=(), expect=0):
        """The output of the program on a terminal that these variables describe."""
        process, terminal = pty.fork()
        if process == 0:
            os.environ.update({"TERM": "xterm", "COLORTERM": "truecolor", **(environment or {})})
            with tempfile.TemporaryFile() as key:
                key.write(self.mrz.encode())
                key.seek(0)
                os.dup2(key.fileno(), 0)
                os.execv(FIVESTARCTL, [str(FIVESTARCTL), "--socket", str(self.demo.socket), "read", "--mrz", "-",
                                       "--wait", "10", *arguments])
        shown, end = b"", time.monotonic() + 60
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
        finally:
            os.close(terminal)
            _, status = os.waitpid(process, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), expect, shown[-2000:])
        return shown.replace(b"\r\n", b"\n")

    def test_sixel(self):
        shown = self.run_on_terminal({"TERM": "foot"})
        sixel = re.search(rb"\x1bP[0-9;]*q.*?\x1b\\", shown, re.DOTALL)
        self.assertIsNotNone(sixel, shown[-300:])
        with tempfile.NamedTemporaryFile(suffix=".png") as png:
            subprocess.run(["sixel2png", "-o", png.name], input=sixel[0], check=True)
            decoded = Pixels.of_png(png.read())
        self.assertIn(decoded.width // 10, WIDTHS)
        self.assertEqual((decoded.width % 10, decoded.height), (0, 480), "24 cells of 10 by 20 pixels")
        self.assertLess(decoded.difference(self.picture), 6)

    def test_kitty(self):
        shown = self.run_on_terminal({"TERM": "xterm-kitty"})
        self.assertNotIn(b"\x1bP", shown)
        chunks = re.findall(rb"\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\", shown)
        head = dict(pair.split(b"=") for pair in chunks[0][0].split(b","))
        self.assertEqual((head[b"a"], head[b"f"]), (b"T", b"32"))
        self.assertLessEqual(max(len(chunk[1]) for chunk in chunks), 4096)
        octets = b"".join(base64.b64decode(chunk[1]) for chunk in chunks)
        colours = b"".join(octets[at:at + 3] for at in range(0, len(octets), 4))  # red, green, blue, alpha
        decoded = Pixels.of_octets(colours, int(head[b"s"]), int(head[b"v"]))
        self.assertLess(decoded.difference(self.picture), 1.5)

    @staticmethod
    def half_blocks(shown, direct):
        """The picture made of half blocks: each cell has an upper and a lower colour."""
        def xterm(number):  # the palette of 256 colours
            steps = [0, 95, 135, 175, 215, 255]
            if number >= 232:
                return (8 + 10 * (number - 232),) * 3
            return steps[(number - 16) // 36], steps[(number - 16) // 6 % 6], steps[(number - 16) % 6]

        rows = []
        for line in shown.decode().split("\n"):
            if not re.search("[▀▄█]", line):
                continue
            ink, paper, above, below = None, None, [], []
            for sequence, final, cell in re.findall("\x1b\\[([0-9;]*)([a-zA-Z])|([▀▄█ ])", line):
                if final == "b":  # REP (ECMA-48): the last cell again
                    above += above[-1:] * int(sequence)
                    below += below[-1:] * int(sequence)
                elif final == "m":
                    numbers = [int(number or 0) for number in sequence.split(";")]
                    while numbers:
                        number = numbers.pop(0)
                        if number in (38, 48):
                            mode = numbers.pop(0)
                            assert mode == (2 if direct else 5), line
                            colour = tuple(numbers.pop(0) for _ in range(3)) if direct else xterm(numbers.pop(0))
                            ink, paper = (colour, paper) if number == 38 else (ink, colour)
                        elif number == 7:
                            ink, paper = paper, ink
                        else:
                            assert number == 0, line
                elif cell:
                    above.append(ink if cell in "▀█" else paper)
                    below.append(ink if cell in "▄█" else paper)
            rows += [above, below]
        return Pixels(rows)

    def test_half_blocks(self):
        decoded = self.half_blocks(self.run_on_terminal(), direct=True)
        self.assertIn(decoded.width, WIDTHS)
        self.assertEqual(decoded.height, 48)
        self.assertLess(decoded.difference(self.picture), 3)

    def test_half_blocks_of_256_colours(self):
        decoded = self.half_blocks(self.run_on_terminal({"COLORTERM": ""}), direct=False)
        self.assertLess(decoded.difference(self.picture), 24)

    def test_where_nothing_is_shown(self):
        for environment, arguments in (({"TERM": "dumb"}, []), ({}, ["--fields", "holder.names"])):
            self.assertNotRegex(self.run_on_terminal(environment, arguments).decode(), "[▀▄█]")
        piped = subprocess.run([FIVESTARCTL, "--socket", self.demo.socket, "read", "--mrz", "-", "--wait", "10"],
                               input=self.mrz.encode(), capture_output=True, check=True)
        self.assertNotIn(b"\x1b", piped.stdout)

    def test_the_portrait_goes_to_a_file_as_well(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "portrait")
            self.run_on_terminal(arguments=["--portrait", path])
            with open(path, "rb") as file:
                self.assertTrue(file.read().startswith(b"\xff\xd8\xff"))
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)


if __name__ == "__main__":
    not_run.main()
