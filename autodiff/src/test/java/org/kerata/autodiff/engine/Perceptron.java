package org.kerata.autodiff.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;

/** A small network with a training step of its own, large enough to be cut into slices. */
final class Perceptron {
    static final int BATCH = 96;
    static final int FEATURES = 120;
    static final int CLASSES = 7;

    final List<Variable> weights = new ArrayList<>();
    final List<Variable> moments = new ArrayList<>();
    final Variable steps = Variable.of("steps", Tensor.scalar(0, DType.INT64), false);
    final Compiled train = Compiled.of(this::step);
    final Compiled predict = Compiled.of((Tensor x) -> Ops.softmax(logits(x), -1));

    Perceptron() {
        weights.add(Variable.of("kernel 1", random(1, 0.1, FEATURES, 160)));
        weights.add(Variable.of("bias 1", random(2, 0.1, 160)));
        weights.add(Variable.of("kernel 2", random(3, 0.1, 160, CLASSES)));
        weights.add(Variable.of("bias 2", random(4, 0.1, CLASSES)));
        for (Variable w : weights) {
            moments.add(Variable.zeros("moment", DType.FLOAT32, w.shape(), false));
        }
    }

    private Tensor logits(Tensor x) {
        Tensor h;
        try (Scope s = Scope.enter("hidden")) {
            h = Ops.relu(x.matmul(weights.get(0)).plus(weights.get(1)));
        }
        try (Scope s = Scope.enter("head")) {
            return h.matmul(weights.get(2)).plus(weights.get(3));
        }
    }

    private Tensor step(Tensor x, Tensor labels) {
        steps.assignAdd(Tensor.scalar(1, DType.INT64));
        Tensor loss = Ops.sparseSoftmaxCrossEntropy(labels, logits(x)).mean();
        List<Tensor> gradients = Gradients.of(loss, weights);
        for (int i = 0; i < weights.size(); i++) {
            Tensor m = moments.get(i).times(0.9).plus(gradients.get(i));
            moments.get(i).assign(m);
            weights.get(i).assignSub(m.times(0.05));
        }
        return loss;
    }

    static Tensor inputs() {
        return random(5, 1, BATCH, FEATURES);
    }

    static Tensor labels() {
        int[] y = new int[BATCH];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % CLASSES;
        }
        return Tensor.of(y);
    }

    /** Everything that a step changes. */
    List<float[]> state() {
        List<float[]> all = new ArrayList<>();
        for (Variable v : weights) {
            all.add(v.floats());
        }
        for (Variable v : moments) {
            all.add(v.floats());
        }
        all.add(steps.floats());
        return all;
    }

    static Tensor random(long seed, double scale, long... shape) {
        SplittableRandom r = new SplittableRandom(seed);
        int n = 1;
        for (long d : shape) {
            n *= (int) d;
        }
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = (float) ((r.nextDouble() * 2 - 1) * scale);
        }
        return Tensor.of(v, shape);
    }
}
