package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** Parts put side by side into zeros and added, which is the gradient of a tensor that was cut up, are a tensor of parts. */
final class PlacedParts {
    private PlacedParts() {}

    /** The parts joined; null if the sum is another one, or they leave a gap. */
    static @Nullable Tensor joined(OpNode sum) {
        List<OpNode> parts = new ArrayList<>();
        if (!collect(sum, parts) || parts.size() < 2) {
            return null;
        }
        Shape whole = sum.output().shape();
        int axis = -1;
        for (OpNode p : parts) {
            List<Slice> slices = ((Structure.Place) p.attributes()).slices().axes();
            for (int i = 0; i < slices.size(); i++) {
                Slice s = slices.get(i);
                if (s.step() != 1 || (s.count(whole.dim(i)) != whole.dim(i) && axis >= 0 && axis != i)) {
                    return null;
                }
                axis = s.count(whole.dim(i)) != whole.dim(i) ? i : axis;
            }
        }
        if (axis < 0) {
            return null;
        }
        int along = axis;
        long length = whole.dim(axis);
        parts.sort(Comparator.comparingLong(p -> slice(p, along).first(length)));
        long at = 0;
        for (OpNode p : parts) {
            if (slice(p, along).first(length) != at) {
                return null;
            }
            at += slice(p, along).count(length);
        }
        return at != length
                ? null
                : Structure.CONCATENATE
                        .apply(
                                new Structure.Along(along),
                                parts.stream().map(p -> p.inputs().get(0)).toList())
                        .get(0);
    }

    private static Slice slice(OpNode place, int axis) {
        return ((Structure.Place) place.attributes()).slices().axes().get(axis);
    }

    private static boolean collect(OpNode n, List<OpNode> parts) {
        if (n.op() == Structure.PLACE) {
            parts.add(n);
            return true;
        }
        if (n.op() != Arithmetic.ADD) {
            return false;
        }
        for (Tensor t : n.inputs()) {
            if (!t.shape().equals(n.output().shape())
                    || !(t.node() instanceof OpNode inner)
                    || !collect(inner, parts)) {
                return false;
            }
        }
        return true;
    }
}
