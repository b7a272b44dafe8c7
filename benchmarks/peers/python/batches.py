"""The fixed batches, the same numbers for every participant in every language.

The random longs are those of Java's SplittableRandom, whose seed is the batch's index. Labels come first, then the
inputs, sample by sample, channels last. A sample is the brighter the higher its label, or the more words of the
vocabulary it may have, so there is something to learn.
"""

import numpy as np

from workloads import DISTINCT_BATCHES, Workload


def batches(workload: Workload) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of float32 inputs (batch, …), or int32 words, and int32 labels (batch,)."""
    return [_batch(workload, seed) for seed in range(DISTINCT_BATCHES)]


def _batch(workload: Workload, seed: int) -> tuple[np.ndarray, np.ndarray]:
    longs = _split_mix(seed, workload.batch * (1 + workload.features))
    labels = ((longs[: workload.batch] >> np.uint64(33)) % np.uint64(workload.classes)).astype(np.int32)
    if workload.vocabulary:
        known = (labels + 1).astype(np.uint64) * np.uint64(workload.vocabulary) // np.uint64(workload.classes)
        words = (longs[workload.batch :] >> np.uint64(33)).reshape(workload.batch, workload.features) % known[:, None]
        return words.reshape(workload.batch, *workload.shape).astype(np.int32), labels
    noise = (longs[workload.batch :] >> np.uint64(40)).astype(np.float32) * np.float32(2**-24)
    brightness = (labels + 1).astype(np.float32) / np.float32(workload.classes)
    inputs = noise.reshape(workload.batch, workload.features) * brightness[:, None]
    return inputs.reshape(workload.batch, *workload.shape), labels


def _split_mix(seed: int, count: int) -> np.ndarray:
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
