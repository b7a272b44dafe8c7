package org.kerata.autodiff.ops;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Images {@code (…, height, width, channels)} with edges cut off or put around. */
public final class Framing {
    private Framing() {}

    /**
     * How wide the edges are. Of top, bottom and the height two are given, of left, right and the width too; the third follows.
     *
     * @param top the rows above; null for what is left
     * @param left the columns to the left; null for what is left
     * @param bottom the rows below; null for what is left
     * @param right the columns to the right; null for what is left
     * @param height the height of the result; null for what comes out
     * @param width the width of the result; null for what comes out
     */
    public record Edges(
            @Nullable Integer top,
            @Nullable Integer left,
            @Nullable Integer bottom,
            @Nullable Integer right,
            @Nullable Integer height,
            @Nullable Integer width) {
        public Edges {
            requireTwo("top, bottom and the height", top, bottom, height);
            requireTwo("left, right and the width", left, right, width);
        }

        /** So many pixels at each edge. */
        public static Edges of(int top, int left, int bottom, int right) {
            return new Edges(top, left, bottom, right, null, null);
        }

        /** So many pixels above and to the left, and a result of this size. */
        public static Edges to(int top, int left, int height, int width) {
            return new Edges(top, left, null, null, height, width);
        }

        private static void requireTwo(String what, @Nullable Integer a, @Nullable Integer b, @Nullable Integer c) {
            int given = (a == null ? 0 : 1) + (b == null ? 0 : 1) + (c == null ? 0 : 1);
            int smallest = Math.min(Math.min(a == null ? 0 : a, b == null ? 0 : b), c == null ? 0 : c);
            if (given != 2 || smallest < 0) {
                throw new ShapeException("Of " + what + " exactly two must be given, 0 or more. Received: " + a + ", "
                        + b + " and " + c + ".");
            }
        }
    }

    /** Images with their edges cut off. */
    public static final Op<Edges> CROP_IMAGES = Op.<Edges>named("crop_images")
            .shape((in, a) -> framed(in, a, -1))
            .definition((in, a) -> {
                Shape s = in.get(0).shape();
                Slice[] parts = new Slice[s.rank()];
                Arrays.fill(parts, Slice.ALL);
                parts[s.rank() - 3] = part(s.dim(-3), a.top, a.bottom, a.height);
                parts[s.rank() - 2] = part(s.dim(-2), a.left, a.right, a.width);
                return List.of(Ops.slice(in.get(0), parts));
            })
            .build();

    /** Images with edges of zeros. */
    public static final Op<Edges> PAD_IMAGES = Op.<Edges>named("pad_images")
            .shape((in, a) -> framed(in, a, 1))
            .definition((in, a) -> {
                Shape s = in.get(0).shape();
                int[][] widths = new int[s.rank()][2];
                widths[s.rank() - 3] = around(s.dim(-3), a.top, a.bottom, a.height);
                widths[s.rank() - 2] = around(s.dim(-2), a.left, a.right, a.width);
                return List.of(Ops.pad(in.get(0), widths, 0));
            })
            .build();

    private static Slice part(long n, @Nullable Integer front, @Nullable Integer behind, @Nullable Integer length) {
        long begin = front != null ? front : n - or0(behind) - or0(length);
        long end = length != null ? begin + length : n - or0(behind);
        return Slice.of(begin, end);
    }

    private static int[] around(long n, @Nullable Integer front, @Nullable Integer behind, @Nullable Integer length) {
        int before = front != null ? front : (int) (or0(length) - n - or0(behind));
        int after = behind != null ? behind : (int) (or0(length) - n - before);
        return new int[] {before, after};
    }

    private static int or0(@Nullable Integer i) {
        return i == null ? 0 : i;
    }

    private static Spec framed(List<Spec> in, Edges a, int sign) {
        Shape s = Colors.requireImages(in.get(0));
        long rows = length("height", s.dim(-3), a.top, a.bottom, a.height, sign);
        long columns = length("width", s.dim(-2), a.left, a.right, a.width, sign);
        return in.get(0).with(s.with(s.rank() - 3, rows).with(s.rank() - 2, columns));
    }

    /** The length with edges, which must not be negative, nor an edge that is not given. */
    private static long length(
            String what,
            long n,
            @Nullable Integer front,
            @Nullable Integer behind,
            @Nullable Integer length,
            int sign) {
        if (n == Shape.UNKNOWN) {
            return length == null ? n : length;
        }
        long given = (long) or0(front) + or0(behind);
        long out = length != null ? length : n + sign * given;
        long other = sign * (out - n) - given;
        if (out < 0 || other < 0) {
            throw new ShapeException("Edges of " + given + " do not fit a " + what + " of " + n
                    + (length == null ? "." : " and a result of " + length + "."));
        }
        return out;
    }
}
