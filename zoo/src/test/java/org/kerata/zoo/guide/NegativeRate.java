package org.kerata.zoo.guide;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.metrics.Direction;
import org.kerata.training.metrics.Metric;

// guide
/** How many of the predictions are below zero. */
public final class NegativeRate extends Metric {
    private final Variable hits = total("hits");
    private final Variable seen = total("seen");

    public NegativeRate() {
        super("negative_rate", Direction.DOWN); // what is better, for EarlyStopping
    }

    @Override
    protected void update(Tensor y, Tensor predicted, Tensor weight) {
        hits.assignAdd(predicted.less(0).cast("float32").times(weight).sum());
        seen.assignAdd(weight.sum());
    }

    @Override
    protected Tensor result() {
        return Ops.divideNoNan(hits, seen);
    }
}
// end
