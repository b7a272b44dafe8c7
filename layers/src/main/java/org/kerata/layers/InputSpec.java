package org.kerata.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;

/** What shape a layer's input must have, and what to advise when it has another. Immutable. */
public final class InputSpec {
    private final int rank;
    private final int minRank;
    private final Map<Integer, Axis> axes;
    private final String advice;
    private final boolean ofFirst;

    private record Axis(long length, String noun) {}

    private InputSpec(int rank, int minRank, Map<Integer, Axis> axes, String advice, boolean ofFirst) {
        this.rank = rank;
        this.minRank = minRank;
        this.axes = axes;
        this.advice = advice;
        this.ofFirst = ofFirst;
    }

    /** Any input. */
    public static InputSpec any() {
        return new InputSpec(-1, -1, Map.of(), "", false);
    }

    /** Exactly so many axes, the batch axis included. */
    public static InputSpec rank(int rank) {
        return new InputSpec(rank, -1, Map.of(), "", false);
    }

    /** At least so many axes, the batch axis included. */
    public static InputSpec minRank(int rank) {
        return new InputSpec(-1, rank, Map.of(), "", false);
    }

    /** With an axis of this length, once the layer is built: {@code axis(-1, 784, "input features")}. */
    public InputSpec axis(int axis, long length, String noun) {
        Map<Integer, Axis> more = new LinkedHashMap<>(axes);
        more.put(axis, new Axis(length, noun));
        return new InputSpec(rank, minRank, more, advice, ofFirst);
    }

    /** With advice for the end of messages: "Put a Flatten before it." */
    public InputSpec advice(String sentence) {
        return new InputSpec(rank, minRank, axes, " " + sentence, ofFirst);
    }

    /** For the first input alone; further ones, such as states, may have any shape. */
    public InputSpec ofFirst() {
        return new InputSpec(rank, minRank, axes, advice, true);
    }

    /** Whether further inputs may have any shape. */
    boolean isOfFirst() {
        return ofFirst;
    }

    /** What is wrong with a shape, as the rest of a sentence about the layer; null if nothing is. */
    @Nullable
    String complaint(Shape shape) {
        if (rank >= 0 && shape.rank() != rank) {
            return "needs an input with " + rank + " axes, the batch included. Received: shape " + shape + "." + advice;
        }
        if (shape.rank() < minRank) {
            return "needs an input with at least " + minRank + " axes, the batch included. Received: shape " + shape
                    + "." + advice;
        }
        for (Map.Entry<Integer, Axis> e : axes.entrySet()) {
            int axis = e.getKey() < 0 ? e.getKey() + shape.rank() : e.getKey();
            Axis expected = e.getValue();
            boolean there = axis >= 0 && axis < shape.rank();
            if (!there || (shape.dim(axis) != Shape.UNKNOWN && shape.dim(axis) != expected.length)) {
                return "was built for " + expected.length + " " + expected.noun + ". Received: shape " + shape + "."
                        + (wantsFlatten(shape, expected) ? " Put a Flatten before it." : advice);
            }
        }
        return null;
    }

    private static boolean wantsFlatten(Shape shape, Axis expected) {
        return shape.rank() > 2
                && shape.slice(1, shape.rank()).isKnown()
                && shape.product(1, shape.rank()) == expected.length;
    }
}
