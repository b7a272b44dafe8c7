package org.kerata.layers.normalization;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Brings each group of neighbouring channels of each sample to mean 0 and variance 1 over all its elements, times gamma, plus beta.
 *
 * <p>Output of the input's shape. Weights, each {@code (channels)}: {@code gamma} with {@code scale}, {@code beta} with {@code center}.
 * Wu, He: Group Normalization. Keras: {@code keras.layers.GroupNormalization}.
 */
public final class GroupNormalization extends SampleNormalization<GroupNormalization> {
    private final Option<Integer> groups =
            option("groups", Kind.integer("at least 1, or -1 for as many as channels", n -> n >= 1 || n == -1), 32);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Of 32 groups. */
    public GroupNormalization() {
        inputSpec(InputSpec.minRank(2));
    }

    /** Of so many groups; -1 for as many as there are channels (instance normalisation). */
    public GroupNormalization(int groups) {
        this();
        this.groups.set(groups);
    }

    /** Into how many groups the channels are put, which must divide their number; 32 by default, -1 for as many as channels. */
    public GroupNormalization groups(int groups) {
        return with(this.groups, groups);
    }

    /** The axis of the channels; -1 by default. */
    public GroupNormalization axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected void build(Shape input) {
        long channels = input.dim(axis.get());
        if (channels != Shape.UNKNOWN && groups.get() == -1) {
            groups.set((int) channels);
        }
        if (channels != Shape.UNKNOWN && channels % groups.get() != 0) {
            throw new ShapeException(
                    "groups must divide the number of channels, " + channels + ". Received: " + groups.get() + ".");
        }
        makeWeights(shape(channels));
        inputSpec(InputSpec.rank(input.rank()).axis(axis.get(), channels, "channels"));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor last = Axes.move(x, axis.get(), -1);
        Shape channels = Shape.of(last.shape().last());
        Tensor g = gamma() != null ? gamma() : Ops.full(channels, 1, x.dtype());
        Tensor b = beta() != null ? beta() : Ops.full(channels, 0, x.dtype());
        return Axes.move(Ops.groupNormalization(last, g, b, groups.get(), epsilon()), -1, axis.get());
    }
}
