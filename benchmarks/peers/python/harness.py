"""The participants' side of the line protocol (benchmarks/README.md), for those written in Python."""

import os
import statistics
import sys
import time
from collections.abc import Callable

from workloads import DISTINCT_BATCHES, WORKLOADS

WARM_UP_SECONDS = 3.0
WARM_UP_STEPS = 10
SLOW_WARM_UP_SECONDS = 15.0  # a participant that needs longer is warm after the fewest steps
SLOW_WARM_UP_STEPS = 4

Step = Callable[[int], float]  # runs batch i; answers with the loss, or with one number of the output


class Task:
    """A model that is ready to run: what one step does and how many numbers it trains."""

    def __init__(self, step: Step, parameters: int):
        self.step = step
        self.parameters = parameters

    def mean_loss(self) -> float:
        """Trains once on each of the fixed batches; the mean of their losses."""
        return statistics.fmean(self.step(i) for i in range(DISTINCT_BATCHES))


def serve(workload_name: str, task_for: Callable[[str], Task]) -> None:
    """Builds and warms up the task, then takes a turn for every `go`, until `quit`."""
    replies = _claim_stdout()
    task = task_for(workload_name)
    training = workload_name in WORKLOADS and WORKLOADS[workload_name].training

    start = time.perf_counter()
    task.step(0)
    first_step = (time.perf_counter() - start) * 1e3
    first_loss = task.mean_loss() if training else 0.0
    _warm_up(task.step)
    print("ready", task.parameters, f"{first_step:.3f}", file=replies, flush=True)

    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "quit":
            break
        times = _turn(task.step, float(arguments[0]))
        print(f"{statistics.median(times):.6f} {min(times):.6f} {len(times)}", file=replies, flush=True)
    if training:
        print(f"learned {first_loss:.6f} {task.mean_loss():.6f}", file=replies, flush=True)


def _claim_stdout():
    """Keeps stdout for replies; whatever a library prints there goes to stderr."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return replies


def _warm_up(step: Step) -> None:
    start = time.perf_counter()
    steps = 0
    while True:
        step(steps % DISTINCT_BATCHES)
        steps += 1
        elapsed = time.perf_counter() - start
        if steps >= WARM_UP_STEPS and elapsed >= WARM_UP_SECONDS:
            return
        if steps >= SLOW_WARM_UP_STEPS and elapsed >= SLOW_WARM_UP_SECONDS:
            return


def _turn(step: Step, seconds: float) -> list[float]:
    """Milliseconds of each step that began within the budget; at least one."""
    times = []
    clock = time.perf_counter
    before = clock()
    end = before + seconds
    while True:
        step(len(times) % DISTINCT_BATCHES)
        after = clock()
        times.append((after - before) * 1e3)
        if after >= end:
            return times
        before = after
