package org.kerata.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
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
