package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Which way something goes. */
final class Signs {
    private static final double HALF = 0.5;

    private Signs() {}

    /** 1 or -1 for each image, {@code (images, 1, 1, 1)}. */
    static Tensor draw(Supplier<Tensor> random, Tensor images) {
        Tensor u =
                Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1).cast(images.dtype());
        return Ops.where(Ops.greater(u, Tensor.scalar(HALF, u.dtype())), Ops.fullLike(u, -1), Ops.onesLike(u));
    }
}
