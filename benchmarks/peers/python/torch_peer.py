"""PyTorch as its users write it: channels-last images, fused Adam; with --compile, what torch.compile makes of it."""

import argparse

import torch
import torch._inductor.config
from torch import Tensor, nn
from torch.nn import functional

from batches import batches
from harness import Task, serve
from workloads import PEAK, PEAK_SIZE, WORKLOADS, Workload


def conv_bn(inputs: int, filters: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, filters, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(filters),
    )


class Residual(nn.Module):
    """relu(body(x) + shortcut(x)); the shortcut is a 1x1 convolution where the shape changes."""

    def __init__(self, body: nn.Module, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.body = body
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else conv_bn(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.body(x) + self.shortcut(x))


def basic_block(inputs: int, filters: int, stride: int) -> Residual:
    body = nn.Sequential(conv_bn(inputs, filters, 3, stride), nn.ReLU(), conv_bn(filters, filters, 3))
    return Residual(body, inputs, filters, stride)


def bottleneck(inputs: int, filters: int, stride: int) -> Residual:
    body = nn.Sequential(
        *(conv_bn(inputs, filters, 1, stride), nn.ReLU()),
        *(conv_bn(filters, filters, 3), nn.ReLU()),
        conv_bn(filters, 4 * filters, 1),
    )
    return Residual(body, inputs, 4 * filters, stride)


def mlp(*widths: int) -> nn.Sequential:
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mnist_convnet() -> nn.Sequential:
    return nn.Sequential(
        *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10)),
    )


def resnet20() -> nn.Sequential:
    blocks = []
    channels = 16
    for stage in range(3):
        for block in range(3):
            filters = 16 << stage
            blocks.append(basic_block(channels, filters, 2 if stage > 0 and block == 0 else 1))
            channels = filters
    return nn.Sequential(conv_bn(3, 16, 3), nn.ReLU(), *blocks, *head(channels, 10))


def resnet50() -> nn.Sequential:
    blocks = []
    channels = 64
    for stage, count in enumerate((3, 4, 6, 3)):
        for block in range(count):
            filters = 64 << stage
            blocks.append(bottleneck(channels, filters, 2 if stage > 0 and block == 0 else 1))
            channels = 4 * filters
    stem = conv_bn(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)
    return nn.Sequential(*stem, *blocks, *head(channels, 1000))


def head(channels: int, classes: int) -> tuple[nn.Module, ...]:
    return nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)


class LastStates(nn.Module):
    """The last states of all directions of a recurrent module, one beside the other, through a linear layer."""

    def __init__(self, recurrent: nn.RNNBase, outputs: int):
        super().__init__()
        self.recurrent = recurrent
        directions = 2 if recurrent.bidirectional else 1
        self.head = nn.Linear(directions * recurrent.hidden_size, outputs)

    def forward(self, x: Tensor) -> Tensor:
        _, state = self.recurrent(x)
        h = state[0] if isinstance(state, tuple) else state
        return self.head(torch.cat(tuple(h), dim=-1))


def lstm() -> nn.Sequential:
    recurrent = nn.LSTM(128, 128, batch_first=True)
    # PyTorch has a second bias, which is added to the first.
    nn.init.zeros_(recurrent.bias_hh_l0).requires_grad_(False)
    return nn.Sequential(nn.Embedding(20_000, 128), LastStates(recurrent, 1))


def gru() -> LastStates:
    return LastStates(nn.GRU(64, 256, batch_first=True, bidirectional=True), 10)


class Mean(nn.Module):
    """The mean over a sequence."""

    def forward(self, x: Tensor) -> Tensor:
        return x.mean(dim=1)


def encoder() -> nn.Sequential:
    blocks = [nn.TransformerEncoderLayer(128, 4, 256, dropout=0, batch_first=True, layer_norm_eps=1e-6) for _ in range(2)]
    return nn.Sequential(nn.Embedding(20_000, 128), *blocks, Mean(), nn.Linear(128, 2))


MODELS = {
    "W1": lambda: mlp(784, 512, 512, 10),
    "W2": mnist_convnet,
    "W3": resnet20,
    "W4": lstm,
    "W5": encoder,
    "W6b1": resnet50,
    "W6b8": resnet50,
    "W7": lambda: mlp(4, 16, 3),
    "W8": gru,
}


def task(name: str, compiled: bool) -> Task:
    if name == PEAK:
        return peak_task()
    workload = WORKLOADS[name]
    model = MODELS[name]()
    if len(workload.shape) == 3:
        model = model.to(memory_format=torch.channels_last)
    parameters = sum(p.numel() for p in model.parameters() if p.requires_grad)
    make = training_step if workload.training else inference_step
    return Task(make(workload, model, compiled), parameters)


def to_tensor(inputs) -> Tensor:
    """A tensor on the host array's own memory: images are channels last there already, as PyTorch likes them."""
    tensor = torch.from_numpy(inputs)
    return tensor.permute(0, 3, 1, 2) if tensor.ndim == 4 else tensor


def training_step(workload: Workload, model: nn.Module, compiled: bool):
    data = [(inputs, labels.astype("int64")) for inputs, labels in batches(workload)]
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=1e-3, fused=True)

    def loss_of(inputs: Tensor, labels: Tensor) -> Tensor:
        if workload.binary:
            return functional.binary_cross_entropy_with_logits(model(inputs)[:, 0], labels.float())
        return functional.cross_entropy(model(inputs), labels)

    run = torch.compile(loss_of) if compiled else loss_of

    def step(i: int) -> float:
        inputs, labels = data[i]
        optimizer.zero_grad()
        loss = run(to_tensor(inputs), torch.from_numpy(labels))
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def inference_step(workload: Workload, model: nn.Module, compiled: bool):
    data = [inputs for inputs, _ in batches(workload)]
    model.eval()
    run = model
    if compiled:
        torch._inductor.config.freezing = True  # folds the batch normalisations into the convolutions
        run = torch.compile(model)

    def step(i: int) -> float:
        with torch.no_grad():
            return float(run(to_tensor(data[i])).numpy()[0, 0])

    return step


def peak_task() -> Task:
    a, b = torch.rand(PEAK_SIZE, PEAK_SIZE), torch.rand(PEAK_SIZE, PEAK_SIZE)
    out = torch.empty(PEAK_SIZE, PEAK_SIZE)

    def step(_: int) -> float:
        torch.mm(a, b, out=out)
        return out[0, 0].item()

    return Task(step, 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("workload")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(42)
    serve(arguments.workload, lambda name: task(name, arguments.compile))


if __name__ == "__main__":
    main()
