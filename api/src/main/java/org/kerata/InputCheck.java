package org.kerata;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;

/** Brings what a model is given to its declared inputs: type, and an axis of length 1 at the end more or less, as Keras does. */
record InputCheck(List<String> names, List<Spec> specs) {

    List<Tensor> adapt(List<Tensor> xs) {
        if (xs.size() != specs.size()) {
            throw new ShapeException("It takes " + specs.size() + (specs.size() == 1 ? " input" : " inputs") + " ("
                    + String.join(", ", names) + "). Received: " + xs.size() + ".");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            out.add(adapt(xs.get(i), i));
        }
        return out;
    }

    private Tensor adapt(Tensor x, int i) {
        Spec want = specs.get(i);
        Tensor y = adaptRank(x, want.shape());
        if (!want.shape().matches(y.shape())) {
            throw new ShapeException("The input \"" + names.get(i) + "\" must have shape " + want.shape()
                    + ". Received: shape " + x.shape() + "." + advice(x.shape(), want.shape()));
        }
        return y.dtype() == want.dtype() ? y : y.cast(want.dtype());
    }

    private static Tensor adaptRank(Tensor x, Shape want) {
        if (x.rank() == want.rank() + 1 && x.shape().last() == 1) {
            return Ops.squeeze(x, -1);
        }
        if (x.rank() == want.rank() - 1 && want.rank() > 1 && want.last() == 1) {
            return Ops.expandDims(x, -1);
        }
        return x;
    }

    private static String advice(Shape received, Shape wanted) {
        boolean asMany = received.rank() > 0
                && received.isKnown()
                && wanted.slice(1, wanted.rank()).isKnown()
                && received.product(1, received.rank()) == wanted.product(1, wanted.rank());
        return asMany ? " A sample has as many elements: reshape the data, or declare its shape." : "";
    }
}
