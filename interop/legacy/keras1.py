"""Model files that real Keras 1.2.2 wrote: api/src/test/resources/files/keras1/<name>_<backend>.{h5,weights.h5,config.json} and .json.

Run once with KERAS_BACKEND=tensorflow and once with KERAS_BACKEND=theano: kernels of convolutions are stored as the backend uses them,
and Theano turns them by 180 degrees.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["THEANO_FLAGS"] = "floatX=float32,device=cpu"

from keras import backend as K
from keras import layers as L
from keras.engine import Input, Model, merge
from keras.layers import advanced_activations as A
from keras.models import Sequential, load_model
from keras.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, RMSprop

import old

THEANO = K.backend() == "theano"
OUT = old.Folder("keras1", "theano" if THEANO else "tensorflow")


def chain(name, *layers, **options):
    model = Sequential()
    for layer in layers:
        model.add(layer)
    save(name, model, **options)


def wanted(name):
    """Of Theano, those whose kernels it stores in its own way, and all training: TensorFlow 1 may read a weight while a step changes it."""
    if name.startswith("trained_"):
        return THEANO
    return not THEANO or any(word in name for word in ("conv", "atrous", "graph", "masked"))


def save(name, model, x=None, optimizer=None, loss="mse", weights=False):
    if not wanted(name):
        return
    random = old.rng("keras1/" + name)
    old.randomise(model, random, ("std", "gamma"))
    inputs = x if x is not None else [old.values(random, (3,) + tuple(s[1:])) for s in shapes(model)]
    if optimizer is None:
        model.compile("sgd", loss)  # without it, there is nothing that predicts
    old.save(OUT, name, model, inputs, load_model, optimizer, loss, weights, epochs="nb_epoch")


def shapes(model):
    s = model.input_shape
    return s if isinstance(s, list) else [s]


def conv(name, ordering):
    """Two-dimensional layers in either order of axes."""
    first = (2, 9, 7) if ordering == "th" else (9, 7, 2)
    o = dict(dim_ordering=ordering)
    chain(
        name,
        # Theano pads "same" otherwise where a kernel is even or strides are above 1.
        L.Convolution2D(4, 3, 3 if THEANO else 2, activation="relu", border_mode="same", subsample=(1, 1) if THEANO else (2, 1), input_shape=first, **o),
        L.BatchNormalization(axis=1 if ordering == "th" else -1, epsilon=1e-2),
        L.ZeroPadding2D((1, 2), **o),
        L.Convolution2D(3, 2, 3, bias=False, W_regularizer="l2", **o),
        L.MaxPooling2D((2, 3), strides=(1, 2), **o),
        L.UpSampling2D((2, 1), **o),
        L.Cropping2D(((1, 0), (0, 1)), **o),
        L.AveragePooling2D((2, 1), border_mode="valid" if THEANO else "same", **o),
        L.SpatialDropout2D(0.2, **o),
        L.Flatten(),
        L.Dense(3, activation="softmax"),
        weights=True,
    )


conv("conv2d_tf", "tf")
conv("conv2d_th", "th")
chain("atrous_tf", L.AtrousConvolution2D(3, 2, 3, atrous_rate=(2, 2), dim_ordering="tf", input_shape=(7, 6, 2)), L.GlobalAveragePooling2D(dim_ordering="tf"))
chain("atrous_th", L.AtrousConvolution2D(3, 2, 3, atrous_rate=(2, 2), dim_ordering="th", input_shape=(2, 7, 6)), L.GlobalMaxPooling2D(dim_ordering="th"))
chain("deconv_tf", L.Deconvolution2D(3, 3, 2, output_shape=(None, 9, 8, 3), subsample=(2, 2), dim_ordering="tf", input_shape=(4, 4, 2)), L.Flatten(), L.Dense(2))
chain("deconv_th", L.Deconvolution2D(3, 3, 2, output_shape=(None, 3, 9, 8), subsample=(2, 2), dim_ordering="th", input_shape=(2, 4, 4)), L.Flatten(), L.Dense(2))
chain(
    "conv1d",
    L.Convolution1D(4, 3, activation="tanh", border_mode="same", subsample_length=1 if THEANO else 2, input_shape=(11, 3)),
    L.ZeroPadding1D(1),
    L.MaxPooling1D(2, stride=1),
    L.UpSampling1D(2),
    L.Cropping1D((1, 2)),
    L.AtrousConvolution1D(3, 2, atrous_rate=2),
    L.AveragePooling1D(2, border_mode="valid" if THEANO else "same"),
    L.GlobalMaxPooling1D(),
    weights=True,
)
chain("conv3d", L.Convolution3D(3, 2, 3, 2, dim_ordering="th", activation="relu", input_shape=(2, 5, 4, 4)), L.MaxPooling3D((2, 1, 1), dim_ordering="th"), L.Flatten(), L.Dense(2))
if not THEANO:
    chain("separable", L.SeparableConvolution2D(4, 3, 2, depth_multiplier=2, dim_ordering="tf", activation="relu", input_shape=(7, 6, 2)), L.Flatten(), L.Dense(2))

chain(
    "dense",
    L.Dense(5, init="he_normal", activation="relu", W_regularizer="l1l2", b_constraint="nonneg", W_constraint="maxnorm", input_dim=4),
    L.Dropout(0.25),
    L.BatchNormalization(),
    L.GaussianNoise(0.1),
    L.GaussianDropout(0.1),
    L.Dense(6, bias=False, init="uniform", b_regularizer="l1"),
    L.Activation("hard_sigmoid"),
    L.Reshape((3, 2)),
    L.Permute((2, 1)),
    L.TimeDistributed(L.Dense(3)),
    L.Flatten(),
    L.RepeatVector(2),
    L.Flatten(),
    A.LeakyReLU(0.2),
    L.Dense(4),
    A.PReLU(),
    A.ELU(0.7),
    A.ThresholdedReLU(0.4),
    L.ActivityRegularization(l1=0.01),
    L.Dense(3, activation="softplus"),
    L.Activation("softsign"),
    weights=True,
)
ids = old.rng("keras1/ids").integers(1, 9, (3, 7)).astype("int32")
ids[1, 4:] = 0
ids[2, :2] = 0
chain("masked", L.Embedding(9, 4, mask_zero=True, input_length=7, dropout=0.1), L.LSTM(3, return_sequences=True, dropout_W=0.1, dropout_U=0.2), L.GRU(2), L.Dense(2), x=[ids])
chain("embedding", L.Embedding(9, 4, input_length=7), L.Bidirectional(L.LSTM(3, return_sequences=True), merge_mode="sum"), L.TimeDistributed(L.Dense(3, activation="tanh")), L.Bidirectional(L.GRU(2)), L.Dense(2), x=[ids], weights=True)
chain(
    "recurrent",
    L.LSTM(4, return_sequences=True, forget_bias_init="zero", inner_init="glorot_uniform", activation="softsign", inner_activation="sigmoid", consume_less="gpu", unroll=True, input_shape=(6, 3)),
    L.SimpleRNN(3, return_sequences=True, U_regularizer="l2"),
    L.Masking(0.5),
    L.GRU(4, return_sequences=True, go_backwards=True, consume_less="cpu"),
    L.LSTM(3),
    L.Dense(2),
    weights=True,
)

# Functional models: one layer on two inputs, all ways to merge, models within.
a, b = Input((4,), name="a"), Input((4,), name="b")
shared = L.Dense(3, activation="tanh", name="shared")
p, q = shared(a), shared(b)
parts = [merge([p, q], mode=m) for m in ("sum", "mul", "ave", "max")]
c = merge(parts, mode="concat", concat_axis=1)
d = merge([c, c], mode="dot", dot_axes=1)
e = merge([p, q], mode="cos", dot_axes=1)
inner = Sequential([L.Dense(5, activation="relu", input_dim=13), L.BatchNormalization(), L.Dense(3)], name="inner")
i = Input((3,))
two = Model(i, [L.Dense(2)(i), L.Dense(1)(i)], name="two")
joined = merge([c, d], mode="concat")
model = Model([a, b], two(inner(joined)) + [L.Flatten()(e)])
save("graph", model, weights=True)
s, t = Input((4, 3)), Input((5, 3))
model = Model([s, t], L.GRU(2)(merge([s, t], mode="dot", dot_axes=2)))
save("dot", model)

left = Sequential([L.Dense(4, activation="relu", input_dim=3), L.Dense(3)])
right = Sequential([L.Embedding(7, 3, input_length=2), L.Flatten(), L.Dense(3)])
model = Sequential([L.Merge([left, right], mode="concat"), L.Dense(4, activation="tanh"), L.Dense(2)])
save("branches", model, x=[old.values(old.rng("keras1/left"), (3, 3)), old.rng("keras1/right").integers(0, 7, (3, 2)).astype("int32")], weights=True)

frozen = Sequential([L.Dense(4, input_dim=3), L.BatchNormalization()], name="base")
frozen.layers[0].trainable = False
save("frozen", Sequential([frozen, L.Dense(2)]))

# Training goes on: every layout of slots, and weights that are stored otherwise.
x = [old.values(old.rng("keras1/x"), (12, 5))]
for label, optimizer in {
    "sgd": SGD(0.1, momentum=0.8, nesterov=True, decay=0.05),
    "plain_sgd": SGD(0.1, clipnorm=1.0),
    "rmsprop": RMSprop(0.01),
    "adagrad": Adagrad(0.05),
    "adadelta": Adadelta(),
    "adam": Adam(0.01, decay=0.01),
    "adamax": Adamax(0.01),
}.items():
    chain("trained_" + label, L.Dense(4, activation="tanh", input_dim=5), L.BatchNormalization(), L.Dense(3, activation="softmax"), x=x, optimizer=optimizer, loss="categorical_crossentropy")
sequences = [old.values(old.rng("keras1/sequences"), (8, 5, 3))]
chain("trained_lstm", L.Bidirectional(L.LSTM(3, return_sequences=True), input_shape=(5, 3)), L.GRU(2), x=sequences, optimizer=Adam(0.01))
images = [old.values(old.rng("keras1/images"), (8, 2, 5, 4))]
chain("trained_conv_th", L.Convolution2D(3, 2, 3, dim_ordering="th", input_shape=(2, 5, 4)), L.Flatten(), L.Dense(2), x=images, optimizer=SGD(0.05, momentum=0.9))
