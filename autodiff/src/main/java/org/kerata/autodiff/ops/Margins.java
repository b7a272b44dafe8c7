package org.kerata.autodiff.ops;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Borders that are made of the tensor itself. */
public final class Margins {
    private Margins() {}

    /** What stands beyond the ends, shown for the elements {@code a b c}. */
    public enum Mode {
        /** The last element: {@code a a | a b c | c c}. */
        EDGE,
        /** A mirror on the last element: {@code c b | a b c | b a}. */
        REFLECT,
        /** A mirror behind the last element: {@code b a | a b c | c b}. */
        SYMMETRIC,
        /** The tensor again: {@code b c | a b c | a b}. */
        WRAP;

        /** Keras's names, for messages; "constant" takes a number instead. */
        public static final String ALLOWED = "one of \"edge\", \"reflect\", \"symmetric\", \"wrap\"";

        /** The mode of Keras's name; null if there is none. */
        public static @Nullable Mode of(String name) {
            for (Mode m : values()) {
                if (m.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return m;
                }
            }
            return null;
        }

        /** Which of n elements stands at a place from the first on. */
        private int at(int place, int n) {
            return switch (this) {
                case EDGE -> Math.max(0, Math.min(n - 1, place));
                case WRAP -> Math.floorMod(place, n);
                case REFLECT -> n == 1 ? 0 : n - 1 - Math.abs(n - 1 - Math.floorMod(place, 2 * n - 2));
                case SYMMETRIC -> {
                    int k = Math.floorMod(place, 2 * n);
                    yield k < n ? k : 2 * n - 1 - k;
                }
            };
        }
    }

    /** How wide the borders are, in front of and behind each axis, and what they are made of. */
    public record Widths(List<Integer> before, List<Integer> after, Mode mode) {
        public Widths {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** The tensor with borders. */
    public static final Op<Widths> PAD_AROUND = Op.<Widths>named("pad_around")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.rank() != a.before.size()) {
                    throw new ShapeException(
                            "Each axis needs two widths. Received: " + a.before.size() + " pairs for " + s + ".");
                }
                long[] d = s.dims();
                for (int i = 0; i < d.length; i++) {
                    int more = a.before.get(i) + a.after.get(i);
                    if (a.before.get(i) < 0 || a.after.get(i) < 0) {
                        throw new ShapeException("Widths must be 0 or more. Received: " + a.before.get(i) + " and "
                                + a.after.get(i) + " for axis " + i + ".");
                    }
                    if (d[i] == 0 && more > 0) {
                        throw new ShapeException("An axis without elements has none to make a border of. Received: " + s
                                + ", axis " + i + ".");
                    }
                    d[i] = d[i] == Shape.UNKNOWN ? d[i] : d[i] + more;
                }
                return in.get(0).with(Shape.of(d));
            })
            .definition((in, a) -> {
                Tensor y = in.get(0);
                for (int axis = 0; axis < y.rank(); axis++) {
                    int n = y.shape().intDim(axis);
                    int front = a.before.get(axis);
                    int[] from = new int[front + n + a.after.get(axis)];
                    for (int i = 0; i < from.length; i++) {
                        from[i] = a.mode.at(i - front, n);
                    }
                    y = from.length == n ? y : Ops.take(y, Tensor.of(from), axis);
                }
                return List.of(y);
            })
            .build();
}
