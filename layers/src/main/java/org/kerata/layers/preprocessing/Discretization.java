package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Numbers as the ranges that they fall into.
 *
 * <p>Output of the input's shape, {@code int32}: how many boundaries are not above the number; or vectors, as {@link CategoryEncoding}
 * makes them. The boundaries are given or found in data by {@link #adapt}, and stand in the config. Keras: {@code
 * keras.layers.Discretization}.
 */
public final class Discretization extends FluentLayer<Discretization> {
    private final Option<double[]> binBoundaries = optional("bin_boundaries", OutputMode.WEIGHTS);
    private final Option<Integer> numBins = optional("num_bins", Kind.positiveInteger());
    private final Option<Double> epsilon =
            option("epsilon", Kind.real("above 0 and below 1", e -> e > 0 && e < 1), 0.01);
    private final Option<OutputMode> outputMode = option(
            "output_mode",
            OutputMode.oneOf(OutputMode.INT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT),
            OutputMode.INT);

    private double @Nullable [] found;

    Discretization() {
        tolerate("sparse", false);
    }

    /** Between these boundaries, the lowest first. */
    public Discretization(double... binBoundaries) {
        this();
        this.binBoundaries.set(binBoundaries);
    }

    /** Into so many ranges, to be found by {@link #adapt}. */
    public static Discretization bins(int numBins) {
        Discretization d = new Discretization();
        d.numBins.set(numBins);
        return d;
    }

    /** How exact the boundaries are that {@link #adapt} finds, as a part of the data; 0.01 by default. */
    public Discretization epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** What comes out: {@code "int"} (the default), {@code "one_hot"}, {@code "multi_hot"} or {@code "count"}. */
    public Discretization outputMode(String mode) {
        return with(outputMode, mode);
    }

    /**
     * Finds boundaries between which there is about as much data each: all of the data at once.
     *
     * @throws ConfigException if the boundaries were given
     */
    public void adapt(Tensor data) {
        Integer bins = numBins.orNull();
        if (bins == null) {
            throw new ConfigException(at()
                    + ": adapt finds the boundaries, but they were given. Make the layer with Discretization.bins(n).");
        }
        float[] values = data.cast(DType.FLOAT32).floats();
        if (values.length == 0) {
            throw new ShapeException(at() + ": adapt needs data. Received: shape " + data.shape() + ".");
        }
        found = new BinSummary(values, epsilon.get()).boundaries(bins);
    }

    /** The boundaries, given or found. */
    public double[] binBoundaries() {
        double[] b = found != null ? found : binBoundaries.orNull();
        if (b == null) {
            throw new ConfigException(at() + ": there are no boundaries yet. Give them, or call adapt.");
        }
        return b.clone();
    }

    @Override
    protected boolean castsInputs() {
        return false;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        double[] b = binBoundaries();
        Tensor floats = x.dtype().isFloating() ? x : x.cast(dtype());
        Tensor bins = Ops.digitize(floats, Tensor.of(b).cast(floats.dtype())).cast(DType.INT32);
        return Encoding.of(bins, outputMode.get(), b.length + 1, dtype(), null);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.remove("trainable"); // Keras's class has neither this nor a policy
        out.put("dtype", dtype().toString());
        double[] b = found;
        if (b != null) {
            out.put("bin_boundaries", Arrays.stream(b).boxed().toList());
        }
        return out;
    }
}
