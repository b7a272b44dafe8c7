"""What every participant works on: shapes, batches, sizes. The Java peers' Workload.java says the same."""

from dataclasses import dataclass
from math import prod

DISTINCT_BATCHES = 4


@dataclass(frozen=True)
class Workload:
    """One line of the table below.

    `parameters` counts what is trained (no moving statistics), so that every participant can be held to it.
    `flops` is the arithmetic of one step in matrix products and convolutions alone, two per multiply-add: forward
    and, when training, the gradients with respect to weights and inputs (none for the first layer's input).
    """

    name: str
    title: str
    batch: int
    shape: tuple[int, ...]  # one sample, channels last
    classes: int
    training: bool
    parameters: int
    flops: int
    vocabulary: int = 0  # inputs are words below this number, not real numbers
    binary: bool = False  # two classes, told apart by one output

    @property
    def features(self) -> int:
        return prod(self.shape)


def _mlp_macs(*widths: int) -> list[int]:
    return [inputs * outputs for inputs, outputs in zip(widths, widths[1:])]


def _convnet_macs() -> list[int]:
    return [26 * 26 * 32 * 9, 11 * 11 * 64 * 9 * 32, 1600 * 10]


def _resnet20_macs() -> list[int]:
    macs = [32 * 32 * 16 * 9 * 3]
    channels = 16
    for stage in range(3):
        filters, pixels = 16 << stage, (32 >> stage) ** 2
        for _ in range(3):
            macs += [pixels * filters * 9 * channels, pixels * filters * 9 * filters]
            if channels != filters:
                macs.append(pixels * filters * channels)
            channels = filters
    return macs + [channels * 10]


def _resnet50_macs() -> list[int]:
    macs = [112 * 112 * 64 * 49 * 3]
    channels = 64
    for stage, blocks in enumerate((3, 4, 6, 3)):
        filters, pixels = 64 << stage, (56 >> stage) ** 2
        for block in range(blocks):
            macs += [pixels * filters * channels, pixels * filters * 9 * filters, pixels * filters * 4 * filters]
            if block == 0:
                macs.append(pixels * 4 * filters * channels)
            channels = 4 * filters
    return macs + [channels * 1000]


def _recurrent_macs(steps: int, features: int, units: int, gates: int) -> list[int]:
    """The kernel, which comes first, and the recurrent kernel."""
    return [steps * features * gates * units, steps * units * gates * units]


def _encoder_macs(steps: int, features: int, hidden: int) -> list[int]:
    """The four projections, the products of queries and keys, of weights and values, and the two layers behind them."""
    return [4 * steps * features**2, *2 * [steps**2 * features], *2 * [steps * features * hidden]]


def _inference(batch: int, macs: list[int]) -> int:
    return 2 * batch * sum(macs)


def _training(batch: int, macs: list[int]) -> int:
    return 2 * batch * (3 * sum(macs) - macs[0])


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload(
            "W1", "MLP 784-512-512-10", 128, (784,), 10, True, 669_706, _training(128, _mlp_macs(784, 512, 512, 10))
        ),
        Workload("W2", "Keras mnist_convnet", 128, (28, 28, 1), 10, True, 34_826, _training(128, _convnet_macs())),
        Workload("W3", "ResNet-20, CIFAR-10", 64, (32, 32, 3), 10, True, 272_474, _training(64, _resnet20_macs())),
        # The embedding is looked up, not multiplied, and it has a gradient: nothing is subtracted for a first layer.
        Workload(
            *("W4", "Embedding-LSTM-Dense", 32, (80,), 2, True, 2_691_713),
            flops=6 * 32 * sum([*_recurrent_macs(80, 128, 128, 4), 128]),
            vocabulary=20_000,
            binary=True,
        ),
        Workload(
            *("W5", "Transformer encoder", 32, (128,), 2, True, 2_825_218),
            flops=6 * 32 * sum([*2 * _encoder_macs(128, 128, 256), 2 * 128]),
            vocabulary=20_000,
        ),
        Workload(
            "W6b1", "ResNet-50 inference", 1, (224, 224, 3), 1000, False, 25_557_032, _inference(1, _resnet50_macs())
        ),
        Workload(
            "W6b8", "ResNet-50 inference", 8, (224, 224, 3), 1000, False, 25_557_032, _inference(8, _resnet50_macs())
        ),
        Workload("W7", "MLP 4-16-3", 16, (4,), 3, True, 131, _training(16, _mlp_macs(4, 16, 3))),
        Workload(
            *("W8", "Bidirectional GRU", 64, (64, 64), 10, True, 499_722),
            flops=2 * 64 * (2 * (3 * sum(_recurrent_macs(64, 64, 256, 3)) - 64 * 64 * 3 * 256) + 3 * 512 * 10),
        ),
    )
}

GROUPS = {"W6": ("W6b1", "W6b8")}

PEAK = "peak"
PEAK_SIZE = 2048  # the machine's peak: one square float32 matrix product of this size
PEAK_FLOPS = 2 * PEAK_SIZE**3
