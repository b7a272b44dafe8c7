package org.kerata.layers.regularization;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.regularizers.L1L2;

/**
 * Passes its input on and adds a penalty on its size to the loss: {@code l1} times the sum of absolute values plus {@code l2} times the
 * sum of squares, divided by the batch size.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.ActivityRegularization}.
 */
public final class ActivityRegularization extends FluentLayer<ActivityRegularization> {
    private static final Kind<Double> FACTOR = Kind.real("a number of 0 or more", x -> x >= 0 && Double.isFinite(x));

    private final Option<Double> l1 = option("l1", FACTOR, 0.0);
    private final Option<Double> l2 = option("l2", FACTOR, 0.0);

    ActivityRegularization() {
        supportsMasking(true);
    }

    /** With these factors, 0 or more. */
    public ActivityRegularization(double l1, double l2) {
        this();
        this.l1.set(l1);
        this.l2.set(l2);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        double samples = x.rank() == 0 ? 1 : Math.max(1, x.shape().dim(0));
        call.addLoss(new L1L2(l1.get(), l2.get()).apply(x).div(samples));
        return x;
    }
}
