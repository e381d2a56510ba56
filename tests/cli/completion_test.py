# SPDX-License-Identifier: Apache-2.0
"""completion_test.py COMPLETIONS PROGRAM...: what bash, zsh and fish offer where a user presses Tab, asked of the shells themselves, and
compared with what each program's --help lists."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest

COMPLETIONS = pathlib.Path(sys.argv[1])
PROGRAMS = [pathlib.Path(program) for program in sys.argv[2:]]
PATIENCE = 60  # seconds, for a shell to answer


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **more)


def listed(*command):
    """The commands and the long options that --help lists, found in another way than the completions do it."""
    text = run(*command, "--help").stdout
    sections = dict(re.findall(r"^([A-Z]\w+):\n((?:.+\n)+)", text, re.MULTILINE))
    commands = re.findall(r"^  ([a-z]\S*) ", sections.get("Subcommands", ""), re.MULTILINE)
    options = re.findall(r"^  (?:-\w,)?(--[\w-]+)", sections["Options"], re.MULTILINE)
    assert "--help" in options, text
    return commands, options


class Completes:
    """What every shell must do: `offered(line)` gives the candidates for the line's last word."""

    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        path = ":".join([*(str(program.parent) for program in PROGRAMS), os.environ["PATH"]])
        self.environment = {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
        (self.home / "somebody.jp2").touch()

    def test_commands(self):
        for program in PROGRAMS:
            commands, _ = listed(program)
            self.assertGreater(len(commands), 3)
            self.assertLessEqual(set(commands), set(self.offered(f"{program.name} ")))

    def test_options(self):
        for program in PROGRAMS:
            commands, options = listed(program)
            self.assertEqual(set(self.offered(f"{program.name} --")), set(options))
            for command in commands:
                _, options = listed(program, command)
                self.assertEqual(set(self.offered(f"{program.name} {command} --")), set(options))

    def test_beginnings(self):
        self.assertEqual(self.offered("fivestarctl who"), ["whoami"])
        self.assertEqual(self.offered("fivestarctl --json doc"), ["doctor"])
        self.assertEqual(self.offered("fivestarctl read --port"), ["--portrait"])
        self.assertEqual(self.offered("fivestarctl unknown-"), [])

    def test_values(self):
        self.assertEqual(self.offered("fivestarctl read --portrait some"), ["somebody.jp2"])
        self.assertEqual(self.offered("fivestarctl read --evidence some"), ["somebody.jp2"])


class Bash(Completes, unittest.TestCase):
    def offered(self, line):
        words = line.split(" ")
        script = (f". {COMPLETIONS}/fivestarctl; COMP_WORDS=({' '.join(words[:-1])} '{words[-1]}'); COMP_CWORD={len(words) - 1}; "
                  f"_fivestar {words[0]} '{words[-1]}' '{words[-2]}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        return run("bash", "-c", script, env=self.environment, cwd=self.home).stdout.split()


class Fish(Completes, unittest.TestCase):
    def offered(self, line):
        script = f"source {COMPLETIONS}/fivestarctl.fish; complete --do-complete '{line}'"
        done = run("fish", "--no-config", "-c", script, env=self.environment, cwd=self.home)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [candidate.split("\t")[0] for candidate in done.stdout.splitlines()]


class Zsh(Completes, unittest.TestCase):
    """An interactive shell on a terminal of its own, whose Tab writes down what is offered instead of showing it."""

    SETTINGS = """
        PS1= PS2=
        fpath=({completions} $fpath)
        autoload -Uz compinit && compinit -u -d $HOME/dump
        compadd() {{
            if [[ "${{@[1,(i)(-|--)]}}" == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
            local -a hits
            builtin compadd -A hits "$@"
            if (( $#hits )); then print -rl -- $hits >>$HOME/offered; fi
            builtin compadd "$@"
        }}
        zle -C ask complete-word _main_complete
        tab() {{ zle ask; BUFFER=; : >$HOME/answered }}
        zle -N tab
        bindkey '^I' tab
        : >$HOME/answered
        """

    def setUp(self):
        super().setUp()
        (self.home / ".zshrc").write_text(self.SETTINGS.format(completions=COMPLETIONS))
        self.terminal, side_of_shell = os.openpty()
        self.addCleanup(os.close, self.terminal)
        self.shell = subprocess.Popen(["zsh", "-d", "-i"], stdin=side_of_shell, stdout=side_of_shell, stderr=side_of_shell,
                                      env=self.environment, cwd=self.home, start_new_session=True)
        os.close(side_of_shell)
        self.addCleanup(self.shell.wait, PATIENCE)
        self.addCleanup(self.shell.kill)
        self.shown = b""
        threading.Thread(target=self.watch, daemon=True).start()
        self.wait_for_answer()

    def watch(self):
        try:
            while part := os.read(self.terminal, 4096):
                self.shown += part
        except OSError:
            pass

    def wait_for_answer(self):
        end = time.monotonic() + PATIENCE
        while not (self.home / "answered").exists():
            self.assertLess(time.monotonic(), end, self.shown)
            time.sleep(0.01)
        (self.home / "answered").unlink()

    def offered(self, line):
        file = self.home / "offered"
        file.unlink(missing_ok=True)
        os.write(self.terminal, line.encode() + b"\t")
        self.wait_for_answer()
        return list(dict.fromkeys(file.read_text().split())) if file.exists() else []


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
