package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Option;

/** The moving averages of weights, which may take their place: during training now and then, and at its end. */
final class WeightAverages {
    private final Option<Double> momentum;
    private final Option<Integer> overwriteFrequency;
    private List<Variable> weights = List.of();
    private Optimizer.Slot averages = Optimizer.Slot.NONE;

    WeightAverages(Option<Double> momentum, Option<Integer> overwriteFrequency) {
        this.momentum = momentum;
        this.overwriteFrequency = overwriteFrequency;
    }

    /** Keeps the averages of these weights, in these variables. */
    void keep(List<Variable> weights, Optimizer.Slot averages) {
        this.weights = List.copyOf(weights);
        this.averages = averages;
    }

    /**
     * Moves the averages.
     *
     * @param updates how often weights had changed before this step
     */
    void follow(Tensor updates) {
        // The first average is the weights themselves.
        Tensor keep = updates.notEqual(0).cast(DType.FLOAT32).times(momentum.get());
        Integer frequency = overwriteFrequency.orNull();
        Tensor due = frequency == null
                ? null
                : Ops.mod(updates.plus(1), Tensor.scalar(frequency, DType.INT64))
                        .equal(0);
        for (Variable w : weights) {
            Variable a = averages.of(w);
            Tensor m = keep.cast(w.dtype());
            a.assign(Optimizer.settled(m.times(a).plus(m.unaryMinus().plus(1).times(w))));
            if (due != null) {
                w.assign(Ops.where(due, a, w));
            }
        }
    }

    /** Whether averages are kept. */
    boolean areKept() {
        return !weights.isEmpty();
    }

    /** Exchanges weights and averages. */
    void swap() {
        for (Variable w : weights) {
            Variable a = averages.of(w);
            Tensor weight = w.read();
            w.assign(a.read());
            a.assign(weight);
        }
    }

    /** Has the averages begin anew, at the weights as they are. */
    void follow() {
        for (Variable w : weights) {
            averages.of(w).assign(w.read());
        }
    }

    /** Puts the averages in the weights' place, if they are kept. */
    void takeOver() {
        for (Variable w : weights) {
            w.assign(averages.of(w));
        }
    }
}
