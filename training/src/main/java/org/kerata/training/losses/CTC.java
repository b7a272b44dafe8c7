package org.kerata.training.losses;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/**
 * Connectionist temporal classification: labels of which it is not known at which step of a sequence each stands. Graves and others,
 * "Connectionist temporal classification: labelling unsegmented sequence data with recurrent neural networks", 2006.
 *
 * <p>Targets {@code (batch, labels)}, class numbers from 1, with 0 behind their end; predictions are logits {@code (batch, steps, classes)}, the
 * class 0 meaning "no label"; values {@code (batch)}. Keras: {@code keras.losses.CTC}.
 */
public final class CTC extends FluentLoss<CTC> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public CTC() {
        super("ctc");
    }

    @Override
    public boolean takesLabels() {
        return true;
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        if (y.rank() != 2 || p.rank() != 3) {
            throw new ShapeException(
                    function() + ": targets must be class numbers (batch, labels), with 0 behind their end,"
                            + " and predictions logits (batch, steps, classes). Received: targets " + y.shape()
                            + " and predictions "
                            + p.shape() + ".");
        }
        Tensor labels = y.cast(DType.INT32);
        Tensor count = labels.notEqual(0).cast(DType.INT32).sum(-1);
        Tensor steps = Ops.full(Shape.of(p.shape().dim(0)), (double) p.shape().dim(1), DType.INT32);
        return Ops.ctcLoss(labels, p, count, steps);
    }
}
