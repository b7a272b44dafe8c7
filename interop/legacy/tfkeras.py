"""Model files that the Keras of TensorFlow 1.15, 2.3, 2.8 and 2.15 wrote: api/src/test/resources/files/keras2/*_tf<version>.*.

Ops between layers are layers of a kind of their own there: TensorFlowOpLayer up to 2.3, then TFOpLambda and SlicingOpLambda.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import tensorflow as tf

import old

keras = tf.keras
L = keras.layers
VERSION = tuple(int(n) for n in tf.__version__.split(".")[:2])
OUT = old.Folder("keras2", "tf%d%d" % VERSION)


def save(name, model, x=None, optimizer=None, loss="mse"):
    random = old.rng("tfkeras/" + name)
    old.randomise(model, random)
    inputs = x if x is not None else [old.values(random, (3,) + tuple(t.shape.as_list()[1:])) for t in model.inputs]
    old.save(OUT, name, model, inputs, keras.models.load_model, optimizer, loss, save_format="h5")


def chain(name, *layers, **options):
    save(name, keras.Sequential(list(layers)), **options)


chain("recurrent", L.LSTM(3, return_sequences=True, recurrent_activation="hard_sigmoid", input_shape=(5, 3)), L.Bidirectional(L.GRU(2, return_sequences=True)), L.SimpleRNN(3), L.Dense(2, activation="hard_sigmoid"))
chain("convnet", L.Conv2D(4, (3, 2), padding="same", strides=2, input_shape=(9, 7, 2)), L.BatchNormalization(), L.ReLU(max_value=1.5), L.SeparableConv2D(3, 2), L.LayerNormalization(), L.ThresholdedReLU(0.2), L.Flatten(), L.Dense(2, activation=L.LeakyReLU(0.3) if VERSION >= (2, 8) else "relu"))

p, q = L.Input((3,), name="p"), L.Input((3,), name="q")
h = L.Dense(4, name="h")(p)
k = L.Dense(4, name="k")(q)
y = (h + k) * h - k / 2.0
y = 2.0 * y - 1.0
y = tf.nn.relu(y) + tf.math.tanh(h)
y = tf.math.square(y) - tf.math.sigmoid(k) + tf.math.exp(-tf.math.abs(h))
z = tf.concat([y, h], axis=-1)
z = z[:, 1:7]
z = tf.reshape(z, (-1, 2, 3))
z = tf.transpose(z, [0, 2, 1])
m = tf.reduce_mean(z, axis=1)
n = tf.reduce_sum(z, axis=2, keepdims=True)
s = tf.squeeze(n, axis=-1)
e = tf.expand_dims(m, 1)
f = tf.matmul(e, tf.transpose(z, [0, 2, 1]))
g = tf.math.maximum(s, 0.3) + f[:, 0]
out = L.Dense(2)(tf.nn.softmax(g))
if VERSION > (1, 15):  # which gives two of these layers one name
    save("operations", keras.Model([p, q], [out, m, tf.clip_by_value(s, -0.5, 0.5)]))
if VERSION >= (2, 8):
    t = L.Input((4, 3))
    u = L.Dense(3)(t)
    v = keras.backend.mean(u, axis=1) + tf.reduce_max(u, axis=1)
    w = tf.stack([v, tf.cast(v, "float32")], axis=1)
    w = w[..., :2] - u[:, 1:3, tf.newaxis, 0]
    w = tf.math.pow(tf.math.sqrt(tf.math.abs(w) + 1.0), 3.0)
    a, b = tf.split(w, 2, axis=1)
    a = tf.math.minimum(a, b) + tf.math.log(b) + tf.where(a > 1.2, a, b) + tf.tile(a, [1, 1, 1])
    save("operations_more", keras.Model(t, [a, tf.gather(u, [2, 0], axis=1), tf.nn.sigmoid(-u[:, -1]), keras.activations.hard_sigmoid(u)]))

# Attention and preprocessing as Keras 2 wrote them.
if VERSION >= (2, 3):
    t = L.Input((5, 4))
    a = L.Attention(**({"causal": True} if VERSION < (2, 10) else {}))([t, L.Dense(4)(t)])
    b = L.AdditiveAttention()([t, a])
    save("attention", keras.Model(t, L.GlobalAveragePooling1D()(b)))
if VERSION >= (2, 8):
    t = L.Input((5, 4))
    a = L.MultiHeadAttention(2, 3, dropout=0.1)(t, t)
    a = L.LayerNormalization()(a + t)
    normal = L.Normalization(mean=[0.1, 0.2, -0.3, 0.4], variance=[1.1, 0.9, 2.0, 1.5])
    save("transformer", keras.Model(t, L.Dense(2)(L.Rescaling(0.5, offset=0.1)(normal(a)))))

x = [old.values(old.rng("tfkeras/x"), (12, 5))]
O = keras.optimizers
kinds = {
    "sgd": lambda: O.SGD(0.1, momentum=0.8, nesterov=True),
    "rmsprop": lambda: O.RMSprop(0.01, momentum=0.5, centered=True),
    "adam": lambda: O.Adam(0.01, clipnorm=0.5),
    "amsgrad": lambda: O.Adam(0.01, amsgrad=True),
    "adagrad": lambda: O.Adagrad(0.05),
    "adadelta": lambda: O.Adadelta(0.9),
    "adamax": lambda: O.Adamax(0.01),
    "nadam": lambda: O.Nadam(0.01),
}
wanted = {(1, 15): ["adam", "rmsprop", "sgd"], (2, 3): [], (2, 8): list(kinds), (2, 15): ["adam", "rmsprop", "sgd", "amsgrad"]}
for label in wanted[VERSION]:
    chain("trained_" + label, L.Dense(4, activation="tanh", input_shape=(5,)), L.BatchNormalization(), L.Dense(3, activation="softmax"), x=x, optimizer=kinds[label](), loss="categorical_crossentropy")
