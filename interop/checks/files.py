"""Opens every model that Kerata wrote, with its weights, and compares outputs, optimizer slots and further training with the fixtures.

    files.py <folder of .keras, .weights.h5 and .json> [<folder of the files that Keras had written and Kerata had read>]

With the second folder, Keras saves each model again, once as it comes from Kerata and once as it comes from its own file, and both must
be the same: the config, and every dataset of the weights. Models with lookups of texts and numbers are looked at with TensorFlow behind
Keras (KERAS_BACKEND=tensorflow), all others with JAX.
"""

import io
import json
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np

OUTPUTS = 1e-5
TRAINING = 1e-4
LOOKUPS = (keras.layers.TextVectorization, keras.layers.StringLookup, keras.layers.IntegerLookup, keras.layers.Hashing, keras.layers.HashedCrossing)
WITH_TENSORFLOW = keras.backend.backend() == "tensorflow"


@keras.saving.register_keras_serializable(package="kerata", name="halved")
def halved(x):
    return x * 0.5


def array(tensor):
    return np.array([float(v) for v in tensor["data"]], dtype=np.float64).reshape(tensor["shape"]).astype(tensor["dtype"])


def named(structure, arrays):
    """By name where the model takes or gives names; Keras goes through them by the alphabet."""
    return dict(zip(sorted(structure), arrays)) if isinstance(structure, dict) else arrays[0] if len(arrays) == 1 else arrays


def inputs(model, case):
    return named(getattr(model, "input", None), [array(t) for t in case["inputs"]])


def outputs(model, case):
    if "texts" in case:
        import tensorflow as tf

        y = model(tf.constant([[text] for text in case["texts"]]))
    else:
        y = model.predict(inputs(model, case), verbose=0)
    return [y[k] for k in sorted(y)] if isinstance(y, dict) else y if isinstance(y, list) else [y]


def assert_outputs(model, case):
    for got, expected in zip(outputs(model, case), case["outputs"], strict=True):
        np.testing.assert_allclose(np.asarray(got), array(expected), rtol=0, atol=case.get("tolerance", OUTPUTS))


def assert_training(model, case):
    for got, expected in zip(model.optimizer.variables, case["slots"], strict=True):
        np.testing.assert_allclose(np.asarray(got), array(expected), rtol=1e-6, atol=1e-7)
    y = [array(t) for t in case["targets"]] if isinstance(case["targets"], list) else [array(case["targets"])]
    weights = array(case["sample_weight"]) if "sample_weight" in case else None
    how = {"batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0, "sample_weight": weights}
    history = model.fit(inputs(model, case), named(getattr(model, "output", None), y), **how).history
    for name, values in case["history"].items():
        np.testing.assert_allclose(history[name], values, rtol=0, atol=TRAINING, err_msg=name)


# What differs from one saving to the next, and means nothing.
PASSING = ("shared_object_id", "build_config", "build_input_shape", "jit_compile")


def flat(metrics):
    """The metrics one by one: they may be given in lists or by the names of outputs."""
    if isinstance(metrics, dict) and "class_name" not in metrics:
        metrics = list(metrics.values())
    if isinstance(metrics, list):
        return [m for part in metrics for m in flat(part)]
    return [] if metrics is None else [metrics]


def plain(config):
    """A config without what has no meaning. How operations between layers are put together is seen in the outputs alone."""
    if isinstance(config, list):
        return [plain(v) for v in config if not (isinstance(v, dict) and str(v.get("module")).startswith("keras.src.ops."))]
    if not isinstance(config, dict):
        return config
    out = {k: flat(plain(v)) if k in ("metrics", "weighted_metrics") else plain(v) for k, v in config.items() if k not in PASSING and v is not None}
    if any(str(layer.get("module")).startswith("keras.src.ops.") for layer in config.get("layers", []) if isinstance(layer, dict)):
        out["layers"] = sorted(({k: v for k, v in layer.items() if k != "inbound_nodes"} for layer in out["layers"]), key=lambda layer: layer["name"])
        out.pop("output_layers")
    return out


def differences(one, other, at=""):
    """Where two configs differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for k in sorted(one.keys() | other.keys()):
            yield from differences(one.get(k, "nothing"), other.get(k, "nothing"), f"{at}/{k}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other)):
            yield from differences(a, b, f"{at}/{i}")
    elif isinstance(one, list) and [other] == one or isinstance(other, list) and other == [one]:
        pass  # one input, as a list of one
    elif one != other and not (isinstance(one, float) and isinstance(other, float) and np.isclose(one, other, rtol=1e-6)):
        yield f"{at}: {one}, not {other}"


def saved(model):
    """What Keras writes of a model: the config, the datasets of its weights, and the names of other files."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "again.keras"
        model.save(path)
        with zipfile.ZipFile(path) as z:
            found = {}
            with h5py.File(io.BytesIO(z.read("model.weights.h5"))) as f:
                f.visititems(lambda name, node: found.update({name: node[()]}) if isinstance(node, h5py.Dataset) else None)
            return plain(json.loads(z.read("config.json"))), found, sorted(n for n in z.namelist() if n.startswith("assets/"))


def assert_comes_back(model, original):
    config, weights, files = saved(model)
    first_config, first_weights, first_files = saved(keras.models.load_model(original))
    found = list(differences(config, first_config))
    assert not found, "its config has changed: " + "; ".join(found[:5])
    assert weights.keys() == first_weights.keys(), f"its weights have changed: {sorted(weights.keys() ^ first_weights.keys())[:8]}"
    for name, value in weights.items():
        np.testing.assert_array_equal(value, first_weights[name], err_msg=name)
    assert files == first_files, f"its files have changed: {files}, not {first_files}"


def takes_lookups(path):
    with zipfile.ZipFile(path) as z:
        config = z.read("config.json").decode()
    return any(f'"{layer.__name__}"' in config for layer in LOOKUPS)


def main():
    folder = pathlib.Path(sys.argv[1])
    originals = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    failed = []
    names = sorted(p.stem for p in folder.glob("*.keras") if takes_lookups(p) == WITH_TENSORFLOW)
    for name in names:
        case = json.loads((folder / f"{name}.json").read_text())
        try:
            model = keras.models.load_model(folder / f"{name}.keras")
            assert_outputs(model, case)
            if originals is not None:
                assert_comes_back(model, originals / f"{name}.keras")
            model.set_weights([np.zeros_like(w) for w in model.get_weights()])
            model.load_weights(folder / f"{name}.weights.h5")
            assert_outputs(model, case)
            if "history" in case:
                assert_training(keras.models.load_model(folder / f"{name}.keras"), case)
        except Exception as problem:  # every file is looked at, whatever is wrong with one
            failed.append(name)
            print(f"{name}: {type(problem).__name__}: {problem}")
    print(f"{len(names) - len(failed)} of {len(names)} models that Kerata wrote are right in Keras {keras.__version__} on {keras.backend.backend()}")
    if failed or not names:
        sys.exit(1)


if __name__ == "__main__":
    main()
