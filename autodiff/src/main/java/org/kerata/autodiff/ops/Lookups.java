package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.GatherTask;
import org.kerata.autodiff.internal.compile.RowNumbersTask;
import org.kerata.autodiff.internal.compile.RowSquaresTask;
import org.kerata.autodiff.internal.compile.ScatterRowsTask;
import org.kerata.autodiff.internal.kernels.reference.LookupReference;

/** Elements found by index, and indices as vectors. Indices are {@code int32} or {@code int64}; one out of range is an error. */
public final class Lookups {
    private Lookups() {}

    /**
     * Where an index points.
     *
     * @param axis the axis, counted from the front
     * @param fromEnd whether negative indices count from the end; else they are out of range
     */
    public record Along(int axis, boolean fromEnd) {}

    /** As {@link Along}, with the shape of the tensor that was looked up in. */
    public record Into(Along along, Shape shape) {}

    /** From {@code (x, indices)}: the parts of x at these indices of the axis, which the axes of the indices replace. */
    public static final Op<Along> GATHER = Op.<Along>named("take")
            .shape((in, a) -> {
                Shape x = in.get(0).shape();
                requireIndices(in.get(1));
                return in.get(0).with(gathered(x, in.get(1).shape(), a.axis));
            })
            .gradient(g -> grads(
                    Lookups.SCATTER_ADD.apply(new Into(g.attributes(), g.in(0).shape()), g.in(1), g.dy()), null))
            .reference(LookupReference::gather)
            .kernel(GatherTask::lower)
            .failsOnData()
            .build();

    /** From {@code (indices, parts)}: zeros of the given shape to which each part is added at its index, in the order of the indices. */
    public static final Op<Into> SCATTER_ADD = Op.<Into>named("scatter_add")
            .shape((in, a) -> {
                requireIndices(in.get(0));
                requireParts(in.get(1), gathered(a.shape, in.get(0).shape(), a.along.axis));
                return in.get(1).with(a.shape);
            })
            .gradient(g -> grads(null, GATHER.apply(g.attributes().along, g.dy(), g.in(0))))
            .reference(LookupReference::scatterAdd)
            .kernel(ScatterRowsTask::lower)
            .failsOnData()
            .build();

    /**
     * Rows of a table.
     *
     * @param rows how many there are
     * @param fromEnd whether negative numbers count from the end; else they are out of range
     */
    public record Table(int rows, boolean fromEnd) {}

    /** Indices of rows in one line, {@code int32}, none of them negative or out of range any more. */
    public static final Op<Table> ROW_NUMBERS = Op.<Table>named("row_numbers")
            .shape((in, a) -> {
                requireIndices(in.get(0));
                return new Spec(DType.INT32, Shape.of(in.get(0).shape().size()));
            })
            .noGradient()
            .reference(LookupReference::rowNumbers)
            .kernel(RowNumbersTask::lower)
            .failsOnData()
            .build();

    /** From {@code (row numbers, rows)}: the sum of the squares of a table of zeros to which the rows are added. */
    public static final Op<Table> ROW_SQUARES = Op.<Table>named("row_squares")
            .shape((in, a) -> in.get(1).with(Shape.SCALAR))
            .kernel(RowSquaresTask::lower)
            .definition((in, a) -> {
                Shape table = in.get(1).shape().with(0, a.rows);
                Tensor all = SCATTER_ADD.apply(new Into(new Along(0, a.fromEnd), table), in.get(0), in.get(1));
                return List.of(Ops.square(all).sum());
            })
            .build();

    /** From {@code (x, indices)}, of one rank and equal but for the axis: for each index the element at that place of its own line. */
    public static final Op<Along> TAKE_ALONG_AXIS = Op.<Along>named("take_along_axis")
            .shape((in, a) -> {
                requireIndices(in.get(1));
                requireLines(in.get(1).shape(), in.get(0).shape(), a.axis);
                return in.get(0).with(in.get(1).shape());
            })
            .gradient(g -> grads(
                    Lookups.SCATTER_ALONG_AXIS.apply(
                            new Into(g.attributes(), g.in(0).shape()), g.in(1), g.dy()),
                    null))
            .reference(LookupReference::takeAlongAxis)
            .failsOnData()
            .build();

    /** From {@code (indices, elements)}: zeros of the given shape to which each element is added at its index of its own line. */
    public static final Op<Into> SCATTER_ALONG_AXIS = Op.<Into>named("scatter_along_axis")
            .shape((in, a) -> {
                requireIndices(in.get(0));
                requireLines(in.get(0).shape(), a.shape, a.along.axis);
                requireParts(in.get(1), in.get(0).shape());
                return in.get(1).with(a.shape);
            })
            .gradient(g -> grads(null, TAKE_ALONG_AXIS.apply(g.attributes().along, g.dy(), g.in(0))))
            .reference(LookupReference::scatterAlongAxis)
            .failsOnData()
            .build();

    /**
     * How indices become vectors.
     *
     * @param classes the length of the new axis
     * @param axis where the new axis stands in the output, counted from the front
     * @param dtype the type of the output
     */
    public record Vectors(int classes, int axis, DType dtype) {}

    /** 1 at the index, 0 elsewhere; an index out of range gives zeros, as in Keras. */
    public static final Op<Vectors> ONE_HOT = Op.<Vectors>named("one_hot")
            .shape((in, a) -> {
                requireIndices(in.get(0));
                Shape s = in.get(0).shape();
                return new Spec(
                        a.dtype,
                        s.slice(0, a.axis)
                                .append(a.classes)
                                .append(s.slice(a.axis, s.rank()).dims()));
            })
            .noGradient()
            .reference(LookupReference::oneHot)
            .build();

    private static Shape gathered(Shape x, Shape indices, int axis) {
        return x.slice(0, x.axis(axis))
                .append(indices.dims())
                .append(x.slice(axis + 1, x.rank()).dims());
    }

    private static void requireIndices(Spec s) {
        if (!s.dtype().isInteger()) {
            throw new ShapeException("Indices must be int32 or int64. Received: " + s + ". Put a cast before them.");
        }
    }

    private static void requireParts(Spec parts, Shape expected) {
        if (!parts.shape().matches(expected)) {
            throw new ShapeException("The parts must have shape " + expected + ". Received: " + parts.shape() + ".");
        }
    }

    private static void requireLines(Shape indices, Shape x, int axis) {
        boolean fits =
                indices.rank() == x.rank() && indices.with(axis, x.dim(axis)).matches(x);
        if (!fits) {
            throw new ShapeException("Indices must have the tensor's shape " + x + " but for axis " + axis
                    + ". Received: " + indices + ".");
        }
    }
}
