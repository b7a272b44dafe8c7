package org.kerata.training.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;
import org.kerata.layers.Configurable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Weighting;

/**
 * A figure over many batches. A subclass declares its totals as fields, adds to them in {@link #update} and makes the figure of them in
 * {@link #result}. Keras: {@code keras.metrics.Metric}.
 */
public abstract class Metric extends Configurable {
    private final Option<String> name = required("name", STRING);
    private final Option<String> dtype;
    private final Direction direction;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Tensor> zeros = new ArrayList<>();

    /** A metric with this name. */
    protected Metric(String name, Direction direction) {
        // In Keras's configs; totals are float32 here.
        this(name, direction, Kind.oneOf("float32"), "float32");
    }

    /** A metric whose totals may have other types than float32. */
    Metric(String name, Direction direction, Kind<String> dtypes, String dtype) {
        this.name.set(name);
        this.direction = direction;
        this.dtype = option("dtype", dtypes, dtype);
    }

    /** A value for each sample, as a function of targets and predictions. */
    public interface Function {
        /** The values, {@code (batch, …)}. */
        Tensor of(Tensor targets, Tensor predictions);
    }

    /** The mean of a function over all samples. Which direction is better is not known; callbacks that watch it must be told. */
    public static Metric of(String name, Function function) {
        return of(name, Direction.UNKNOWN, function);
    }

    /** The mean of a function over all samples. */
    public static Metric of(String name, Direction direction, Function function) {
        return new LambdaMetric(name, direction, function);
    }

    /** Sets the name under which the figure stands in logs. */
    public Metric name(String name) {
        return with(this.name, name);
    }

    /** The name under which the figure stands in logs. */
    public final String name() {
        return name.get();
    }

    /** Whether more is better. */
    public final Direction direction() {
        return direction;
    }

    /** The type of the totals. */
    final DType dtype() {
        return DType.of(dtype.get());
    }

    /** The option that says it. */
    final Option<String> dtypeOption() {
        return dtype;
    }

    /** The totals, in the order of their declaration. */
    public final List<Variable> variables() {
        return Collections.unmodifiableList(variables);
    }

    /** Declares a total: a number that starts at 0. */
    protected final Variable total(String name) {
        return total(name, Shape.SCALAR);
    }

    /** Declares a total of this shape that starts at 0. */
    protected final Variable total(String name, Shape shape) {
        Variable v = Variable.zeros(name, dtype(), shape, false);
        variables.add(v);
        return v;
    }

    /**
     * Adds a batch to the totals.
     *
     * @param y targets, brought to the predictions' rank as losses do it
     * @param p predictions, {@code (batch, …)}
     * @param weight a weight for each target, in the shape of {@code y}: the product of sample weights and mask, or ones
     */
    protected abstract void update(Tensor y, Tensor p, Tensor weight);

    /** The figure: a number, or several as a vector. */
    protected abstract Tensor result();

    /** Adds a batch to the totals. The built-in metrics take weights as they are given. */
    void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Aligned a = Aligned.of(y, p);
        update(a.y(), a.p(), Weighting.full(name(), a.y(), sampleWeight, mask));
    }

    /** Adds a batch. */
    public final void updateState(Tensor y, Tensor p) {
        updateState(y, p, null, null);
    }

    /** Adds a batch with weights. */
    public final void updateState(Tensor y, Tensor p, @Nullable Tensor sampleWeight) {
        updateState(y, p, sampleWeight, null);
    }

    /**
     * Adds a batch. Within a compiled function the totals change when it runs.
     *
     * @param y targets
     * @param p predictions, {@code (batch, …)}
     * @param sampleWeight a weight for each sample, {@code (batch)}, or for leading axes; none if null
     * @param mask the predictions' mask; none if null
     */
    public final void updateState(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        try (Scope s = Scope.enter(name())) {
            accumulate(read(y), read(p), sampleWeight, mask);
        }
    }

    private static Tensor read(Tensor t) {
        return t instanceof Variable v ? v.read() : t;
    }

    /** The figure over all batches since the start or the last {@link #reset}: a number, or several as a vector. */
    public final Tensor value() {
        try (Scope s = Scope.enter(name())) {
            return read(result());
        }
    }

    /** Sets the totals back to 0. */
    public final void reset() {
        for (int i = 0; i < variables.size(); i++) {
            if (i == zeros.size()) {
                Tensor zero = Ops.zerosLike(variables.get(i));
                Tensor.evaluate(List.of(zero));
                zeros.add(zero);
            }
            variables.get(i).assign(zeros.get(i));
        }
    }
}
