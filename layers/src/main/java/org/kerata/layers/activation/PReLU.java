package org.kerata.layers.activation;

import java.util.Arrays;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * x, and below 0 a learned slope times x.
 *
 * <p>Output of the input's shape. Weight: {@code alpha}, one for each element of a sample, or shared along some axes. Keras: {@code
 * keras.layers.PReLU}.
 */
public final class PReLU extends FluentLayer<PReLU> {
    private final Option<Initializer> alphaInitializer = option("alpha_initializer", INITIALIZERS, new Zeros());
    private final Option<Regularizer> alphaRegularizer = optional("alpha_regularizer", REGULARIZERS);
    private final Option<Constraint> alphaConstraint = optional("alpha_constraint", CONSTRAINTS);
    private final Option<int[]> sharedAxes = optional(
            "shared_axes",
            Kind.integers(
                    "an axis or a list of axes, from 1 on",
                    a -> Arrays.stream(a).allMatch(i -> i >= 1)));

    private Variable alpha;

    /** With a slope for each element. */
    public PReLU() {
        supportsMasking(true);
    }

    /** How the slopes start, by name; {@code "zeros"} by default. */
    public PReLU alphaInitializer(String name) {
        return with(alphaInitializer, name);
    }

    /** How the slopes start. */
    public PReLU alphaInitializer(Initializer initializer) {
        return with(alphaInitializer, initializer);
    }

    /** A penalty on the slopes, by name; none by default. */
    public PReLU alphaRegularizer(String name) {
        return with(alphaRegularizer, name);
    }

    /** A penalty on the slopes. */
    public PReLU alphaRegularizer(Regularizer regularizer) {
        return with(alphaRegularizer, regularizer);
    }

    /** What the slopes are forced to after an update, by name; nothing by default. */
    public PReLU alphaConstraint(String name) {
        return with(alphaConstraint, name);
    }

    /** What the slopes are forced to after an update. */
    public PReLU alphaConstraint(Constraint constraint) {
        return with(alphaConstraint, constraint);
    }

    /** Axes along which the slope is the same, from 1 on: {@code 1, 2} for one slope for each channel of an image. None by default. */
    public PReLU sharedAxes(int... axes) {
        return with(sharedAxes, axes);
    }

    @Override
    protected void build(Shape input) {
        Shape slopes = input.slice(1, input.rank());
        int[] shared = sharedAxes.orNull();
        if (shared != null) {
            for (int axis : shared) {
                slopes = slopes.with(axis - 1, 1);
            }
        }
        alpha = weight("alpha", slopes, alphaInitializer, alphaRegularizer, alphaConstraint);
        InputSpec spec = InputSpec.rank(input.rank());
        for (int i = 1; i < input.rank(); i++) {
            if (slopes.dim(i - 1) != 1) {
                spec = spec.axis(i, input.dim(i), "elements along axis " + i);
            }
        }
        inputSpec(spec);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.relu(x).minus(alpha.times(Ops.relu(x.unaryMinus())));
    }
}
