package org.kerata.training.optimizers;

import java.util.IdentityHashMap;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Gradients divided by the root of the mean of their squares, of which for matrices only the means of rows and columns are followed; steps
 * are as long as a share of the weight itself. Shazeer and Stern, "Adafactor", 2018. Keras: {@code keras.optimizers.Adafactor}.
 */
public final class Adafactor extends FluentOptimizer<Adafactor> {
    private final Option<Double> beta2Decay = option("beta_2_decay", DOUBLE, -0.8);
    private final Option<Double> epsilon1 = option("epsilon_1", DOUBLE, 1e-30);
    private final Option<Double> epsilon2 = option("epsilon_2", DOUBLE, 1e-3);
    private final Option<Double> clipThreshold = option("clip_threshold", DOUBLE, 1.0);
    private final Option<Boolean> relativeStep = option("relative_step", BOOL, true);
    private Slot rows = Slot.NONE;
    private Slot columns = Slot.NONE;
    private Slot velocities = Slot.NONE;

    /** With the learning rate 0.001. */
    public Adafactor() {
        this(0.001);
    }

    /** With this learning rate. */
    public Adafactor(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Adafactor(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** The power of the step that the mean of squares forgets with; -0.8 by default. */
    public Adafactor beta2Decay(double decay) {
        return with(this.beta2Decay, decay);
    }

    /** Added to squared gradients; 1e-30 by default. */
    public Adafactor epsilon1(double epsilon) {
        return with(this.epsilon1, epsilon);
    }

    /** How long a weight counts at least, as the root of its mean square; 0.001 by default. */
    public Adafactor epsilon2(double epsilon) {
        return with(this.epsilon2, epsilon);
    }

    /** How large the root of a step's mean square may be before the learning rate; 1 by default. */
    public Adafactor clipThreshold(double threshold) {
        return with(this.clipThreshold, threshold);
    }

    /** Whether the learning rate is at most 1 by the root of the step; true by default. In Keras it is so without this, too. */
    public Adafactor relativeStep(boolean relative) {
        return with(this.relativeStep, relative);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        rows = new Slot(new IdentityHashMap<>());
        columns = new Slot(new IdentityHashMap<>());
        velocities = new Slot(new IdentityHashMap<>());
        for (Variable w : weights) {
            boolean factored = w.shape().rank() >= 2;
            int last = w.shape().rank() - 1;
            // Where there are no rows and columns, Keras's files have a whole number in their place.
            DType type = factored ? w.dtype() : DType.INT32;
            rows.of().put(w, slot(w.name() + "_row", type, factored ? w.shape().without(last) : Shape.SCALAR));
            columns.of()
                    .put(
                            w,
                            slot(
                                    w.name() + "_column",
                                    type,
                                    factored ? w.shape().without(last - 1) : Shape.SCALAR));
            velocities.of().put(w, slot(w.name() + "_velocity", w.dtype(), w.shape()));
        }
    }

    private Variable slot(String name, DType type, Shape shape) {
        return slot(name, Ops.zeros(shape, type));
    }

    @Override
    protected Rule step(Tensor lr) {
        Tensor rho = Ops.minimum(lr, Ops.reciprocal(Ops.sqrt(now())));
        Tensor forget = Ops.power(now(), Tensor.scalar(beta2Decay.get()));
        return (w, g) -> {
            Tensor take = forget.cast(w.dtype());
            Tensor squares = Ops.square(g).plus(epsilon1.get());
            Variable v = velocities.of(w);
            if (w.shape().rank() >= 2) {
                Tensor r = follow(rows.of(w), mean(squares, -1), take);
                Tensor c = follow(columns.of(w), mean(squares, -2), take);
                Tensor share = r.div(Ops.expandDims(mean(r, -1), -1));
                v.assign(Ops.expandDims(share, -1).times(Ops.expandDims(c, -2)));
            } else {
                follow(v, squares, take);
            }
            Tensor push = g.div(Ops.sqrt(v));
            Tensor clipped = push.div(Ops.maximum(size(push).div(clipThreshold.get()), Ops.onesLike(size(push))));
            Tensor length = Ops.maximum(size(w), Tensor.scalar(epsilon2.get(), w.dtype()));
            w.assign(w.minus(clipped.times(length.times(rho.cast(w.dtype())))));
        };
    }

    private static Tensor follow(Variable mean, Tensor x, Tensor take) {
        mean.assign(mean.times(take.unaryMinus().plus(1)).plus(x.times(take)));
        return mean.read();
    }

    private static Tensor mean(Tensor x, int axis) {
        return Ops.mean(x, new int[] {axis}, false);
    }

    /** The root of the mean square. */
    private static Tensor size(Tensor x) {
        return Ops.sqrt(Ops.mean(Ops.square(x)));
    }
}
