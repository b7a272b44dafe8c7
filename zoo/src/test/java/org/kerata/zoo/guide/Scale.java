package org.kerata.zoo.guide;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.Constant;

// guide
/** Each feature times a weight of its own. */
public final class Scale extends FluentLayer<Scale> {
    private final Option<Double> start = option("start", DOUBLE, 1.0);
    private Variable factors;

    public Scale start(double start) {
        return with(this.start, start);
    }

    @Override
    protected void build(Shape input) {
        factors = weight("factors", shape(input.last()), new Constant(start.get()));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return x.times(factors);
    }
}
// end
