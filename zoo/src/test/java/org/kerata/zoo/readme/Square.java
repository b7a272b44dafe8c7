package org.kerata.zoo.readme;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.initializers.Ones;

// readme
/** Each feature to the power of two, times a weight. */
final class Square extends Layer {
    private Variable scale;

    @Override
    protected void build(Shape input) {
        scale = weight("scale", shape(input.last()), new Ones());
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return x.times(x).times(scale);
    }
}
// end
