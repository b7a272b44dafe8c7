package org.kerata.layers.convolutional;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** The plain convolution over any number of spatial axes, whose channels may be cut into groups. */
abstract class BaseGroupedConv<L extends BaseGroupedConv<L>> extends KernelConv<L> {
    private final Option<Integer> groups = option("groups", Kind.positiveInteger(), 1);

    private Variable kernel;

    BaseGroupedConv(int spatialAxes, String... paddings) {
        super(spatialAxes, paddings);
    }

    /** Into how many parts the channels are cut, each seen by its own part of the filters; 1 by default. */
    public L groups(int groups) {
        return with(this.groups, groups);
    }

    @Override
    protected final void build(Shape input) {
        int channels = inputChannels(input);
        int g = groups.get();
        if (channels % g != 0 || filters.get() % g != 0) {
            throw new ShapeException("Input channels and filters must be divisible by groups. Received: " + channels
                    + " channels, " + filters.get() + " filters, groups " + g + ".");
        }
        kernel = makeKernel(channels / g, filters.get());
    }

    @Override
    final Tensor convolve(Tensor x) {
        return Ops.conv(x, kernel, how(groups.get()));
    }
}
