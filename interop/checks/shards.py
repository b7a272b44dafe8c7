"""Loads weights that Kerata spread over several files, after one save and after a second one over it, and compares them one by one.

    shards.py <folder of .keras, .weights.json and what that names>
"""

import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras
import numpy as np


def main():
    folder = pathlib.Path(sys.argv[1])
    maps = sorted(folder.glob("*.weights.json"))
    for weights in maps:
        name = weights.name.removesuffix(".weights.json")
        expected = keras.models.load_model(folder / f"{name}.keras")
        model = keras.models.load_model(folder / f"{name}.keras")
        for variable in [*model.variables, *model.optimizer.variables]:
            variable.assign(np.zeros(variable.shape))
        model.load_weights(weights)
        pairs = [*zip(model.variables, expected.variables, strict=True), *zip(model.optimizer.variables, expected.optimizer.variables, strict=True)]
        for got, wanted in pairs:
            np.testing.assert_array_equal(np.asarray(got), np.asarray(wanted))
        print(f"{weights.name}: {len(pairs)} arrays in {len(list(folder.glob(name + '_*.weights.h5')))} files are right in Keras {keras.__version__}")
    if not maps:
        sys.exit(f"There are no *.weights.json in {folder}.")


main()
