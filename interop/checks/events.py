"""TensorBoard's own reader finds in the files of events that Kerata wrote what there was in training.

    events.py <folder with train, validation and expected.json>
"""

import io
import json
import pathlib
import sys

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def read(folder):
    found = EventAccumulator(str(folder), size_guidance={"scalars": 0, "tensors": 0})
    found.Reload()
    return found


def rows(found, tag):
    return [(e.step, tensor_util.make_ndarray(e.tensor_proto)) for e in found.Tensors(tag)]


def main():
    folder = pathlib.Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text())
    train, validation = read(folder / "train"), read(folder / "validation")
    epochs = len(expected["figures"]["loss"])
    for name, values in expected["figures"].items():
        found = rows(validation if name.startswith("val_") else train, "epoch_" + name.removeprefix("val_"))
        assert [step for step, _ in found] == list(range(epochs)), (name, found)
        np.testing.assert_allclose([float(v) for _, v in found], values, rtol=1e-6, err_msg=name)
        if name.startswith("val_"):
            after = rows(validation, f"evaluation_{name.removeprefix('val_')}_vs_iterations")
            assert [step for step, _ in after] == [expected["batches"] * (i + 1) for i in range(epochs)], after
            np.testing.assert_allclose([float(v) for _, v in after], values, rtol=1e-6, err_msg=name)
    batches = rows(train, "batch_loss")
    assert [step for step, _ in batches] == list(range(1, expected["batches"] * epochs + 1)), batches
    np.testing.assert_allclose([float(v) for s, v in batches if s % expected["batches"] == 0], expected["figures"]["loss"], rtol=1e-6)
    plugins = {tag: train.SummaryMetadata(tag).plugin_data.plugin_name for tag in train.Tags()["tensors"]}
    for path, weight in expected["weights"].items():
        assert plugins[path + "/histogram"] == "histograms", plugins
        found = rows(train, path + "/histogram")
        assert [step for step, _ in found] == [0, 2], found
        counts, edges = np.histogram(np.float64(weight), 30)
        np.testing.assert_allclose(found[-1][1][:, 2], counts, err_msg=path)
        np.testing.assert_allclose(found[-1][1][:, 0], edges[:-1], atol=1e-7, err_msg=path)
        width, height, file = rows(train, path + "/image")[-1][1]
        assert Image.open(io.BytesIO(file)).size == (int(width), int(height))
        assert plugins[path + "/image"] == "images", plugins
    assert plugins["keras"] == "graph_keras_model", plugins
    model = rows(train, "keras")[0][1].item()
    assert json.loads(model)["config"]["name"] in next(iter(expected["weights"])), model
    print(f"{len(plugins) + len(validation.Tags()['tensors'])} tags that Kerata wrote are right in TensorBoard")


if __name__ == "__main__":
    main()
