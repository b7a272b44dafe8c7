package org.kerata.training.losses;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;
import org.kerata.layers.Configurable;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Option;
import org.kerata.training.internal.Weighting;

/**
 * What training minimises. A subclass compares targets and predictions in {@link #call} and returns one value for each sample (and step,
 * pixel, …); sample weights, masks and the reduction to one number are done here. Keras: {@code keras.losses.Loss}.
 */
public abstract class Loss extends Configurable {
    private final Option<String> name = required("name", STRING);
    private final Option<String> reduction = option(
            "reduction",
            Kind.oneOf("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"),
            "sum_over_batch_size");

    /** A loss with this name. */
    protected Loss(String name) {
        this.name.set(name);
    }

    /** A loss as a function of targets and predictions that returns a value for each sample. */
    public interface Function {
        /** The values, {@code (batch, …)}. */
        Tensor of(Tensor targets, Tensor predictions);
    }

    /** A loss from a function. Targets and predictions reach it as the loss receives them, their ranks brought together as Keras does. */
    public static Loss of(String name, Function function) {
        return new LambdaLoss(name, function);
    }

    /** Sets the name. */
    public Loss name(String name) {
        return with(this.name, name);
    }

    /**
     * How the values become one number: {@code "sum_over_batch_size"} (the default) and {@code "mean"} divide their sum by their count,
     * {@code "mean_with_sample_weight"} by the sum of the weights, {@code "sum"} by nothing; {@code "none"} leaves them.
     */
    public Loss reduction(String reduction) {
        return with(this.reduction, reduction);
    }

    /** The name. */
    public final String name() {
        return name.get();
    }

    /** The reduction. */
    public final String reduction() {
        return reduction.get();
    }

    /**
     * One value for each sample.
     *
     * @param y targets; of a floating-point type unless {@link #takesLabels}
     * @param p predictions, {@code (batch, …)}
     */
    protected abstract Tensor call(Tensor y, Tensor p);

    /**
     * Which of the values count, where that follows from the targets; null if all do.
     *
     * @param y targets
     * @param p predictions
     * @param values what {@link #call} gave for them
     */
    protected @Nullable Tensor valid(Tensor y, Tensor p, Tensor values) {
        return null;
    }

    /** Whether targets are class numbers, which stay integers; false by default. */
    public boolean takesLabels() {
        return false;
    }

    /**
     * Below which number labels must be: how many classes there are, {@link Shape#UNKNOWN} if that is not known, 0 if any number is a label.
     * Asked where {@link #takesLabels}; the length of the predictions' last axis by default.
     */
    public long classes(Shape prediction) {
        return prediction.rank() == 0 ? Shape.UNKNOWN : prediction.last();
    }

    /** A label that stands for "none" and may be out of range; null if there is none. */
    public @Nullable Integer ignoredLabel() {
        return null;
    }

    /** The loss of a batch. */
    public final Tensor apply(Tensor y, Tensor p) {
        return apply(y, p, null, null);
    }

    /** The loss of a batch with weights. */
    public final Tensor apply(Tensor y, Tensor p, Tensor sampleWeight) {
        return apply(y, p, sampleWeight, null);
    }

    /**
     * The loss of a batch.
     *
     * @param y targets
     * @param p predictions
     * @param sampleWeight a factor for each sample, {@code (batch)}, or for the leading axes of the values; none if null
     * @param mask the mask of the predictions; none if null
     * @return a number; with the reduction {@code "none"} the weighted values
     */
    public final Tensor apply(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        try (Scope s = Scope.enter(name())) {
            Tensor prediction = real(p);
            Tensor target = targets(y, prediction);
            Tensor values = call(target, prediction);
            return reduce(values, sampleWeight, both(mask, valid(target, prediction, values)));
        }
    }

    /** One value for each sample, as {@link #call} gives them, from targets and predictions of any type. */
    final Tensor values(Tensor y, Tensor p) {
        Tensor prediction = real(p);
        return call(targets(y, prediction), prediction);
    }

    /** Keras's name of the loss as a function, for messages. */
    final String function() {
        return Names.snakeCase(className());
    }

    private static Tensor real(Tensor p) {
        Tensor prediction = p instanceof Variable v ? v.read() : p;
        return prediction.dtype().isFloating() ? prediction : prediction.cast(DType.FLOAT32);
    }

    private Tensor targets(Tensor y, Tensor prediction) {
        Tensor target = y instanceof Variable v ? v.read() : y;
        return takesLabels() ? target : target.cast(prediction.dtype());
    }

    private static @Nullable Tensor both(@Nullable Tensor a, @Nullable Tensor b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Ops.logicalAnd(a, b);
    }

    private Tensor reduce(Tensor given, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor values = given.rank() == 0 ? spread(given, sampleWeight, mask) : given;
        String how = reduction();
        boolean mean = how.equals("sum_over_batch_size") || how.equals("mean");
        Tensor weights = Weighting.of(name(), values, sampleWeight, mask, mean);
        Tensor weighted = weights == null ? values : values.times(weights);
        if (how.equals("none") || weighted.rank() == 0) {
            return weighted;
        }
        Tensor sum = weighted.sum();
        if (how.equals("sum")) {
            return sum;
        }
        if (how.equals("mean_with_sample_weight") && weights != null) {
            return Ops.divideNoNan(
                    sum, Ops.broadcastTo(weights, weighted.shape()).sum());
        }
        long n = weighted.size();
        return n == 0 ? sum : sum.times(1.0 / n);
    }

    /** One value for the batch as a whole is that of each part that has a weight. */
    private static Tensor spread(Tensor value, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor parts =
                sampleWeight == null || (mask != null && mask.rank() > sampleWeight.rank()) ? mask : sampleWeight;
        return parts == null ? value : Ops.broadcastTo(value, parts.shape());
    }
}
