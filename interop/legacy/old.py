"""What the generators for old versions of Keras share. It runs on Python 3.6 too."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fixtures"))

import numpy as np

import kit
from kit import listed, rng, values  # noqa: F401


class Folder:
    """Where the files of one version go, told apart by a suffix where versions or backends share a folder."""

    def __init__(self, name, suffix=""):
        self.folder = kit.ROOT / "api" / "src" / "test" / "resources" / "files" / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.suffix = "_" + suffix if suffix else ""

    def path(self, name):
        return str(self.folder / (name + self.suffix))

    def write(self, name, content):
        pathlib.Path(self.path(name) + ".json").write_text(kit.dumps(content) + "\n")
        print(name + self.suffix)


def leaves(layer):
    """The layers of a model and of those within: only there are weights and get_weights in one order in every version."""
    layers = getattr(layer, "flattened_layers", None) or getattr(layer, "layers", None)
    return [layer] if not layers or not hasattr(layer, "predict") else [leaf for l in layers for leaf in leaves(l)]


def randomise(model, random, positive=("variance", "gamma")):
    """Gives every weight new values, so that a swapped pair or an ignored bias shows."""
    for layer in leaves(model):
        new = []
        for w, old in zip(layer.weights, layer.get_weights()):
            if any(word in w.name for word in positive):
                new.append(values(random, old.shape, 0.5, 1.5))
                continue
            fan_in = max(1, int(np.prod(old.shape[:-1])))
            bound = 1.0 if fan_in == 1 else min(1.0, 2.0 / np.sqrt(fan_in))
            new.append(values(random, old.shape, -bound, bound, gap=bound / 50))
        if new:
            layer.set_weights(new)


def save(out, name, model, inputs, load, optimizer=None, loss="mse", weights=False, epochs="epochs", **how):
    """Writes a model and what it makes of the inputs. With an optimizer it is trained before, and once more after it has been loaded again:
    two epochs each, by the argument of fit that the version has for their number."""
    one = inputs[0] if len(inputs) == 1 else inputs
    fit = {"batch_size": 4, "verbose": 0, "shuffle": False, epochs: 2}
    content = {}
    if optimizer is not None:
        model.compile(optimizer, loss, metrics=["accuracy"] if "crossentropy" in loss else [])
        width = model.output_shape[-1]
        targets = np.eye(width, dtype="float32")[np.arange(inputs[0].shape[0]) % width]
        model.fit(one, targets, **fit)
    content["inputs"] = inputs
    content["outputs"] = listed(model.predict(one))
    path = out.path(name)
    model.save(path + ".h5", **how)
    if weights:
        model.save_weights(path + ".weights.h5")
        pathlib.Path(path + ".config.json").write_text(model.to_json() + "\n")
    if optimizer is not None:
        content["targets"] = targets
        model = load(path + ".h5")
        history = model.fit(one, targets, **fit).history
        content["history"] = {k: [float(v) for v in values] for k, values in history.items()}
        content["outputs_after"] = listed(model.predict(one))
    out.write(name, content)
