package org.kerata.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;
import org.kerata.training.data.Batch;
import org.kerata.training.metrics.Direction;
import org.slf4j.LoggerFactory;

/**
 * What {@code compile} settles for a network: at once, which weights change; when it meets the first data, which loss and metric belongs to
 * which output; and the steps that were made since.
 */
final class Compilation {
    private static final int KEPT_STEPS = 8;

    private final Network network;
    private final Compile how;
    private final ReentrantReadWriteLock lock;
    private final Map<Layer, Boolean> flags;
    private final Map<Key, Step> steps = new LinkedHashMap<>();
    private @Nullable List<Variable> trainable;
    private @Nullable Objective objective;
    private @Nullable Figures figures;

    private record Key(boolean training, Layout layout) {}

    /**
     * Data and the step for them.
     *
     * @param intake brings further data into order
     * @param withTarget the outputs that have targets
     * @param flat the data in the order of the step's arguments
     */
    record Prepared(Intake intake, Set<Integer> withTarget, Step step, List<Tensor> flat) {
        Layout layout() {
            return step.layout();
        }

        /** Another batch of the same kind. */
        List<Tensor> flat(Batch b) {
            return intake.sort(b, withTarget).flat(layout());
        }
    }

    Compilation(Network network, Compile how, ReentrantReadWriteLock lock) {
        this.network = network;
        this.how = how;
        this.lock = lock;
        this.flags = flags(network);
        if (network.isBuilt()) {
            withTarget();
            trainable = network.trainableWeights();
            locate();
        }
    }

    private void locate() {
        if (!how.optimizer().isBuilt()) {
            how.optimizer().locate(WeightPaths.of(network));
        }
    }

    Compile how() {
        return how;
    }

    private static Map<Layer, Boolean> flags(Network network) {
        Map<Layer, Boolean> out = new LinkedHashMap<>();
        collect(network, out);
        return out;
    }

    private static void collect(Network n, Map<Layer, Boolean> out) {
        for (Layer l : n.layers()) {
            out.put(l, l.isTrainable());
            if (l instanceof Network inner) {
                collect(inner, out);
            }
        }
    }

    /** Warns, by layer, if what is trainable has changed since. */
    void warnOfChangedFlags() {
        List<String> changed = new ArrayList<>();
        flags(network).forEach((l, t) -> {
            Boolean before = flags.put(l, t);
            if (before != null && !before.equals(t)) {
                changed.add(l.name());
            }
        });
        if (!changed.isEmpty()) {
            LoggerFactory.getLogger(Compilation.class)
                    .warn(
                            "Model \"{}\": trainable has changed since compile for {}. It counts when compile is called again.",
                            network.name(),
                            String.join(", ", changed));
        }
    }

    /** The outputs that have losses or metrics. */
    private Set<Integer> withTarget() {
        List<String> outputs = network.outputNames();
        Set<Integer> out = new LinkedHashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            boolean loss = Objective.isGiven(how, outputs, i);
            boolean metric = Figures.isGiven(how, outputs, i);
            if (loss || metric) {
                out.add(i);
            }
        }
        return out;
    }

    /** Makes the weights if need be, settles what belongs to which output, and gives the step for data like these. */
    Prepared prepare(String who, Batch batch, boolean training) {
        Intake intake = new Intake(who, network);
        intake.build(intake.inputs(batch.inputs()));
        locate();
        Set<Integer> withTarget = withTarget();
        Intake.Sorted sorted = intake.sort(batch, withTarget);
        Objective o = settle(sorted.targetShapes());
        Layout layout = intake.layout(sorted, o);
        return new Prepared(intake, withTarget, step(who, layout, training), sorted.flat(layout));
    }

    private Objective settle(List<@Nullable Shape> targets) {
        List<String> outputs = network.outputNames();
        if (trainable == null) {
            trainable = network.trainableWeights();
        }
        if (figures == null) {
            figures = Figures.of(how, outputs, network.outputSpecs(), targets);
        }
        Objective o = objective;
        if (o == null) {
            o = Objective.of(how, outputs, network.outputSpecs(), targets);
            objective = o;
        }
        return o;
    }

    private Step step(String who, Layout layout, boolean training) {
        Key key = new Key(training, layout);
        Step s = steps.remove(key);
        if (s == null) {
            s = make(who, layout, training);
        }
        steps.put(key, s);
        if (steps.size() > KEPT_STEPS) {
            Key oldest = steps.keySet().iterator().next();
            steps.remove(oldest);
        }
        return s;
    }

    private Step make(String who, Layout layout, boolean training) {
        Objective o = objective;
        Figures f = figures;
        List<Variable> t = trainable;
        if (o == null || f == null || t == null) {
            throw new IllegalStateException("Not settled.");
        }
        if (training && t.isEmpty()) {
            throw new KerataException(
                    who + ": the model \"" + network.name() + "\" has no weights that training could change.");
        }
        return new Step(network, layout, o, f, training ? how.optimizer() : null, t, how.runEagerly(), lock);
    }

    /** Sets all metrics back. */
    void resetMetrics() {
        Figures f = figures;
        if (f == null || f.items().isEmpty()) {
            return;
        }
        lock.writeLock().lock();
        try {
            f.reset();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Puts averages of the weights in their place, if the optimizer keeps such. */
    void finalizeWeights() {
        lock.writeLock().lock();
        try {
            how.optimizer().finalizeVariableValues();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether more of a figure is better; null if there is no such figure. */
    @Nullable
    Direction direction(String figure) {
        Figures f = figures;
        if (f != null) {
            for (Figures.Item i : f.items()) {
                if (i.label().equals(figure)) {
                    return i.metric().direction();
                }
            }
        }
        return figure.equals("loss") || figure.endsWith("_loss") ? Direction.DOWN : null;
    }
}
