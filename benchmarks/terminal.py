"""A program in a real pseudo-terminal of 120 by 40 cells: what it writes, and how soon after a key.

It answers the query for synchronized output as a modern terminal does, so a frame ends where the program says so.
"""

import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
FRAME_END = b"\x1b[?2026l"
SYNC_QUERY, SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
DOWN, RIGHT, PAGE, PAGE_BACK = b"\x1b[B", b"\x1b[C", b"\x1b[6~", b"\x1b[5~"
ENTER, ESCAPE = b"\r", b"\x1b"
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_FPS": "120", "TEXTUAL_ANIMATIONS": "none"}


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, command: list[str], **environment: str) -> None:
        """Start the program in the folder of the repository; `started` is when."""
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(command[0], command, {**os.environ, **ENVIRONMENT, **environment})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read(self, seconds: float) -> bytes:
        """What the program writes within that time, at most one chunk; empty if nothing or if it ended."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 20)
        except OSError:
            return b""
        if SYNC_QUERY in data:
            os.write(self.fd, SYNC_ANSWER)
        return data

    def until(self, *wanted: bytes, seconds: float = 60.0) -> tuple[float, int]:
        """Wait until what is written holds all of `wanted` in this order; when that was, and how many bytes it took."""
        data, deadline = b"", time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            data += self.read(0.5)
            at = 0
            for part in wanted:
                at = data.find(part, at)
                if at < 0:
                    break
            if at >= 0:
                return time.perf_counter(), len(data)
        raise TimeoutError(f"{wanted!r} did not come; the last was {data[-300:]!r}")

    def settle(self, seconds: float = 0.15) -> None:
        """Read until nothing comes for a while."""
        while self.read(seconds):
            pass

    def rest(self) -> int:
        """How many bytes have come meanwhile."""
        size = 0
        while data := self.read(0.0):
            size += len(data)
        return size

    def press(self, key: bytes, *wanted: bytes) -> tuple[float, int]:
        """Milliseconds from the key to the end of its frame (the one with `wanted`), and the bytes until then."""
        begun = time.perf_counter()
        os.write(self.fd, key)
        ended, size = self.until(*wanted, FRAME_END)
        return (ended - begun) * 1e3, size

    def keys(self, name: str, pressed: Sequence[bytes], number: int) -> dict[str, float]:
        """Figures over `number` key presses at the pace of a held key; bytes are all that come until the next one."""
        chance, times, sizes = random.Random(1), list[float](), list[int]()
        for turn in range(number):
            took, size = self.press(pressed[turn % len(pressed)])
            time.sleep(chance.uniform(0.004, 0.03))
            times.append(took)
            sizes.append(size + self.rest())
        return {
            f"{name} p50": statistics.median(times),
            f"{name} p99": statistics.quantiles(times, n=100)[98],
            f"{name} bytes p50": statistics.median(sizes),
            f"{name} bytes mean": statistics.mean(sizes),
        }
