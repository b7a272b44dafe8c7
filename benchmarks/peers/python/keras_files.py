"""Keras 3 at model files: a step is one load_model, or one save.

    keras_files.py --threads=2 load|save FILE
    keras_files.py --threads=2 write FILE     makes the file, whose name without its ending is a model's
"""

import argparse
import pathlib

import keras
import numpy as np

import keras_peer
from harness import Task, serve

MODELS = {"mlp": lambda: keras_peer.mlp(1024, 4096, 4096, 1000), "resnet50": keras_peer.resnet50}


def write(file: pathlib.Path) -> None:
    model = MODELS[file.stem]()
    random = np.random.default_rng(7)
    model.set_weights([random.normal(0, 0.1, w.shape).astype(w.dtype) for w in model.get_weights()])
    part = file.with_name("part.keras")
    model.save(part)
    part.rename(file)


def parameters(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def task(operation: str, file: pathlib.Path) -> Task:
    model = keras.models.load_model(file)
    if operation == "load":
        return Task(lambda i: float(len(keras.models.load_model(file).weights)), parameters(model))
    target = file.with_name(f"{keras.backend.backend()}-saved.keras")

    def save(i: int) -> float:
        model.save(target)
        return 0.0

    return Task(save, parameters(model))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("operation", choices=["load", "save", "write"])
    parser.add_argument("file", type=pathlib.Path)
    arguments = parser.parse_args()
    keras_peer.limit_threads(arguments.threads)
    if arguments.operation == "write":
        write(arguments.file)
    else:
        serve(arguments.operation, lambda operation: task(operation, arguments.file))


if __name__ == "__main__":
    main()
