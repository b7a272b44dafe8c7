package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.Ones;
import org.kerata.layers.initializers.Zeros;

/**
 * {@code (x - mean) / √variance}, by numbers that were given or found in data by {@link #adapt}.
 *
 * <p>Output of the input's shape, floating point. State unless the numbers are given, each of the kept axes' shape: {@code mean}, {@code
 * variance}; and {@code count}, for old files. Keras: {@code keras.layers.Normalization}.
 */
public final class Normalization extends FluentLayer<Normalization> {
    private static final double LEAST_DEVIATION = 1e-7;

    private final Option<int[]> axis = option(
            "axis",
            Kind.of(
                    "an axis, a list of axes, or an empty list",
                    v -> Kind.integers("", a -> true).parse(v),
                    a -> Arrays.stream(a).boxed().toList()),
            new int[] {-1});
    private final Option<Boolean> invert = option("invert", BOOL, false);
    private final Option<Statistics> mean = optional("mean", Statistics.KIND);
    private final Option<Statistics> variance = optional("variance", Statistics.KIND);

    private @Nullable Variable foundMean;
    private @Nullable Variable foundVariance;
    private Shape stretched;
    private int[] reduced;

    /** Of each element of the last axis; the numbers come from {@link #adapt}. */
    public Normalization() {
        supportsMasking(true);
    }

    /** The axes whose elements have numbers of their own, -1 by default; none for one mean and one variance over all. */
    public Normalization axis(int... axes) {
        return with(axis, axes);
    }

    /** The mean and the variance of all. */
    public Normalization statistics(double mean, double variance) {
        this.mean.set(mean);
        return with(this.variance, variance);
    }

    /** The means and the variances of the elements of the kept axis. */
    public Normalization statistics(double[] mean, double[] variance) {
        this.mean.set(mean);
        return with(this.variance, variance);
    }

    /** Whether the way back is gone: {@code x · √variance + mean}; false by default. */
    public Normalization invert(boolean invert) {
        return with(this.invert, invert);
    }

    /**
     * Finds mean and variance in data: all of it at once. Builds the layer.
     *
     * @throws ConfigException if they were given
     */
    public void adapt(Tensor data) {
        buildFor(List.of(data.shape()));
        Variable m = foundMean;
        Variable v = foundVariance;
        if (m == null || v == null) {
            throw new ConfigException(at() + ": adapt finds mean and variance, but they were given.");
        }
        String complaint = wrongShape(data.shape());
        if (complaint != null) {
            throw new ShapeException(at() + ": adapt: " + complaint);
        }
        if (data.shape().dim(0) == 0) {
            throw new ShapeException(at() + ": adapt needs data. Received: shape " + data.shape() + ".");
        }
        Tensor x = data.cast(DType.FLOAT64);
        Tensor centre = Ops.mean(x, reduced, true);
        m.assign(centre.reshape(m.shape().dims()).cast(m.dtype()));
        v.assign(Ops.mean(Ops.square(x.minus(centre)), reduced, false).cast(v.dtype()));
    }

    private @Nullable String wrongShape(Shape data) {
        boolean right = data.rank() == stretched.rank();
        for (int i = 0; right && i < data.rank(); i++) {
            right = stretched.dim(i) == 1 || data.dim(i) == stretched.dim(i);
        }
        return right
                ? null
                : "the layer was built for shape " + stretched + " (1 stands for any). Received: shape " + data + ".";
    }

    @Override
    protected void build(Shape input) {
        TreeSet<Integer> kept = new TreeSet<>();
        for (int a : axis.get()) {
            kept.add(input.axis(a));
        }
        InputSpec spec = InputSpec.rank(input.rank());
        List<Integer> gone = new ArrayList<>();
        Shape each = Shape.SCALAR;
        stretched = input;
        for (int i = 0; i < input.rank(); i++) {
            if (kept.contains(i)) {
                each = each.append(input.dim(i));
                spec = i == 0 ? spec : spec.axis(i, input.dim(i), "elements along axis " + i);
            } else {
                gone.add(i);
                stretched = stretched.with(i, 1);
            }
        }
        reduced = gone.stream().mapToInt(i -> i).toArray();
        if (mean.isSet() != variance.isSet()) {
            throw new ConfigException(at() + ": mean and variance must be given together.");
        }
        if (!mean.isSet()) {
            foundMean = state("mean", each, new Zeros());
            foundVariance = state("variance", each, new Ones());
            state("count", Shape.SCALAR, DType.INT32, new Zeros());
        }
        inputSpec(spec);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor m = numbers(mean, foundMean);
        Tensor deviation =
                Ops.maximum(Ops.sqrt(numbers(variance, foundVariance)), Tensor.scalar(LEAST_DEVIATION, dtype()));
        Tensor y = x.cast(dtype());
        return invert.get() ? y.times(deviation).plus(m) : y.minus(m).div(deviation);
    }

    private Tensor numbers(Option<Statistics> given, @Nullable Variable found) {
        if (found != null) {
            return found.reshape(stretched.dims());
        }
        Statistics s = given.get();
        Shape under = stretched;
        int last = s.shape().rank();
        for (int i = stretched.rank() - 1; i >= 0; i--) {
            if (isKept(i)) {
                last--;
                under = under.with(i, last >= 0 ? s.shape().dim(last) : 1);
            }
        }
        if (last > 0) {
            throw new KerataException(
                    at() + ": mean and variance have " + s.shape().rank() + " axes, more than are kept apart.");
        }
        return s.tensor(under, dtype());
    }

    private boolean isKept(int axis) {
        return Arrays.stream(reduced).noneMatch(r -> r == axis);
    }
}
