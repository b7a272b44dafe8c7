package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.CountReference;

/** How often what occurs. The number of bins is given, so that shapes do not depend on values. */
public final class Counts {
    private Counts() {}

    /** How many bins there are. */
    public record Bins(int length) {}

    /**
     * From whole numbers {@code (…, n)}, with or without weights of that shape: for each of the numbers 0 to below the length how often it
     * occurs, or the sum of its weights, {@code (…, length)}. A number out of range is an error.
     */
    public static final Op<Bins> BINCOUNT = Op.<Bins>named("bincount")
            .shape((in, a) -> {
                Spec x = in.get(0);
                Sorting.requireWhole("Numbers", x);
                if (x.shape().rank() == 0) {
                    throw new ShapeException("The numbers must have at least one axis. Received: " + x + ".");
                }
                if (in.size() > 1 && !in.get(1).shape().matches(x.shape())) {
                    throw new ShapeException("There must be a weight for each number. Received: numbers " + x.shape()
                            + " and weights " + in.get(1).shape() + ".");
                }
                DType counted = in.size() > 1 ? in.get(1).dtype() : DType.INT32;
                return new Spec(counted, x.shape().with(x.shape().rank() - 1, a.length));
            })
            .gradient(g -> g.inputs().size() == 1
                    ? grads((Tensor) null)
                    : grads(null, Ops.takeAlongAxis(g.dy(), g.in(0), g.in(0).rank() - 1)))
            .reference(CountReference::bins)
            .failsOnData()
            .build();

    /** From where to where bins reach. */
    public record Range(double low, double high) {}

    /**
     * Bins of equal width.
     *
     * @param range null for that of the elements
     */
    public record Bars(int bins, @Nullable Range range) {}

    /** How many elements lie in each bin, in the type of the elements, and the bounds of the bins; the last bin holds its upper bound. */
    public static final Op<Bars> HISTOGRAM = Op.<Bars>named("histogram")
            .shapes((in, a) -> {
                Spec x = Rules.floating(in);
                return List.of(x.with(Shape.of(a.bins)), x.with(Shape.of(a.bins + 1L)));
            })
            .noGradient()
            .reference(CountReference::histogram)
            .build();
}
