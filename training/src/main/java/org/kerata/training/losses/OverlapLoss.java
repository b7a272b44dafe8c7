package org.kerata.training.losses;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * A loss of how well two areas cover each other, counted over some axes or the batch as a whole.
 *
 * @param <L> the loss's own type
 */
abstract class OverlapLoss<L extends OverlapLoss<L>> extends AlignedLoss<L> {
    OverlapLoss(String name) {
        super(name);
    }

    /** The option for the axes, which stands behind those of the subclass. */
    final Option<int[]> axes() {
        return optional("axis", Kind.axes());
    }

    /** The sum over the axes, over all if there are none. */
    final Tensor sum(Tensor x, int @Nullable [] axes) {
        if (axes == null) {
            return x.sum();
        }
        int n = x.rank();
        boolean known = Arrays.stream(axes).allMatch(a -> a >= -n && a < n);
        if (!known || Arrays.stream(axes).map(x.shape()::axis).distinct().count() < axes.length) {
            throw new ConfigException(function() + ": axis must name some of the predictions' " + n
                    + " axes, each once. Received: " + Arrays.toString(axes) + ".");
        }
        return Ops.sum(x, axes, false);
    }
}
