package org.kerata.layers.reshaping;

import java.util.Arrays;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;

/** What layers share that cut off borders. */
abstract class BaseCropping<L extends BaseCropping<L>> extends BaseBorders<L> {
    BaseCropping(int spatialAxes) {
        super(spatialAxes);
    }

    @Override
    final Tensor apply(Tensor x, int[][] widths) {
        Slice[] slices = new Slice[widths.length];
        Arrays.fill(slices, Slice.ALL);
        for (int i = 0; i < slices.length; i++) {
            int before = widths[i][0];
            int after = widths[i][1];
            long n = x.shape().dim(i);
            if (before + after == 0) {
                continue;
            }
            if (n != Shape.UNKNOWN && before + after >= n) {
                throw new ShapeException("cropping must leave something of each axis. Received: cropping "
                        + Arrays.deepToString(widths()) + ", input shape " + x.shape() + ".");
            }
            slices[i] = Slice.of(before, n - after);
        }
        return Ops.slice(x, slices);
    }
}
