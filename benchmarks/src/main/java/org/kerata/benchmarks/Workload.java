package org.kerata.benchmarks;

import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.activation.ReLU;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.merging.Add;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.normalization.LayerNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;

/** What every participant works on; {@code peers/python/workloads.py} is the table of record. */
enum Workload {
    W1(128, 10, true, 784) {
        @Override
        Model model() {
            return new Sequential(
                    new Input(784),
                    new Dense(512).activation("relu"),
                    new Dense(512).activation("relu"),
                    new Dense(10).activation("softmax"));
        }
    },
    W2(128, 10, true, 28, 28, 1) {
        @Override
        Model model() {
            return new Sequential(
                    new Input(28, 28, 1),
                    new Conv2D(32, 3).activation("relu"),
                    new MaxPooling2D(2),
                    new Conv2D(64, 3).activation("relu"),
                    new MaxPooling2D(2),
                    new Flatten(),
                    new Dropout(0.5),
                    new Dense(10).activation("softmax"));
        }
    },
    W3(64, 10, true, 32, 32, 3) {
        @Override
        Model model() {
            Input in = new Input(32, 32, 3);
            Tensor x = rectified(convolved(in, 16, 3, 1));
            for (int stage = 0; stage < 3; stage++) {
                for (int block = 0; block < 3; block++) {
                    boolean narrower = stage > 0 && block == 0;
                    x = basicBlock(x, 16 << stage, narrower ? 2 : 1, narrower);
                }
            }
            return classified(in, x, classes);
        }
    },
    W4(32, 2, true, 80) {
        @Override
        Model model() {
            return new Sequential(
                    new Input(80).dtype("int32"),
                    new Embedding(20_000, 128),
                    new LSTM(128),
                    new Dense(1).activation("sigmoid"));
        }
    },
    W5(32, 2, true, 128) {
        @Override
        Model model() {
            Input in = new Input(128).dtype("int32");
            Tensor x = new Embedding(20_000, 128).apply(in);
            x = encoderBlock(encoderBlock(x));
            return Model.of(in, new Dense(classes).activation("softmax").apply(new GlobalAveragePooling1D().apply(x)));
        }
    },
    W6b1(1, 1000, false, 224, 224, 3) {
        @Override
        Model model() {
            return resNet50(classes);
        }
    },
    W6b8(8, 1000, false, 224, 224, 3) {
        @Override
        Model model() {
            return resNet50(classes);
        }
    },
    W7(16, 3, true, 4) {
        @Override
        Model model() {
            return new Sequential(new Input(4), new Dense(16).activation("relu"), new Dense(3).activation("softmax"));
        }
    },
    W8(64, 10, true, 64, 64) {
        @Override
        Model model() {
            return new Sequential(
                    new Input(64, 64), new Bidirectional(new GRU(256)), new Dense(10).activation("softmax"));
        }
    };

    final int batch;
    final int classes;
    final boolean training;

    @SuppressWarnings("ImmutableEnumChecker") // never written, never handed out
    private final long[] sample;

    Workload(int batch, int classes, boolean training, long... sample) {
        this.batch = batch;
        this.classes = classes;
        this.training = training;
        this.sample = sample;
    }

    /** The model, not compiled. */
    abstract Model model();

    /** Inputs are words below this number; 0 if they are real numbers. */
    int vocabulary() {
        return this == W4 || this == W5 ? 20_000 : 0;
    }

    /** Whether one output tells two classes apart. */
    boolean isBinary() {
        return this == W4;
    }

    /** Keras's name of the loss. */
    String loss() {
        return isBinary() ? "binary_crossentropy" : "sparse_categorical_crossentropy";
    }

    /** Numbers in one sample. */
    int features() {
        int product = 1;
        for (long size : sample) {
            product *= (int) size;
        }
        return product;
    }

    /** The shape of a batch of so many samples. */
    long[] shape(int samples) {
        long[] s = new long[sample.length + 1];
        s[0] = samples;
        System.arraycopy(sample, 0, s, 1, sample.length);
        return s;
    }

    private static Tensor convolved(Tensor x, int filters, int size, int strides) {
        Tensor y = new Conv2D(filters, size)
                .strides(strides)
                .padding("same")
                .useBias(false)
                .apply(x);
        return new BatchNormalization().apply(y);
    }

    private static Tensor rectified(Tensor x) {
        return new ReLU().apply(x);
    }

    /** Attention of 4 heads and two fully connected layers, each with a residual and a normalisation behind it. */
    private static Tensor encoderBlock(Tensor x) {
        Tensor y = normalised(new Add().apply(x, new MultiHeadAttention(4, 32).apply(x, x)));
        Tensor wide = new Dense(256).activation("relu").apply(y);
        return normalised(new Add().apply(y, new Dense(128).apply(wide)));
    }

    private static Tensor normalised(Tensor x) {
        return new LayerNormalization().epsilon(1e-6).apply(x);
    }

    private static Tensor basicBlock(Tensor x, int filters, int strides, boolean project) {
        Tensor y = convolved(rectified(convolved(x, filters, 3, strides)), filters, 3, 1);
        return rectified(new Add().apply(y, project ? convolved(x, filters, 1, strides) : x));
    }

    private static Tensor bottleneck(Tensor x, int filters, int strides, boolean project) {
        Tensor y = rectified(convolved(x, filters, 1, strides));
        y = convolved(rectified(convolved(y, filters, 3, 1)), 4 * filters, 1, 1);
        return rectified(new Add().apply(y, project ? convolved(x, 4 * filters, 1, strides) : x));
    }

    private static Model resNet50(int classes) {
        Input in = new Input(224, 224, 3);
        Tensor x = rectified(convolved(in, 64, 7, 2));
        x = new MaxPooling2D(3).strides(2).padding("same").apply(x);
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                x = bottleneck(x, 64 << stage, stage > 0 && block == 0 ? 2 : 1, block == 0);
            }
        }
        return classified(in, x, classes);
    }

    private static Model classified(Input in, Tensor x, int classes) {
        return Model.of(in, new Dense(classes).activation("softmax").apply(new GlobalAveragePooling2D().apply(x)));
    }
}
