package org.kerata.layers.normalization;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Option;

/**
 * Brings each sample by itself to mean 0 and variance 1 over some axes together, by default the last, times gamma, plus beta.
 *
 * <p>Output of the input's shape. Weights, with the lengths of the axes in order: {@code gamma} with {@code scale}, {@code beta} with
 * {@code center}. Ba, Kiros, Hinton: Layer Normalization. Keras: {@code keras.layers.LayerNormalization}.
 */
public final class LayerNormalization extends SampleNormalization<LayerNormalization> {
    private final Option<int[]> axis = option("axis", SampleAxes.KIND, new int[] {-1});

    /** Over the last axis. */
    public LayerNormalization() {
        tolerate("rms_scaling", false);
    }

    /** The axes that are normalised together; -1 by default. */
    public LayerNormalization axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    protected void build(Shape input) {
        makeWeights(SampleAxes.lengths(input, axis.get()));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.layerNormalization(x, gamma(), beta(), axis.get(), epsilon());
    }
}
