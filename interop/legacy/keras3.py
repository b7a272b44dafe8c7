"""Model files that early releases of Keras 3 wrote: api/src/test/resources/files/keras3/<name>_keras<version>.keras and .json.

Run by generate with each of 3.0.5, 3.3.3 and 3.6.0, which write some things otherwise than later releases.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras
import numpy as np

import old
import kit  # noqa: I001 - found through old

OUT = old.Folder("keras3", "keras" + keras.__version__.replace(".", ""))
L = keras.layers


def save(name, model, *inputs, **content):
    y = model.predict(inputs[0] if len(inputs) == 1 else list(inputs), verbose=0)
    model.save(OUT.path(name) + ".keras")
    return {"inputs": list(inputs), "outputs": kit.listed(y)} | content


def sequences():
    random = kit.rng("early/sequences")
    model = keras.Sequential([keras.Input((5,), dtype="int32"), L.Embedding(7, 3, mask_zero=True), L.Bidirectional(L.LSTM(2, return_sequences=True)), L.GRU(3, dropout=0.1), L.LeakyReLU(0.1),
                              L.Dense(2, activation="softmax")], name="sequences")
    kit.randomise(model, random)
    ids = kit.integers(random, (3, 5), 1, 7)
    ids[1, 3:] = 0
    OUT.write("sequences", save("sequences", model, ids))


def graph():
    random = kit.rng("early/graph")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    inner = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="relu"), L.BatchNormalization()], name="inner")
    x = keras.Input((3,))
    part = keras.Model(x, [L.Dense(2)(x), L.LayerNormalization()(x)], name="part")
    p, q = part(inner(a))
    h = keras.ops.concatenate([p, q], axis=-1)[:, 1:] * 0.5
    y = L.MultiHeadAttention(2, 3)(L.Reshape((2, 2))(h), L.Reshape((2, 2))(b))
    model = keras.Model([a, b], [y, inner(b) + q], name="graph")
    kit.randomise(model, random)
    OUT.write("graph", save("graph", model, kit.values(random, (3, 4)), kit.values(random, (3, 4))))


def trained():
    random = kit.rng("early/trained")
    model = keras.Sequential([keras.Input((6, 5, 2)), L.Conv2D(3, (2, 3), padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(), L.Dense(2)], name="trained")
    kit.randomise(model, random)
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.02, 4, 0.9), clipnorm=1.0), keras.losses.MeanSquaredError(), metrics=["mae"])
    x, y = kit.values(random, (12, 6, 5, 2)), kit.values(random, (12, 2))
    how = {"batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0}
    model.fit(x, y, **how)
    content = save("trained", model, x, targets=y, slots=[np.asarray(v) for v in model.optimizer.variables])
    OUT.write("trained", content | {"history": model.fit(x, y, **how).history})


for make in (sequences, trained) if keras.__version__ == "3.3.3" else (sequences, graph, trained):  # 3.3.3 writes the graph as 3.0.5 does
    make()
