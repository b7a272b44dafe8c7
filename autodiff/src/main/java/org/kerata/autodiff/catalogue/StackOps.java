package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Structure;

/** Tensors put together and taken apart along the axes that NumPy's names stand for. */
public abstract class StackOps extends PartOps {
    /** Not made: its methods are static. */
    protected StackOps() {}

    /** Tensors one behind the other along the first axis; vectors are rows. */
    public static Tensor vstack(List<Tensor> tensors) {
        return concatenate(tensors.stream().map(StackOps::row).toList(), 0);
    }

    /** Tensors beside each other along the second axis; vectors one behind the other. */
    public static Tensor hstack(List<Tensor> tensors) {
        List<Tensor> wide =
                tensors.stream().map(t -> t.rank() == 0 ? reshape(t, 1) : t).toList();
        return concatenate(wide, first("hstack", wide).rank() == 1 ? 0 : 1);
    }

    /** Tensors behind each other along the third axis; vectors are rows, and rows are of depth 1. */
    public static Tensor dstack(List<Tensor> tensors) {
        return concatenate(
                tensors.stream().map(StackOps::row).map(StackOps::deep).toList(), 2);
    }

    /** The elements of the second behind those of the first, both in a row. */
    public static Tensor append(Tensor a, Tensor b) {
        return concatenate(List.of(ravel(a), ravel(b)), 0);
    }

    /** The second behind the first along an axis. */
    public static Tensor append(Tensor a, Tensor b, int axis) {
        return concatenate(List.of(a, b), axis);
    }

    /** The parts at each index of an axis, without that axis, which must be known. */
    public static List<Tensor> unstack(Tensor x, int axis) {
        int n = requireKnown("unstack", x, axis);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(get(x, i, axis));
        }
        return out;
    }

    /** Parts along an axis that differ in length by at most 1, the longer ones first. */
    public static List<Tensor> arraySplit(Tensor x, int parts, int axis) {
        Structure.Parts.requireParts(parts);
        int n = requireKnown("array_split", x, axis);
        long[] at = new long[parts - 1];
        for (int i = 0; i < at.length; i++) {
            at[i] = (long) (i + 1) * (n / parts) + Math.min(i + 1, n % parts);
        }
        return split(x, at, axis);
    }

    /** Parts along an axis, of which the second and further begin at these places. */
    public static List<Tensor> arraySplit(Tensor x, long[] at, int axis) {
        return split(x, at, axis);
    }

    /** Equal parts along the second axis; of a vector, along its only one. */
    public static List<Tensor> hsplit(Tensor x, int parts) {
        return split(x, parts, x.rank() == 1 ? 0 : 1);
    }

    /** Parts along the second axis (of a vector, its only one), of which the second and further begin at these places. */
    public static List<Tensor> hsplit(Tensor x, long[] at) {
        return split(x, at, x.rank() == 1 ? 0 : 1);
    }

    /** Equal parts along the first axis. */
    public static List<Tensor> vsplit(Tensor x, int parts) {
        return split(x, parts, 0);
    }

    /** Parts along the first axis, of which the second and further begin at these places. */
    public static List<Tensor> vsplit(Tensor x, long[] at) {
        return split(x, at, 0);
    }

    /** Equal parts along the third axis. */
    public static List<Tensor> dsplit(Tensor x, int parts) {
        return split(x, parts, 2);
    }

    /** Parts along the third axis, of which the second and further begin at these places. */
    public static List<Tensor> dsplit(Tensor x, long[] at) {
        return split(x, at, 2);
    }

    /** Of the first tensor whose condition holds the element, for each place; the default where none holds. Shapes are broadcast. */
    public static Tensor select(List<Tensor> conditions, List<Tensor> choices, double otherwise) {
        if (conditions.size() != choices.size()) {
            throw new ShapeException("select: Each condition needs a choice. Received: " + conditions.size()
                    + " conditions and " + choices.size() + " choices.");
        }
        List<Tensor> same = common(choices);
        Tensor y = Tensor.scalar(otherwise, first("select", same).dtype());
        for (int i = same.size() - 1; i >= 0; i--) {
            y = where(conditions.get(i), same.get(i), y);
        }
        return y;
    }

    private static Tensor row(Tensor t) {
        return t.rank() == 0 ? reshape(t, 1, 1) : t.rank() == 1 ? expandDims(t, 0) : t;
    }

    private static Tensor deep(Tensor t) {
        return t.rank() == 2 ? expandDims(t, 2) : t;
    }

    /** The length of an axis that a number of results depends on. */
    private static int requireKnown(String op, Tensor x, int axis) {
        if (x.shape().dim(axis) < 0) {
            throw new ShapeException(op + ": Axis " + axis + " of shape " + x.shape()
                    + " is not known yet, and so is the number of parts. Do it in a layer's call.");
        }
        return x.shape().intDim(axis);
    }
}
