package org.kerata.layers.reshaping;

import java.util.Arrays;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Each sample's numbers in row-major order under another shape.
 *
 * <p>Input {@code (batch, …)}, output {@code (batch, …targetShape)}. Keras: {@code keras.layers.Reshape}.
 */
public final class Reshape extends FluentLayer<Reshape> {
    private final Option<int[]> targetShape = required(
            "target_shape",
            Kind.integers(
                    "a list of axis lengths, one of them -1 at most",
                    a -> Arrays.stream(a).allMatch(n -> n >= -1)
                            && Arrays.stream(a).filter(n -> n == -1).count() <= 1));

    Reshape() {}

    /** The shape of a sample; one axis may be -1 and is worked out. */
    public Reshape(int... targetShape) {
        this.targetShape.set(targetShape);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        int[] target = targetShape.get();
        if (x.rank() == 0) {
            throw new ShapeException("It takes samples, along a first axis. Received: a scalar.");
        }
        long size = x.shape().product(1, x.rank());
        long known = 1;
        for (int n : target) {
            known *= n == -1 ? 1 : n;
        }
        boolean open = Arrays.stream(target).anyMatch(n -> n == -1);
        if (open ? known == 0 || size % known != 0 : known != size) {
            throw new ShapeException("A sample of shape " + x.shape().slice(1, x.rank()) + " has " + size
                    + " elements and cannot become " + Arrays.toString(target) + ".");
        }
        long[] shape = new long[target.length + 1];
        shape[0] = x.shape().dim(0);
        for (int i = 0; i < target.length; i++) {
            shape[i + 1] = target[i] == -1 ? size / known : target[i];
        }
        return x.reshape(shape);
    }
}
