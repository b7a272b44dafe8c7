"""Model files that real Keras 2.2.4 and 2.3.1 wrote, before Keras became a part of TensorFlow: api/src/test/resources/files/keras2/*_<version>.*.

On Theano: its kernels are turned, and TensorFlow 1 may read a weight while a step of training changes it.
"""

import os

os.environ["KERAS_BACKEND"] = "theano"
os.environ["THEANO_FLAGS"] = "floatX=float32,device=cpu"

import keras
from keras import layers as L
from keras.models import Model, Sequential, load_model
from keras.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, RMSprop

import old

OUT = old.Folder("keras2", "keras" + keras.__version__.replace(".", ""))
OLD = keras.__version__.startswith("2.2")


def save(name, model, x=None, optimizer=None, loss="mse", weights=False):
    random = old.rng("keras2/" + name)
    old.randomise(model, random)
    given = model.input_shape if isinstance(model.input_shape, list) else [model.input_shape]
    inputs = x if x is not None else [old.values(random, (3,) + tuple(s[1:])) for s in given]
    old.save(OUT, name, model, inputs, load_model, optimizer, loss, weights)


def chain(name, *layers, **options):
    save(name, Sequential(list(layers)), **options)


if OLD:
    chain(
        "convnet",
        L.Conv2D(4, (3, 3), padding="same", activation="relu", input_shape=(7, 6, 2)),
        L.BatchNormalization(),
        L.Conv2D(3, (2, 3), dilation_rate=(1, 2), kernel_initializer="he_normal"),
        L.MaxPooling2D((2, 1)),
        L.ThresholdedReLU(0.3),
        L.Flatten(),
        L.Dense(3, activation="hard_sigmoid", kernel_regularizer="l2"),
        weights=True,
    )
    chain("channels_first", L.Conv2D(4, (3, 2), data_format="channels_first", input_shape=(2, 7, 6)), L.MaxPooling2D(2, data_format="channels_first"), L.Flatten(data_format="channels_first"), L.Dense(2))
    chain("deconv", L.Conv2DTranspose(3, (3, 2), strides=(2, 2), input_shape=(4, 3, 2)), L.Flatten(), L.Dense(2))
    chain("recurrent", L.LSTM(3, return_sequences=True, input_shape=(5, 3)), L.GRU(3, return_sequences=True), L.GRU(2, reset_after=True, return_sequences=True), L.SimpleRNN(3, return_sequences=True), L.Bidirectional(L.LSTM(2)), L.Dense(2), weights=True)
    chain("signals", L.Conv1D(4, 3, activation="relu", input_shape=(9, 3)), L.Conv1D(3, 2), L.GlobalAveragePooling1D(), L.Dense(2))
    a, b = L.Input((3,), name="a"), L.Input((3,), name="b")
    shared = L.Dense(4, activation="relu", name="shared")
    joined = L.concatenate([L.add([shared(a), shared(b)]), L.multiply([shared(a), shared(b)])])
    inner = Sequential([Sequential([L.Dense(5, input_shape=(8,)), L.BatchNormalization()]), L.PReLU(), L.Dense(3)], name="inner")
    i = L.Input((3,))
    two = Model(i, [L.Dense(2)(i), L.Dense(1)(i)], name="two")
    save("graph", Model([a, b], two(inner(joined))), weights=True)
    ids = old.rng("keras2/ids").integers(1, 9, (3, 6)).astype("int32")
    ids[1, 3:] = 0
    chain("masked", L.Embedding(9, 4, mask_zero=True), L.GRU(3, return_sequences=True, recurrent_activation="sigmoid"), L.TimeDistributed(L.Dense(3)), L.LSTM(2), x=[ids])

x = [old.values(old.rng("keras2/x"), (12, 5))]
optimizers = {
    "sgd": SGD(0.1, momentum=0.8, nesterov=True, decay=0.05, clipnorm=0.5),
    "rmsprop": RMSprop(0.01, decay=0.1),
    "adam": Adam(0.01, decay=0.01),
    "amsgrad": Adam(0.01, amsgrad=True),
    "adagrad": Adagrad(0.05),
    "adadelta": Adadelta(0.9),
    "adamax": Adamax(0.01),
}
for label, optimizer in optimizers.items():
    if OLD or label in ("sgd", "rmsprop", "adam"):
        # No BatchNormalization: that version moved its variance by the unbiased one of the batch, which Keras does no more.
        chain("trained_" + label, L.Dense(4, activation="tanh", input_dim=5), L.Dense(3, activation="softmax"), x=x, optimizer=optimizer, loss="categorical_crossentropy")
if OLD:
    images = [old.values(old.rng("keras2/images"), (8, 5, 4, 2))]
    chain("trained_conv", L.Conv2D(3, (2, 3), input_shape=(5, 4, 2)), L.Flatten(), L.Dense(2), x=images, optimizer=SGD(0.05, momentum=0.9))
