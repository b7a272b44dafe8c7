package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Weighting;

/**
 * The coefficient of determination: 1 less the squared errors' share in the targets' squared deviation from their mean. Targets and
 * predictions are {@code (batch, outputs)}. Sample weights count, masks do not, as in Keras. Keras: {@code keras.metrics.R2Score}.
 */
public final class R2Score extends FluentMetric<R2Score> {
    private final Option<String> classAggregation = nullable(
            "class_aggregation", Kind.oneOf("uniform_average", "variance_weighted_average"), "uniform_average");
    private final Option<Integer> numRegressors = option("num_regressors", Kind.integer("at least 0", n -> n >= 0), 0);
    private final Variable numSamples = total("num_samples");
    private @Nullable Sums sums;

    private record Sums(Variable squares, Variable targets, Variable residual, Variable count) {}

    /** Named {@code "r2_score"}: the mean over the outputs, not adjusted. */
    public R2Score() {
        super("r2_score", Direction.UP);
    }

    /**
     * How the outputs' scores become one: {@code "uniform_average"} (the default), {@code "variance_weighted_average"}, or null for a score for
     * each output.
     */
    public R2Score classAggregation(@Nullable String classAggregation) {
        return with(this.classAggregation, classAggregation);
    }

    /**
     * The number of independent regressors, for the adjusted score; 0, the default, for the standard one. With too few samples for so many
     * regressors the score stays the standard one.
     */
    public R2Score numRegressors(int numRegressors) {
        return with(this.numRegressors, numRegressors);
    }

    @Override
    protected void update(Tensor y, Tensor p, Tensor weight) {
        accumulate(y, p, weight, null);
    }

    @Override
    void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Aligned a = Aligned.exactly(name(), y, p);
        if (a.p().rank() != 2) {
            throw new ShapeException(name() + ": predictions must be (batch, outputs). Received: " + p.shape() + ".");
        }
        Tensor target = a.y().cast(DType.FLOAT32);
        Tensor prediction = a.p().cast(DType.FLOAT32);
        Tensor weight = Weighting.full(name(), target, sampleWeight, null);
        Sums s = sums == null ? declare(Shape.of(target.shape().last())) : sums;
        Tensor weighted = target.times(weight);
        s.targets.assignAdd(weighted.sum(0));
        s.squares.assignAdd(target.times(weighted).sum(0));
        s.residual.assignAdd(Ops.square(target.minus(prediction)).times(weight).sum(0));
        s.count.assignAdd(weight.sum(0));
        numSamples.assignAdd(Tensor.scalar((double) target.size()));
    }

    private Sums declare(Shape outputs) {
        Sums made = new Sums(
                total("squared_sum", outputs),
                total("sum", outputs),
                total("residual", outputs),
                total("count", outputs));
        sums = made;
        return made;
    }

    @Override
    protected Tensor result() {
        Sums s = sums;
        if (s == null) {
            return Tensor.scalar(0);
        }
        Tensor mean = s.targets.div(s.count);
        Tensor spread = s.squares.minus(s.targets.times(mean));
        Tensor raw = s.residual.div(spread).unaryMinus().plus(1);
        Tensor each = Ops.where(Ops.isInf(raw), Ops.zerosLike(raw), raw);
        String how = classAggregation.orNull();
        if (how == null) {
            return adjusted(each);
        }
        return adjusted(
                how.equals("uniform_average")
                        ? each.mean()
                        : spread.times(each).sum().div(spread.sum()));
    }

    private Tensor adjusted(Tensor score) {
        int p = numRegressors.get();
        if (p == 0) {
            return score;
        }
        Tensor free = numSamples.minus(p + 1);
        Tensor adjusted = score.unaryMinus()
                .plus(1)
                .times(numSamples.minus(1))
                .div(free)
                .unaryMinus()
                .plus(1);
        return Ops.where(free.greater(0), adjusted, score);
    }
}
