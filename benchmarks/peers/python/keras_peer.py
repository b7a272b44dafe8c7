"""Keras 3 on the backend that KERAS_BACKEND names, through train_on_batch and predict_on_batch."""

import argparse
from math import prod

import keras
from keras import layers

from batches import batches
from harness import Task, serve
from workloads import WORKLOADS


def conv_bn(x, filters: int, kernel: int, stride: int = 1):
    x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    return layers.BatchNormalization()(x)


def conv_bn_relu(x, filters: int, kernel: int, stride: int = 1):
    return layers.ReLU()(conv_bn(x, filters, kernel, stride))


def residual(x, y, stride: int):
    """relu(y + shortcut(x)); the shortcut is a 1x1 convolution where the shape changes."""
    shortcut = x if x.shape == y.shape else conv_bn(x, y.shape[-1], 1, stride)
    return layers.ReLU()(layers.Add()([y, shortcut]))


def basic_block(x, filters: int, stride: int):
    return residual(x, conv_bn(conv_bn_relu(x, filters, 3, stride), filters, 3), stride)


def bottleneck(x, filters: int, stride: int):
    y = conv_bn_relu(conv_bn_relu(x, filters, 1, stride), filters, 3)
    return residual(x, conv_bn(y, 4 * filters, 1), stride)


def mlp(*widths: int) -> keras.Model:
    hidden = [layers.Dense(width, activation="relu") for width in widths[1:-1]]
    return keras.Sequential([keras.Input((widths[0],)), *hidden, layers.Dense(widths[-1])])


def mnist_convnet() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10),
        ]
    )


def resnet20() -> keras.Model:
    inputs = keras.Input((32, 32, 3))
    x = conv_bn_relu(inputs, 16, 3)
    for stage in range(3):
        for block in range(3):
            x = basic_block(x, 16 << stage, 2 if stage > 0 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10)(x))


def resnet50() -> keras.Model:
    inputs = keras.Input((224, 224, 3))
    x = conv_bn_relu(inputs, 64, 7, 2)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    for stage, count in enumerate((3, 4, 6, 3)):
        for block in range(count):
            x = bottleneck(x, 64 << stage, 2 if stage > 0 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(1000)(x))


def lstm() -> keras.Model:
    return keras.Sequential(
        [keras.Input((80,), dtype="int32"), layers.Embedding(20_000, 128), layers.LSTM(128), layers.Dense(1)]
    )


def gru() -> keras.Model:
    return keras.Sequential([keras.Input((64, 64)), layers.Bidirectional(layers.GRU(256)), layers.Dense(10)])


def encoder_block(x):
    """Attention of 4 heads and two fully connected layers, each with a residual and a normalisation behind it."""
    y = layers.Add()([x, layers.MultiHeadAttention(4, 32)(x, x)])
    y = layers.LayerNormalization(epsilon=1e-6)(y)
    z = layers.Dense(128)(layers.Dense(256, activation="relu")(y))
    return layers.LayerNormalization(epsilon=1e-6)(layers.Add()([y, z]))


def encoder() -> keras.Model:
    inputs = keras.Input((128,), dtype="int32")
    x = encoder_block(encoder_block(layers.Embedding(20_000, 128)(inputs)))
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling1D()(x)))


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


class TrainingTask(Task):
    """train_on_batch reports the running mean of the loss, so a loss that is to be compared starts a new mean."""

    def __init__(self, model: keras.Model, data, parameters: int):
        super().__init__(lambda i: float(model.train_on_batch(*data[i])), parameters)
        self.model = model
        self.data = data

    def mean_loss(self) -> float:
        self.model.reset_metrics()
        for inputs, labels in self.data:
            mean = self.model.train_on_batch(inputs, labels)
        return float(mean)


def task(name: str) -> Task:
    workload = WORKLOADS[name]
    data = batches(workload)
    model = MODELS[name]()
    parameters = sum(prod(weight.shape) for weight in model.trainable_weights)
    if not workload.training:
        return Task(lambda i: float(model.predict_on_batch(data[i][0])[0, 0]), parameters)
    losses = keras.losses
    loss = (losses.BinaryCrossentropy if workload.binary else losses.SparseCategoricalCrossentropy)(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=loss)
    return TrainingTask(model, data, parameters)


def limit_threads(count: int) -> None:
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(count)
        tensorflow.config.threading.set_inter_op_parallelism_threads(count)
    elif backend == "torch":
        import torch

        torch.set_num_threads(count)
    # JAX takes as many as it has processors, which the driver limits.


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("workload")
    arguments = parser.parse_args()
    limit_threads(arguments.threads)
    keras.utils.set_random_seed(42)
    serve(arguments.workload, task)


if __name__ == "__main__":
    main()
