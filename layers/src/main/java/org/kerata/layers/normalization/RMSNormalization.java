package org.kerata.layers.normalization;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.Ones;

/**
 * Divides each sample by the root of its mean square over some axes together, by default the last, and multiplies with a scale.
 *
 * <p>Output of the input's shape. Weights: {@code scale}, with the lengths of the axes in order. Zhang, Sennrich: Root Mean Square Layer
 * Normalization. Keras: {@code keras.layers.RMSNormalization}.
 */
public final class RMSNormalization extends FluentLayer<RMSNormalization> {
    private final Option<int[]> axis = option("axis", SampleAxes.KIND, new int[] {-1});
    private final Option<Double> epsilon = option("epsilon", Kind.real("0 or more", x -> x >= 0), 1e-6);

    private Variable scale;

    /** Over the last axis. */
    public RMSNormalization() {}

    /** The axes that are normalised together; -1 by default. */
    public RMSNormalization axis(int... axes) {
        return with(axis, axes);
    }

    /** What is added to the mean square; 1e-6 by default. */
    public RMSNormalization epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    @Override
    protected void build(Shape input) {
        scale = weight("scale", SampleAxes.lengths(input, axis.get()), new Ones());
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.rmsNormalization(x, scale, axis.get(), epsilon.get());
    }
}
