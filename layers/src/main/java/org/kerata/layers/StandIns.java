package org.kerata.layers;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;

/** Finds the shapes of a layer's outputs where axes of its inputs are unknown: by tracing it on inputs of different lengths. */
final class StandIns {
    /** Two lengths for the batch, and two for all other unknown axes: large, and with many divisors, for kernels, strides and reshapes. */
    private static final long[] BATCH = {4, 6};

    private static final long[] OTHER = {5040, 7560};

    private StandIns() {}

    static List<Spec> outputs(Layer layer, List<Spec> inputs) {
        List<Spec> first = trace(layer, inputs, 0);
        if (inputs.stream().allMatch(s -> s.shape().isKnown())) {
            return first;
        }
        List<Spec> second = trace(layer, inputs, 1);
        List<Spec> out = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            out.add(first.get(i).with(common(first.get(i).shape(), second.get(i).shape())));
        }
        return out;
    }

    private static List<Spec> trace(Layer layer, List<Spec> inputs, int which) {
        List<Spec> out = new ArrayList<>();
        try (Trace trace = Trace.begin()) {
            List<Tensor> xs = new ArrayList<>();
            for (Spec s : inputs) {
                xs.add(trace.placeholder("stand-in", s.with(known(s.shape(), which))));
            }
            for (Tensor y : layer.run(xs, Call.start(Mode.INFERENCE), CallOptions.NONE)) {
                out.add(y.spec());
            }
        }
        return out;
    }

    private static Shape known(Shape s, int which) {
        long[] d = s.dims();
        for (int i = 0; i < d.length; i++) {
            if (d[i] == Shape.UNKNOWN) {
                d[i] = i == 0 ? BATCH[which] : OTHER[which];
            }
        }
        return Shape.of(d);
    }

    private static Shape common(Shape a, Shape b) {
        if (a.rank() != b.rank()) {
            throw new ShapeException("The number of the output's axes depends on an axis that is not known: " + a.rank()
                    + " or " + b.rank() + ".");
        }
        long[] d = a.dims();
        for (int i = 0; i < d.length; i++) {
            d[i] = d[i] == b.dim(i) ? d[i] : Shape.UNKNOWN;
        }
        return Shape.of(d);
    }
}
