package org.kerata.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow for Java has no layers: here they are, written in its ops, channels last. */
final class TfLayers {
    private static final float EPSILON = 1e-3f;
    private static final float MOMENTUM = 0.99f;

    private final Ops tf;
    private final boolean training;
    private final List<Variable<TFloat32>> weights = new ArrayList<>();
    private final List<Op> statisticsUpdates = new ArrayList<>();
    private long parameters;

    TfLayers(Ops tf, boolean training) {
        this.tf = tf;
        this.training = training;
    }

    List<Variable<TFloat32>> weights() {
        return weights;
    }

    /** The assignments that move the batch normalisations' statistics; a training step runs them too. */
    List<Op> statisticsUpdates() {
        return statisticsUpdates;
    }

    long parameters() {
        return parameters;
    }

    Operand<TFloat32> dense(Operand<TFloat32> x, long units) {
        long features = channels(x);
        Operand<TFloat32> kernel = kernel(2.0 / (features + units), features, units);
        return tf.nn.biasAdd(tf.linalg.matMul(x, kernel), weight(0, units));
    }

    Operand<TFloat32> conv(Operand<TFloat32> x, long filters, long size) {
        Operand<TFloat32> y = convWithoutBias(x, filters, size, 1, "VALID");
        return tf.nn.biasAdd(y, weight(0, filters));
    }

    Operand<TFloat32> convBn(Operand<TFloat32> x, long filters, long size, long stride) {
        return batchNorm(convWithoutBias(x, filters, size, stride, "SAME"), filters);
    }

    /** A vector of this size for each word. */
    Operand<TFloat32> embedding(Operand<TInt32> words, long vocabulary, long size) {
        Operand<TFloat32> table = kernel(0.003, vocabulary, size);
        return tf.gather(table, words, tf.constant(0));
    }

    /** The last state of long short-term memory, unrolled: TensorFlow's own op has no gradient here. */
    Operand<TFloat32> lstm(Operand<TFloat32> x, int steps, long units) {
        Operand<TFloat32> bias = weight(0, 4 * units);
        List<Operand<TFloat32>> inputs = gates(x, steps, 4 * units, bias);
        Operand<TFloat32> recurrent = kernel(1.0 / units, units, 4 * units);
        Operand<TFloat32> h = tf.fill(dimensions(x.shape().get(0), units), tf.constant(0f));
        Operand<TFloat32> c = h;
        for (Operand<TFloat32> input : inputs) {
            Operand<TFloat32> sum = tf.math.add(input, tf.linalg.matMul(h, recurrent));
            List<Output<TFloat32>> z = tf.split(tf.constant(1), sum, 4L).output();
            Operand<TFloat32> kept = tf.math.mul(tf.math.sigmoid(z.get(1)), c);
            c = tf.math.add(kept, tf.math.mul(tf.math.sigmoid(z.get(0)), tf.math.tanh(z.get(2))));
            h = tf.math.mul(tf.math.sigmoid(z.get(3)), tf.math.tanh(c));
        }
        return h;
    }

    /** The last state of gated recurrent units, unrolled. */
    Operand<TFloat32> gru(Operand<TFloat32> x, int steps, long units, boolean backwards) {
        Operand<TFloat32> bias = weight(0, 3 * units);
        List<Operand<TFloat32>> inputs = gates(x, steps, 3 * units, bias);
        Operand<TFloat32> recurrent = kernel(1.0 / units, units, 3 * units);
        Operand<TFloat32> recurrentBias = weight(0, 3 * units);
        Operand<TFloat32> h = tf.fill(dimensions(x.shape().get(0), units), tf.constant(0f));
        if (backwards) {
            Collections.reverse(inputs);
        }
        for (Operand<TFloat32> input : inputs) {
            List<Output<TFloat32>> a = tf.split(tf.constant(1), input, 3L).output();
            Operand<TFloat32> product = tf.nn.biasAdd(tf.linalg.matMul(h, recurrent), recurrentBias);
            List<Output<TFloat32>> b = tf.split(tf.constant(1), product, 3L).output();
            Operand<TFloat32> z = tf.math.sigmoid(tf.math.add(a.get(0), b.get(0)));
            Operand<TFloat32> r = tf.math.sigmoid(tf.math.add(a.get(1), b.get(1)));
            Operand<TFloat32> fresh = tf.math.tanh(tf.math.add(a.get(2), tf.math.mul(r, b.get(2))));
            h = tf.math.add(fresh, tf.math.mul(z, tf.math.sub(h, fresh)));
        }
        return h;
    }

    /** From rows (batch · steps, features) to such rows. */
    Operand<TFloat32> selfAttention(Operand<TFloat32> rows, long steps, long heads, long size) {
        Operand<TFloat32> queries = heads(dense(rows, heads * size), steps, heads, size);
        Operand<TFloat32> keys = heads(dense(rows, heads * size), steps, heads, size);
        Operand<TFloat32> values = heads(dense(rows, heads * size), steps, heads, size);
        Operand<TFloat32> scaled = tf.math.mul(queries, tf.constant((float) (1 / Math.sqrt(size))));
        Operand<TFloat32> scores = tf.train.batchMatMul(scaled, keys, TFloat32.class, BatchMatMul.adjY(true));
        Operand<TFloat32> found = tf.train.batchMatMul(tf.nn.softmax(scores), values, TFloat32.class);
        Operand<TFloat32> joined = tf.linalg.transpose(found, tf.constant(new int[] {0, 2, 1, 3}));
        return dense(tf.reshape(joined, dimensions(-1, heads * size)), channels(rows));
    }

    private Operand<TFloat32> heads(Operand<TFloat32> rows, long steps, long heads, long size) {
        Operand<TFloat32> apart = tf.reshape(rows, dimensions(-1, steps, heads, size));
        return tf.linalg.transpose(apart, tf.constant(new int[] {0, 2, 1, 3}));
    }

    Operand<TFloat32> layerNorm(Operand<TFloat32> rows) {
        long features = channels(rows);
        Operand<TInt32> last = tf.constant(new int[] {1});
        Operand<TFloat32> centred = tf.math.sub(rows, tf.math.mean(rows, last, Mean.keepDims(true)));
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), last, Mean.keepDims(true));
        Operand<TFloat32> root = tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-6f)));
        Operand<TFloat32> normal = tf.math.mul(centred, root);
        return tf.math.add(tf.math.mul(normal, weight(1, features)), weight(0, features));
    }

    Operand<TFloat32> meanOfSteps(Operand<TFloat32> rows, long steps) {
        return tf.math.mean(tf.reshape(rows, dimensions(-1, steps, channels(rows))), tf.constant(1));
    }

    Operand<TFloat32> beside(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.concat(List.of(a, b), tf.constant(1));
    }

    /** The inputs' part of the gates of every step: one product for all. */
    private List<Operand<TFloat32>> gates(Operand<TFloat32> x, int steps, long width, Operand<TFloat32> bias) {
        long features = channels(x);
        Operand<TFloat32> rows = tf.reshape(x, dimensions(-1, features));
        Operand<TFloat32> kernel = kernel(2.0 / (features + width), features, width);
        Operand<TFloat32> all = tf.nn.biasAdd(tf.linalg.matMul(rows, kernel), bias);
        Operand<TFloat32> bySample = tf.reshape(all, dimensions(-1, steps, width));
        return new ArrayList<>(tf.unstack(bySample, (long) steps, Unstack.axis(1L)).output());
    }

    Operand<TFloat32> relu(Operand<TFloat32> x) {
        return tf.nn.relu(x);
    }

    Operand<TFloat32> add(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.math.add(a, b);
    }

    Operand<TFloat32> maxPool(Operand<TFloat32> x, int size, int stride, String padding) {
        Operand<TInt32> window = tf.constant(new int[] {1, size, size, 1});
        return tf.nn.maxPool(x, window, tf.constant(new int[] {1, stride, stride, 1}), padding);
    }

    Operand<TFloat32> globalAveragePool(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.constant(new int[] {1, 2}));
    }

    Operand<TFloat32> flatten(Operand<TFloat32> x, int features) {
        return tf.reshape(x, tf.constant(new int[] {-1, features}));
    }

    Operand<TFloat32> dropout(Operand<TFloat32> x, float rate) {
        if (!training) {
            return x;
        }
        Operand<TFloat32> random = tf.random.randomUniform(tf.shape(x), TFloat32.class);
        Operand<TFloat32> kept = tf.math.mul(x, tf.constant(1 / (1 - rate)));
        return tf.select(tf.math.greaterEqual(random, tf.constant(rate)), kept, tf.zerosLike(x));
    }

    private Operand<TFloat32> convWithoutBias(
            Operand<TFloat32> x, long filters, long size, long stride, String padding) {
        long channels = channels(x);
        Operand<TFloat32> kernel = kernel(2.0 / (size * size * channels), size, size, channels, filters);
        return tf.nn.conv2d(x, kernel, List.of(1L, stride, stride, 1L), padding);
    }

    private Operand<TFloat32> batchNorm(Operand<TFloat32> x, long channels) {
        Operand<TFloat32> gamma = weight(1, channels);
        Operand<TFloat32> beta = weight(0, channels);
        Variable<TFloat32> mean = variable(tf.fill(dimensions(channels), tf.constant(0f)), channels);
        Variable<TFloat32> variance = variable(tf.fill(dimensions(channels), tf.constant(1f)), channels);
        FusedBatchNorm<TFloat32, TFloat32> normalized = tf.nn.fusedBatchNorm(
                x, gamma, beta, mean, variance, FusedBatchNorm.isTraining(training), FusedBatchNorm.epsilon(EPSILON));
        if (training) {
            move(mean, normalized.batchMean());
            move(variance, normalized.batchVariance());
        }
        return normalized.y();
    }

    private void move(Variable<TFloat32> statistic, Operand<TFloat32> towards) {
        Operand<TFloat32> distance = tf.math.sub(statistic, towards);
        statisticsUpdates.add(tf.assignSub(statistic, tf.math.mul(distance, tf.constant(1 - MOMENTUM))));
    }

    private Operand<TFloat32> kernel(double variance, long... shape) {
        Operand<TFloat32> normal = tf.random.truncatedNormal(dimensions(shape), TFloat32.class);
        return trained(tf.math.mul(normal, tf.constant((float) Math.sqrt(variance))), shape);
    }

    private Operand<TFloat32> weight(float value, long size) {
        return trained(tf.fill(dimensions(size), tf.constant(value)), size);
    }

    private Operand<TFloat32> trained(Operand<TFloat32> initial, long... shape) {
        Variable<TFloat32> weight = variable(initial, shape);
        weights.add(weight);
        parameters += Shape.of(shape).size();
        return weight;
    }

    private Variable<TFloat32> variable(Operand<TFloat32> initial, long... shape) {
        Ops init = tf.withInitScope();
        Variable<TFloat32> variable = init.variable(Shape.of(shape), TFloat32.class);
        init.assign(variable, initial);
        return variable;
    }

    private Operand<TInt32> dimensions(long... shape) {
        return tf.constant(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
    }

    private static long channels(Operand<TFloat32> x) {
        Shape shape = x.shape();
        return shape.get(shape.numDimensions() - 1);
    }
}
