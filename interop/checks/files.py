"""Opens every model that Kerata wrote, with its weights, and compares outputs, optimizer slots and further training with the fixtures.

    files.py <folder of .keras, .weights.h5 and .json>
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras
import numpy as np

OUTPUTS = 1e-5
TRAINING = 1e-4


def array(tensor):
    return np.array([float(v) for v in tensor["data"]], dtype=np.float64).reshape(tensor["shape"]).astype(tensor["dtype"])


def inputs(model, case):
    x = [array(t) for t in case["inputs"]]
    return dict(zip(sorted(model.input), x)) if isinstance(getattr(model, "input", None), dict) else x[0] if len(x) == 1 else x


def outputs(model, case):
    y = model.predict(inputs(model, case), verbose=0)
    return [y[k] for k in sorted(y)] if isinstance(y, dict) else y if isinstance(y, list) else [y]


def assert_outputs(model, case):
    for got, expected in zip(outputs(model, case), case["outputs"], strict=True):
        np.testing.assert_allclose(got, array(expected), rtol=0, atol=OUTPUTS)


def assert_training(model, case):
    for got, expected in zip(model.optimizer.variables, case["slots"], strict=True):
        np.testing.assert_allclose(np.asarray(got), array(expected), rtol=1e-6, atol=1e-7)
    history = model.fit(inputs(model, case), array(case["targets"]), batch_size=4, epochs=2, shuffle=False, verbose=0).history
    for name, values in case["history"].items():
        np.testing.assert_allclose(history[name], values, rtol=0, atol=TRAINING)


def main():
    folder = pathlib.Path(sys.argv[1])
    failed = []
    names = sorted(p.stem for p in folder.glob("*.keras"))
    for name in names:
        case = json.loads((folder / f"{name}.json").read_text())
        try:
            model = keras.models.load_model(folder / f"{name}.keras")
            assert_outputs(model, case)
            model.set_weights([np.zeros_like(w) for w in model.get_weights()])
            model.load_weights(folder / f"{name}.weights.h5")
            assert_outputs(model, case)
            if "history" in case:
                assert_training(keras.models.load_model(folder / f"{name}.keras"), case)
        except Exception as problem:  # every file is looked at, whatever is wrong with one
            failed.append(name)
            print(f"{name}: {type(problem).__name__}: {problem}")
    print(f"{len(names) - len(failed)} of {len(names)} models that Kerata wrote are right in Keras {keras.__version__}")
    if failed or not names:
        sys.exit(1)


main()
