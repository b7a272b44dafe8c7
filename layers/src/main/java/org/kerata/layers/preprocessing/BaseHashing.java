package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * What layers share that give categories numbers by a hash. Indices are {@code int64} unless {@code int32} is asked for; what is made of them
 * is floating point.
 */
abstract class BaseHashing<L extends BaseHashing<L>> extends FluentLayer<L> {
    private static final String DTYPE = "dtype";

    final Option<Integer> numBins = required("num_bins", Kind.positiveInteger());
    private final Option<OutputMode> outputMode;

    private DType indices = DType.INT64;

    BaseHashing(OutputMode... modes) {
        outputMode = option("output_mode", OutputMode.oneOf(modes), OutputMode.INT);
        tolerate("sparse", false);
    }

    /** What comes out: {@code "int"} (the default), indices; or what vectors are made of them. */
    public L outputMode(String mode) {
        return with(outputMode, mode);
    }

    final OutputMode mode() {
        return outputMode.get();
    }

    /** In Keras the type of the layer is that of its output. */
    @Override
    @SuppressWarnings("unchecked")
    public L dtype(String dtype) {
        if (dtype.equals("int32") || dtype.equals("int64")) {
            beforeChange(DTYPE);
            indices = DType.of(dtype);
            return (L) this;
        }
        return super.dtype(dtype);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        if (mode() == OutputMode.INT) {
            out.put(DTYPE, indices.toString());
        }
        return out;
    }

    @Override
    protected final boolean castsInputs() {
        return false;
    }

    /** What is made of indices. */
    final Tensor encoded(Tensor found) {
        return mode() == OutputMode.INT
                ? found.cast(indices)
                : Encoding.of(found.cast(DType.INT32), mode(), numBins.get(), dtype(), null);
    }

    /** The shape of what is made of indices of this shape. */
    final Shape encodedShape(Shape x) {
        if (mode() == OutputMode.INT) {
            return x;
        }
        boolean each = mode() == OutputMode.ONE_HOT && x.rank() > 0 && !(x.rank() > 1 && x.last() == 1);
        return (each ? x : x.slice(0, Math.max(0, x.rank() - 1))).append(numBins.get());
    }

    /** The type of the output. */
    final DType outputType() {
        return mode() == OutputMode.INT ? indices : dtype();
    }

    /** Rows of texts, all equally long. */
    final int length(List<? extends List<String>> rows) {
        for (List<String> row : rows) {
            if (row.size() != rows.get(0).size()) {
                throw new ShapeException(at() + ": rows must be equally long. Received: lengths "
                        + rows.get(0).size() + " and " + row.size() + ".");
            }
        }
        return rows.isEmpty() ? 0 : rows.get(0).size();
    }
}
