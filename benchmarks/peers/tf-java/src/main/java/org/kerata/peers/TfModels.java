package org.kerata.peers;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The workloads' models. */
final class TfModels {
    private final TfLayers layers;

    TfModels(TfLayers layers) {
        this.layers = layers;
    }

    Operand<TFloat32> ofWords(Workload workload, Operand<TInt32> words) {
        Operand<TFloat32> x = layers.embedding(words, 20_000, 128);
        if (workload == Workload.W4) {
            return layers.dense(layers.lstm(x, 80, 128), 1);
        }
        Operand<TFloat32> rows = layers.flatten(x, 128);
        rows = encoderBlock(encoderBlock(rows));
        return layers.dense(layers.meanOfSteps(rows, 128), 2);
    }

    /** Attention of 4 heads and two fully connected layers, each with a residual and a normalisation behind it. */
    private Operand<TFloat32> encoderBlock(Operand<TFloat32> x) {
        Operand<TFloat32> y = layers.layerNorm(layers.add(x, layers.selfAttention(x, 128, 4, 32)));
        Operand<TFloat32> wide = layers.relu(layers.dense(y, 256));
        return layers.layerNorm(layers.add(y, layers.dense(wide, 128)));
    }

    Operand<TFloat32> logits(Workload workload, Operand<TFloat32> x) {
        return switch (workload) {
            case W4, W5 -> throw new IllegalArgumentException("It reads words.");
            case W8 -> layers.dense(layers.beside(layers.gru(x, 64, 256, false), layers.gru(x, 64, 256, true)), 10);
            case W1 -> mlp(x, 512, 512, 10);
            case W2 -> mnistConvnet(x);
            case W3 -> resNet20(x);
            case W6b1, W6b8 -> resNet50(x);
            case W7 -> mlp(x, 16, 3);
        };
    }

    private Operand<TFloat32> mlp(Operand<TFloat32> x, int... units) {
        Operand<TFloat32> y = x;
        for (int i = 0; i < units.length - 1; i++) {
            y = layers.relu(layers.dense(y, units[i]));
        }
        return layers.dense(y, units[units.length - 1]);
    }

    private Operand<TFloat32> mnistConvnet(Operand<TFloat32> x) {
        Operand<TFloat32> y = layers.maxPool(layers.relu(layers.conv(x, 32, 3)), 2, 2, "VALID");
        y = layers.maxPool(layers.relu(layers.conv(y, 64, 3)), 2, 2, "VALID");
        return layers.dense(layers.dropout(layers.flatten(y, 1600), 0.5f), 10);
    }

    private Operand<TFloat32> resNet20(Operand<TFloat32> x) {
        Operand<TFloat32> y = convBnRelu(x, 16, 3, 1);
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < 3; block++) {
                y = basicBlock(y, 16 << stage, stage > 0 && block == 0 ? 2 : 1);
            }
        }
        return layers.dense(layers.globalAveragePool(y), 10);
    }

    private Operand<TFloat32> resNet50(Operand<TFloat32> x) {
        int[] blocks = {3, 4, 6, 3};
        Operand<TFloat32> y = layers.maxPool(convBnRelu(x, 64, 7, 2), 3, 2, "SAME");
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                y = bottleneck(y, 64 << stage, stage > 0 && block == 0 ? 2 : 1);
            }
        }
        return layers.dense(layers.globalAveragePool(y), 1000);
    }

    private Operand<TFloat32> basicBlock(Operand<TFloat32> x, int filters, int stride) {
        return residual(x, layers.convBn(convBnRelu(x, filters, 3, stride), filters, 3, 1), stride);
    }

    private Operand<TFloat32> bottleneck(Operand<TFloat32> x, int filters, int stride) {
        Operand<TFloat32> y = convBnRelu(convBnRelu(x, filters, 1, stride), filters, 3, 1);
        return residual(x, layers.convBn(y, 4 * filters, 1, 1), stride);
    }

    /** {@code relu(y + shortcut(x))}; the shortcut is a 1x1 convolution where the shape changes. */
    private Operand<TFloat32> residual(Operand<TFloat32> x, Operand<TFloat32> y, int stride) {
        boolean same = x.shape().equals(y.shape());
        Operand<TFloat32> shortcut = same ? x : layers.convBn(x, y.shape().get(3), 1, stride);
        return layers.relu(layers.add(y, shortcut));
    }

    private Operand<TFloat32> convBnRelu(Operand<TFloat32> x, int filters, int size, int stride) {
        return layers.relu(layers.convBn(x, filters, size, stride));
    }
}
