"""One participant at work: a process that speaks the line protocol of benchmarks/README.md."""

import os
import re
import select
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import machine

START_LIMIT_SECONDS = 300.0
TURN_LIMIT_SECONDS = 120.0  # past the turn's budget
QUIT_LIMIT_SECONDS = 60.0


class ParticipantFailed(Exception):
    """The participant ended, said something else than it should, or said nothing in time."""


@dataclass(frozen=True)
class Turn:
    median: float
    minimum: float
    steps: int


class Participant:
    """Started and warmed up by the constructor; idle (blocked on its standard input) between turns."""

    def __init__(self, who: str, command: list[str], environment: dict[str, str], log: Path):
        self.who = who
        self.turns: list[Turn] = []
        self.idle_cpu = 0.0
        self.idle_wall = 0.0
        self.others_cpu = 0.0
        self.turn_wall = 0.0
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
            )
        self._unread = b""
        try:
            ready = self._reply(r"ready (\d+) (\S+)", START_LIMIT_SECONDS)
        except ParticipantFailed:
            self.kill()
            raise
        self.parameters = int(ready[1])
        self.first_step = float(ready[2])
        self._rest_from = self._now()

    def take_turn(self, seconds: float) -> None:
        """Runs steps for about that long while everybody else is idle."""
        self._end_rest()
        busy, cpu, start = machine.busy_seconds(), machine.cpu_seconds(self._process.pid), time.monotonic()
        self._say(f"go {seconds:g}")
        turn = self._reply(r"(\S+) (\S+) (\d+)", seconds + TURN_LIMIT_SECONDS)
        self.turns.append(Turn(float(turn[1]), float(turn[2]), int(turn[3])))
        own = machine.cpu_seconds(self._process.pid) - cpu
        self.others_cpu += machine.busy_seconds() - busy - own
        self.turn_wall += time.monotonic() - start
        self._rest_from = self._now()

    def quit(self) -> tuple[float, float] | None:
        """Ends the process; the loss before and after all steps, if it was training."""
        self._end_rest()
        self.peak_megabytes = machine.peak_megabytes(self._process.pid)
        self._say("quit")
        learned = self._reply(r"learned (\S+) (\S+)|", QUIT_LIMIT_SECONDS, may_end=True)
        self.kill()
        return (float(learned[1]), float(learned[2])) if learned and learned[1] else None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _now(self) -> tuple[float, float]:
        return machine.cpu_seconds(self._process.pid), time.monotonic()

    def _end_rest(self) -> None:
        if self._process.poll() is not None:
            raise self._failure(f"ended with {self._process.returncode} while idle")
        cpu, wall = self._now()
        self.idle_cpu += cpu - self._rest_from[0]
        self.idle_wall += wall - self._rest_from[1]

    def _say(self, line: str) -> None:
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise self._failure("no longer listens") from None

    def _reply(self, pattern: str, limit: float, may_end: bool = False) -> re.Match | None:
        """The first line that matches; lines that do not are a library's chatter."""
        deadline = time.monotonic() + limit
        while True:
            line, newline, rest = self._unread.partition(b"\n")
            if newline:
                self._unread = rest
                match = re.fullmatch(pattern, line.decode(errors="replace").strip())
                if match:
                    return match
                continue
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([self._process.stdout], [], [], remaining)[0]:
                raise self._failure(f"said nothing for {limit:.0f} s")
            chunk = os.read(self._process.stdout.fileno(), 65536)
            if not chunk:
                if may_end:
                    return None
                raise self._failure(f"ended with {self._process.wait()}")
            self._unread += chunk

    def _failure(self, what: str) -> ParticipantFailed:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return ParticipantFailed("\n".join([f"{what}; the end of {self._log}:", *lines[-8:]]))
