package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.internal.compile.ResampleTask;
import org.kerata.autodiff.internal.kernels.reference.ResampleReference;

/** Images and other tensors with more or fewer elements along an axis. */
public final class Resizing {
    private Resizing() {}

    /** What makes the elements of an axis, counted from the front. */
    public record Resample(int axis, Taps taps) {}

    /** Makes each element of an axis from some of its elements, the same ones in every line. */
    public static final Op<Resample> RESAMPLE = Op.<Resample>named("resample")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.dim(a.axis) != a.taps.input() && s.dim(a.axis) != Shape.UNKNOWN) {
                    throw new ShapeException(
                            "Axis " + a.axis + " must have length " + a.taps.input() + ". Received: " + s + ".");
                }
                return in.get(0).with(s.with(a.axis, a.taps.output()));
            })
            .gradient(g -> grads(Resizing.RESAMPLE.apply(
                    new Resample(g.attributes().axis, g.attributes().taps.transposed()), g.dy())))
            .reference(ResampleReference::run)
            .kernel(ResampleTask::lower)
            .build();

    /** What happens to images of another aspect ratio than the target's. */
    public enum Fit {
        /** They are stretched. */
        STRETCH,
        /** Their middle part of the target's aspect ratio is taken. */
        CROP,
        /** Borders are put at both sides. */
        PAD
    }

    /**
     * The target.
     *
     * @param antialias whether images that shrink are smoothed
     * @param fillValue the borders' value with {@link Fit#PAD}
     */
    public record Resize(
            int height, int width, Interpolation interpolation, boolean antialias, Fit fit, double fillValue) {
        public Resize {
            if (height < 1 || width < 1) {
                throw new ShapeException(
                        "resize: Height and width must be at least 1. Received: (" + height + ", " + width + ").");
            }
        }

        /** As Keras does by default: bilinear, not smoothed, stretched. */
        public static Resize to(int height, int width) {
            return new Resize(height, width, Interpolation.BILINEAR, false, Fit.STRETCH, 0);
        }

        /** With another interpolation. */
        public Resize by(Interpolation other) {
            return new Resize(height, width, other, antialias, fit, fillValue);
        }

        /** Whether images that shrink are smoothed. */
        public Resize antialias(boolean smooth) {
            return new Resize(height, width, interpolation, smooth, fit, fillValue);
        }

        /** With another treatment of other aspect ratios. */
        public Resize fit(Fit other, double value) {
            return new Resize(height, width, interpolation, antialias, other, value);
        }
    }

    /**
     * Images {@code (…, height, width, channels)} in another size. The element type stays; whole numbers are computed as reals and
     * rounded.
     */
    public static final Op<Resize> RESIZE = Op.<Resize>named("resize")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.rank() != 3 && s.rank() != 4) {
                    throw new ShapeException(
                            "Images must have 3 axes (height, width, channels), or 4 with the batch. Received: " + s
                                    + ".");
                }
                return in.get(0).with(s.with(s.rank() - 3, a.height).with(s.rank() - 2, a.width));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                boolean exact =
                        a.interpolation == Interpolation.NEAREST || x.dtype().isFloating();
                Tensor y = fitted(exact ? x : x.cast(DType.FLOAT32), a);
                int rows = y.rank() - 3;
                // The axis that shrinks most goes first; each pass costs what it makes.
                boolean rowsFirst = (double) a.height / y.shape().dim(rows)
                        <= (double) a.width / y.shape().dim(rows + 1);
                y = along(y, rowsFirst ? rows : rows + 1, rowsFirst ? a.height : a.width, a);
                y = along(y, rowsFirst ? rows + 1 : rows, rowsFirst ? a.width : a.height, a);
                return List.of(exact ? y : Ops.round(y).cast(x.dtype()));
            })
            .build();

    private static Tensor along(Tensor x, int axis, int length, Resize a) {
        int from = x.shape().intDim(axis);
        if (from == length) {
            return x;
        }
        return RESAMPLE.apply(new Resample(axis, a.interpolation.taps(from, length, a.antialias)), x);
    }

    private static Tensor fitted(Tensor x, Resize a) {
        int rows = x.rank() - 3;
        long height = x.shape().dim(rows);
        long width = x.shape().dim(rows + 1);
        long fittingHeight = (long) ((double) (width * a.height) / a.width);
        long fittingWidth = (long) ((double) (height * a.width) / a.height);
        if (a.fit == Fit.CROP) {
            long h = Math.max(Math.min(height, fittingHeight), 1);
            long w = Math.max(Math.min(width, fittingWidth), 1);
            List<Slice> slices = new ArrayList<>(Collections.nCopies(x.rank(), Slice.ALL));
            slices.set(rows, new Slice((height - h) / 2, (height - h) / 2 + h, 1));
            slices.set(rows + 1, new Slice((width - w) / 2, (width - w) / 2 + w, 1));
            return Structure.SLICE.apply(new Structure.Slices(slices), x);
        }
        if (a.fit == Fit.PAD) {
            int top = (int) ((Math.max(height, fittingHeight) - height) / 2);
            int left = top > 0 ? 0 : (int) ((Math.max(width, fittingWidth) - width) / 2);
            int[][] margins = new int[x.rank()][2];
            margins[rows] = new int[] {top, top};
            margins[rows + 1] = new int[] {left, left};
            return Ops.pad(x, margins, a.fillValue);
        }
        return x;
    }

    /** Each element of an axis so many times in a row. */
    private static Tensor repeated(Tensor x, int axis, int times) {
        return times == 1
                ? x
                : RESAMPLE.apply(new Resample(axis, Taps.repeating(x.shape().intDim(axis), times)), x);
    }

    /** How often each element of an axis comes, for {@link #UPSAMPLE}; one entry for each axis. */
    public record Factors(List<Integer> factors) {
        public Factors {
            factors = List.copyOf(factors);
        }
    }

    /** Each element of each axis so many times in a row. */
    public static final Op<Factors> UPSAMPLE = Op.<Factors>named("upsample")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.rank() != a.factors.size()) {
                    throw new ShapeException("Each axis needs a factor. Received: " + a.factors + " for " + s + ".");
                }
                long[] d = s.dims();
                for (int i = 0; i < d.length; i++) {
                    d[i] = d[i] == Shape.UNKNOWN && a.factors.get(i) != 1 ? Shape.UNKNOWN : d[i] * a.factors.get(i);
                }
                return in.get(0).with(Shape.of(d));
            })
            .definition((in, a) -> {
                Tensor y = in.get(0);
                // The last axes first: what comes later moves longer rows.
                for (int i = a.factors.size() - 1; i >= 0; i--) {
                    y = repeated(y, i, a.factors.get(i));
                }
                return List.of(y);
            })
            .build();
}
