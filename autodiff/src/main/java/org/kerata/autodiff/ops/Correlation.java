package org.kerata.autodiff.ops;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Two vectors moved along each other. */
public final class Correlation {
    private Correlation() {}

    /** At which places the vectors are compared. */
    public enum Mode {
        /** Where the shorter one lies within the longer one. */
        VALID,
        /** At as many places in the middle as the longer one has elements. */
        SAME,
        /** Wherever they meet. */
        FULL;

        /** Keras's names, for messages. */
        public static final String ALLOWED = "one of \"valid\", \"same\", \"full\"";

        /** The mode of Keras's name; null if there is none. */
        public static @Nullable Mode of(String name) {
            for (Mode m : values()) {
                if (m.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return m;
                }
            }
            return null;
        }

        /** The zeros in front of the longer vector and behind it. */
        private int[] border(int shorter) {
            return switch (this) {
                case VALID -> new int[] {0, 0};
                case SAME -> new int[] {shorter / 2, shorter - shorter / 2 - 1};
                case FULL -> new int[] {shorter - 1, shorter - 1};
            };
        }
    }

    /** From vectors a and b: {@code c[k] = Σ a[n + k] · b[n]}. */
    public static final Op<Mode> CORRELATE = Op.<Mode>named("correlate")
            .shape((in, mode) -> {
                Spec a = in.get(0);
                Spec b = in.get(1);
                Rules.requireFloating(a);
                if (a.shape().rank() != 1 || b.shape().rank() != 1 || a.dtype() != b.dtype()) {
                    throw new ShapeException(
                            "There must be two vectors of one type. Received: " + a + " and " + b + ".");
                }
                long m = a.shape().last();
                long n = b.shape().last();
                if (m == 0 || n == 0) {
                    throw new ShapeException("The vectors must not be empty. Received: " + a + " and " + b + ".");
                }
                boolean known = m != Shape.UNKNOWN && n != Shape.UNKNOWN;
                long longer = Math.max(m, n);
                long shorter = Math.min(m, n);
                long out =
                        mode == Mode.VALID ? longer - shorter + 1 : mode == Mode.SAME ? longer : longer + shorter - 1;
                return a.with(Shape.of(known ? out : Shape.UNKNOWN));
            })
            .definition((in, mode) -> {
                boolean swapped = in.get(0).size() < in.get(1).size();
                Tensor c = moved(in.get(swapped ? 1 : 0), in.get(swapped ? 0 : 1), mode);
                return List.of(swapped ? Ops.flip(c, 0) : c);
            })
            .build();

    private static Tensor moved(Tensor longer, Tensor shorter, Mode mode) {
        long n = shorter.size();
        Tensor x = Ops.pad(longer, new int[][] {mode.border(Math.toIntExact(n))}, 0);
        Convolutions.Convolution how = new Convolutions.Convolution(List.of(1), List.of(1), 1, Padding.VALID);
        return Ops.ravel(Ops.conv(Ops.reshape(x, 1, x.size(), 1), Ops.reshape(shorter, n, 1, 1), how));
    }
}
