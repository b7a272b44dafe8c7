package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Windows of images and volumes, and images put together from windows. */
public final class Patching {
    private Patching() {}

    /**
     * Windows of images or volumes. A list of one number stands for that number along every axis.
     *
     * @param size the lengths of a window; one for each spatial axis
     * @param strides how far one begins behind the one before; an empty list for the size
     * @param dilation the distance between neighbouring elements of a window
     * @param padding {@link Padding#SAME} if windows may reach over the edge, where there are zeros; else {@link Padding#VALID}
     */
    public record Patches(List<Integer> size, List<Integer> strides, List<Integer> dilation, Padding padding) {
        public Patches {
            size = List.copyOf(size);
            strides = strides.isEmpty() ? size : along("strides", size.size(), strides);
            dilation = along("dilations", size.size(), dilation);
            requirePositive("The lengths of a patch", size);
            requirePositive("The strides", strides);
            requirePositive("The dilations", dilation);
            if (padding.rule() != Padding.Rule.VALID && padding.rule() != Padding.Rule.SAME) {
                throw new ShapeException("Patches are padded \"valid\" or \"same\". Received: " + padding.rule() + ".");
            }
        }

        /** As Keras does by default: beside each other, without padding. One length for each spatial axis. */
        public static Patches of(int... size) {
            return new Patches(Arrays.stream(size).boxed().toList(), List.of(), List.of(1), Padding.VALID);
        }

        /** With other strides. */
        public Patches strides(int... other) {
            return new Patches(size, Arrays.stream(other).boxed().toList(), dilation, padding);
        }

        /** With another distance between neighbouring elements. */
        public Patches dilation(int... other) {
            return new Patches(size, strides, Arrays.stream(other).boxed().toList(), padding);
        }

        /** With another padding. */
        public Patches padding(Padding other) {
            return new Patches(size, strides, dilation, other);
        }

        private static List<Integer> along(String what, int axes, List<Integer> list) {
            if (list.size() != axes && list.size() != 1) {
                throw new ShapeException(
                        "Patches of " + axes + " axes need as many " + what + ", or one. Received: " + list + ".");
            }
            return list.size() == axes ? List.copyOf(list) : Collections.nCopies(axes, list.get(0));
        }

        private boolean isPadded() {
            return padding.rule() == Padding.Rule.SAME;
        }

        private int reach(int axis) {
            return (size.get(axis) - 1) * dilation.get(axis) + 1;
        }
    }

    /**
     * The patches of images or volumes {@code (…, spatial axes, channels)}, with or without a batch, each a vector: element by element in
     * row-major order, the channels last.
     */
    public static final Op<Patches> EXTRACT_PATCHES = Op.<Patches>named("extract_patches")
            .shape(Patching::patches)
            .definition((in, a) -> {
                int axes = a.size.size();
                Tensor x = in.get(0);
                int first = x.rank() - axes - 1;
                if (a.isPadded()) {
                    int[][] widths = new int[x.rank()][2];
                    for (int i = 0; i < axes; i++) {
                        widths[first + i] = border(x.shape().dim(first + i), i, a);
                    }
                    x = Ops.pad(x, widths, 0);
                }
                for (int i = 0; i < axes; i++) {
                    x = Sliding.slid(x, first + 2 * i, a.size.get(i), a.strides.get(i), a.dilation.get(i));
                }
                int[] order = new int[x.rank()];
                Arrays.setAll(order, k -> k);
                for (int i = 0; i < axes; i++) {
                    order[first + i] = first + 2 * i;
                    order[first + axes + i] = first + 2 * i + 1;
                }
                Shape out = patches(List.of(in.get(0).spec()), a).shape();
                return List.of(Ops.reshape(Ops.transpose(x, order), out.dims()));
            })
            .build();

    /**
     * Windows of images with the channels first.
     *
     * @param size the height and the width of a window
     * @param dilation the distances between neighbouring pixels of a window
     * @param padding the widths of the border of zeros above and below, left and right
     * @param stride how far windows begin behind the ones before
     */
    public record Blocks(List<Integer> size, List<Integer> dilation, List<Integer> padding, List<Integer> stride) {
        public Blocks {
            size = two(size);
            dilation = two(dilation);
            padding = two(padding);
            stride = two(stride);
            requirePositive("The lengths of a window", size);
            requirePositive("The dilations", dilation);
            requirePositive("The strides", stride);
            if (Collections.min(padding) < 0) {
                throw new ShapeException("The padding must not be negative. Received: " + padding + ".");
            }
        }

        /** As Keras does by default: side by side at every pixel, without a border. One length, or height and width. */
        public static Blocks of(int... size) {
            return new Blocks(Arrays.stream(size).boxed().toList(), List.of(1), List.of(0), List.of(1));
        }

        /** With another distance between neighbouring pixels. */
        public Blocks dilation(int... other) {
            return new Blocks(size, Arrays.stream(other).boxed().toList(), padding, stride);
        }

        /** With a border of zeros. */
        public Blocks padding(int... other) {
            return new Blocks(size, dilation, Arrays.stream(other).boxed().toList(), stride);
        }

        /** With another stride. */
        public Blocks stride(int... other) {
            return new Blocks(
                    size, dilation, padding, Arrays.stream(other).boxed().toList());
        }

        private static List<Integer> two(List<Integer> list) {
            if (list.size() != 1 && list.size() != 2) {
                throw new ShapeException(
                        "One number is needed, or one for each of the two axes. Received: " + list + ".");
            }
            return list.size() == 2 ? List.copyOf(list) : Collections.nCopies(2, list.get(0));
        }

        /** How many windows fit into an axis. */
        private long windows(long n, int axis) {
            return n == Shape.UNKNOWN
                    ? n
                    : Sliding.windows(n + 2L * padding.get(axis), size.get(axis), stride.get(axis), dilation.get(axis));
        }
    }

    /** The windows of images {@code (n, channels, height, width)}: each a column of {@code (n, channels · size, windows)}. */
    public static final Op<Blocks> UNFOLD = Op.<Blocks>named("unfold")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.rank() != 4) {
                    throw new ShapeException(
                            "Images must have 4 axes (n, channels, height, width). Received: " + s + ".");
                }
                int size = a.size.get(0) * a.size.get(1);
                long rows = a.windows(s.dim(2), 0);
                long columns = a.windows(s.dim(3), 1);
                boolean known = rows != Shape.UNKNOWN && columns != Shape.UNKNOWN;
                return in.get(0)
                        .with(Shape.of(
                                s.dim(0),
                                s.dim(1) == Shape.UNKNOWN ? s.dim(1) : s.dim(1) * size,
                                known ? rows * columns : Shape.UNKNOWN));
            })
            .definition((in, a) -> {
                Shape s = in.get(0).shape();
                int down = a.padding.get(0);
                int along = a.padding.get(1);
                Tensor x = Ops.pad(in.get(0), new int[][] {{0, 0}, {0, 0}, {down, down}, {along, along}}, 0);
                x = Sliding.slid(x, 2, a.size.get(0), a.stride.get(0), a.dilation.get(0));
                x = Sliding.slid(x, 4, a.size.get(1), a.stride.get(1), a.dilation.get(1));
                Shape all = x.shape();
                return List.of(Ops.reshape(
                        Ops.transpose(x, 0, 1, 3, 5, 2, 4),
                        s.dim(0),
                        s.dim(1) * all.dim(3) * all.dim(5),
                        all.dim(2) * all.dim(4)));
            })
            .build();

    /** The images' height and width, and their windows. */
    public record Whole(int height, int width, Blocks blocks) {}

    /** From windows as {@link #UNFOLD} makes them the images that they are of, those that overlap being added. */
    public static final Op<Whole> FOLD = Op.<Whole>named("fold")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                int size = a.blocks.size.get(0) * a.blocks.size.get(1);
                long windows = a.blocks.windows(a.height, 0) * a.blocks.windows(a.width, 1);
                boolean fits = s.rank() == 3
                        && (s.dim(1) == Shape.UNKNOWN || s.dim(1) % size == 0)
                        && (s.dim(2) == Shape.UNKNOWN || s.dim(2) == windows);
                if (!fits) {
                    throw new ShapeException("Windows of images of " + a.height + " by " + a.width
                            + " must have shape (n, channels · " + size + ", " + windows + "). Received: " + s + ".");
                }
                long channels = s.dim(1) == Shape.UNKNOWN ? s.dim(1) : s.dim(1) / size;
                return in.get(0).with(Shape.of(s.dim(0), channels, a.height, a.width));
            })
            .definition((in, a) -> {
                Blocks b = a.blocks;
                Shape s = in.get(0).shape();
                int h = b.size.get(0);
                int w = b.size.get(1);
                long channels = s.dim(1) / ((long) h * w);
                Tensor x =
                        Ops.reshape(in.get(0), s.dim(0), channels, h, w, b.windows(a.height, 0), b.windows(a.width, 1));
                Tensor lines = added(Ops.transpose(x, 0, 1, 4, 2, 5, 3), 4, a.width, 1, b);
                Tensor whole = added(lines, 2, a.height, 0, b);
                int down = b.padding.get(0);
                int along = b.padding.get(1);
                return List.of(Ops.slice(
                        whole,
                        Slice.ALL,
                        Slice.ALL,
                        Slice.of(down, down + a.height),
                        Slice.of(along, along + a.width)));
            })
            .build();

    /** Two axes, the windows and the places in each, as one of this length and a border. */
    private static Tensor added(Tensor x, int axis, int length, int which, Blocks b) {
        int windows = x.shape().intDim(axis);
        int size = x.shape().intDim(axis + 1);
        int[] at = new int[windows * size];
        Arrays.setAll(at, i -> i / size * b.stride.get(which) + i % size * b.dilation.get(which));
        Shape s = x.shape();
        Shape to = s.slice(0, axis)
                .append(length + 2L * b.padding.get(which))
                .append(s.slice(axis + 2, s.rank()).dims());
        return Lookups.SCATTER_ADD.apply(
                new Lookups.Into(new Lookups.Along(axis, false), to), Tensor.of(at, windows, size), x);
    }

    private static Spec patches(List<Spec> in, Patches a) {
        Shape s = in.get(0).shape();
        int axes = a.size.size();
        if (s.rank() != axes + 1 && s.rank() != axes + 2) {
            throw new ShapeException((axes == 3 ? "Volumes" : "Images") + " must have " + (axes + 1) + " axes ("
                    + (axes == 3 ? "depth, " : "") + "height, width, channels), or " + (axes + 2)
                    + " with the batch. Received: " + s + ".");
        }
        int first = s.rank() - axes - 1;
        List<Long> out = new ArrayList<>();
        if (first == 1) {
            out.add(s.dim(0));
        }
        long depth = s.last();
        for (int i = 0; i < axes; i++) {
            long n = s.dim(first + i);
            out.add(
                    n != Shape.UNKNOWN && a.isPadded()
                            ? (n + a.strides.get(i) - 1) / a.strides.get(i)
                            : Sliding.windows(n, a.size.get(i), a.strides.get(i), a.dilation.get(i)));
            depth = depth == Shape.UNKNOWN ? depth : depth * a.size.get(i);
        }
        out.add(depth);
        return in.get(0).with(Shape.of(out.stream().mapToLong(Long::longValue).toArray()));
    }

    /** The widths that "same" adds in front and behind. */
    private static int[] border(long n, int axis, Patches a) {
        int stride = a.strides.get(axis);
        long out = (n + stride - 1) / stride;
        int all = (int) Math.max(0, (out - 1) * stride + a.reach(axis) - n);
        return new int[] {all / 2, all - all / 2};
    }

    private static void requirePositive(String what, List<Integer> numbers) {
        if (numbers.isEmpty() || Collections.min(numbers) < 1) {
            throw new ShapeException(what + " must be at least 1. Received: " + numbers + ".");
        }
    }
}
