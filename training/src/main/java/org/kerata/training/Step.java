package org.kerata.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.Network;
import org.kerata.training.optimizers.Optimizer;

/**
 * A step of training or evaluation on data of one layout: forward, losses, in training gradients and update, and the metrics, all of it one
 * program for each batch size. Its results are the loss, whether the weights are finite, the loss of each output, the figures.
 */
final class Step {
    private static final int LOSS = 0;
    private static final int FINITE = 1;
    private static final int REST = 2;
    private static final int KEPT_RUNNERS = 4;

    private final Network network;
    private final Layout layout;
    private final Objective objective;
    private final Figures figures;
    private final @Nullable Optimizer optimizer;
    private final List<Variable> trainable;
    private final boolean eager;
    private final ReentrantReadWriteLock lock;
    private final Compiled compiled;
    private final Map<Integer, Runner> runners = new LinkedHashMap<>(8, 0.75f, true);
    private final List<String> labels = new ArrayList<>();

    /**
     * A step.
     *
     * @param optimizer updates the weights; null for evaluation
     * @param trainable the weights that change
     */
    Step(
            Network network,
            Layout layout,
            Objective objective,
            Figures figures,
            @Nullable Optimizer optimizer,
            List<Variable> trainable,
            boolean eager,
            ReentrantReadWriteLock lock) {
        this.network = network;
        this.layout = layout;
        this.objective = objective;
        this.figures = figures;
        this.optimizer = optimizer;
        this.trainable = trainable;
        this.eager = eager;
        this.lock = lock;
        this.compiled = Compiled.ofList(this::trace).under(lock);
        boolean several = objective.items().size() > 1;
        objective.items().forEach(i -> labels.add(several ? i.name() + "_loss" : ""));
        figures.items().forEach(i -> labels.add(i.label()));
    }

    Layout layout() {
        return layout;
    }

    /** The step at work on batches of this size. */
    Runner runner(int count) {
        Runner r = runners.get(count);
        if (r instanceof CompiledRunner c && c.isStale()) {
            r.close();
            r = null;
        }
        if (r == null) {
            r = eager
                    ? new EagerRunner(this::trace, lock.writeLock(), layout.specs(count))
                    : new CompiledRunner(compiled.open(layout.specs(count)));
            runners.put(count, r);
            bound();
        }
        return r;
    }

    /** Lets go of the runner that has not been used for longest: each holds the memory of a whole step. */
    private void bound() {
        if (runners.size() > KEPT_RUNNERS) {
            Integer eldest = runners.keySet().iterator().next();
            Runner r = runners.remove(eldest);
            if (r != null) {
                r.close();
            }
        }
    }

    /** Whether batches of this size have a runner that is still good. */
    boolean isCurrent(int count) {
        Runner r = runners.get(count);
        return r != null && !(r instanceof CompiledRunner c && c.isStale());
    }

    /** For people: the program for batches of this size. */
    String describe(int count) {
        return compiled.describe(layout.specs(count));
    }

    private List<Tensor> trace(List<Tensor> arguments) {
        List<@Nullable Tensor> targets = new ArrayList<>();
        Map<Integer, Tensor> weights = new HashMap<>();
        for (int i = 0; i < layout.targets().size(); i++) {
            int at = layout.targets().get(i);
            targets.add(at < 0 ? null : arguments.get(at));
            int w = layout.weights().get(i);
            if (w >= 0) {
                weights.put(i, arguments.get(w));
            }
        }
        Call call = Call.start(optimizer == null ? Mode.INFERENCE : Mode.TRAINING);
        List<Tensor> outputs = network.applyAll(arguments.subList(0, layout.inputs()), call);
        Objective.Result losses = objective.apply(outputs, targets, weights, call);
        Tensor finite = Tensor.scalar(1);
        if (optimizer != null) {
            update(optimizer, losses.total());
            finite = finite();
        }
        figures.update(outputs, targets, weights, call);
        List<Tensor> results = new ArrayList<>();
        results.add(losses.total());
        results.add(finite);
        results.addAll(losses.each());
        results.addAll(figures.values());
        return results;
    }

    private void update(Optimizer o, Tensor loss) {
        Tensor scaled = o.scaleLoss(loss);
        List<@Nullable Tensor> gradients = Gradients.connected(scaled, Ops.onesLike(scaled), trainable);
        o.apply(gradients, trainable);
    }

    /** 1 if all weights that were updated are finite: a product with 0 is NaN for what is not. */
    private Tensor finite() {
        Tensor sum = null;
        for (Variable w : trainable) {
            if (w.dtype().isFloating()) {
                Tensor s = Updates.check(w).cast(DType.FLOAT32);
                sum = sum == null ? s : sum.plus(s);
            }
        }
        return sum == null ? Tensor.scalar(1) : Ops.isFinite(sum).cast(DType.FLOAT32);
    }

    /** The loss of the batch that was run. */
    static double loss(Runner r) {
        return r.number(LOSS);
    }

    /** Whether the weights are finite after the batch that was run. */
    static boolean finite(Runner r) {
        return r.number(FINITE) != 0;
    }

    /** Means over the batches of a walk, weighted by their sizes. */
    final class Means {
        private final double[] sums = new double[1 + objective.items().size()];
        private long samples;
        private boolean lost;

        /**
         * Adds the batch that was run. What follows on weights that are not finite is no number: native kernels may lose NaN at a ReLU and
         * give a loss that looks well, which Keras would not.
         */
        void add(Runner r, int count) {
            samples += count;
            sums[0] += lost ? Double.NaN : r.number(LOSS) * count;
            lost |= optimizer != null && !finite(r);
            for (int i = 1; sums.length > 2 && i < sums.length; i++) {
                sums[i] += r.number(REST + i - 1) * count;
            }
        }

        /** The means, and the figures after the batch that was run last. */
        Logs logs(@Nullable Runner last) {
            Map<String, Double> out = new TreeMap<>();
            double n = Math.max(samples, 1);
            out.put("loss", sums[0] / n);
            int losses = objective.items().size();
            for (int i = 0; i < labels.size(); i++) {
                if (i >= losses) {
                    out.put(labels.get(i), last == null ? 0 : last.number(REST + i));
                } else if (losses > 1) {
                    out.put(labels.get(i), sums[i + 1] / n);
                }
            }
            return Logs.of(out);
        }
    }

    /** Whether there are no metrics, so that nothing need be set back. */
    boolean hasNoFigures() {
        return figures.items().isEmpty();
    }

    /** Gives back the memory of all runners. */
    void close() {
        runners.values().forEach(Runner::close);
        runners.clear();
    }
}
