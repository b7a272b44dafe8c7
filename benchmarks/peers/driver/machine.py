"""What the driver asks of the operating system (Linux): processors, processor time, memory."""

import os
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def use_cores(count: int) -> None:
    """Keeps this process and all it starts to that many cores, so that no participant can use more."""
    chosen: dict[str, int] = {}
    for cpu in sorted(os.sched_getaffinity(0)):
        chosen.setdefault(_core_of(cpu), cpu)
    os.sched_setaffinity(0, list(chosen.values())[:count])


def _core_of(cpu: int) -> str:
    siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
    return siblings.read_text() if siblings.exists() else str(cpu)


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used since its start, its threads' included."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = after_name[11:13]
    return (int(user) + int(system)) / TICKS_PER_SECOND


def busy_seconds() -> float:
    """Processor time that the whole machine has used or had stolen since its start."""
    user, nice, system, _, _, irq, softirq, steal = Path("/proc/stat").read_text().split()[1:9]
    return sum(map(int, (user, nice, system, irq, softirq, steal))) / TICKS_PER_SECOND


def peak_megabytes(pid: int) -> int:
    """The most resident memory that a process has had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0
