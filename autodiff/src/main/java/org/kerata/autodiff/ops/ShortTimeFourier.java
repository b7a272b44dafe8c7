package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Fourier transforms of the windows of a signal, and the signal of such transforms. */
public final class ShortTimeFourier {
    /** Where the windows together weigh less than this, nothing is divided by their weight. */
    private static final double SMALLEST_WEIGHT = 1e-10;

    private ShortTimeFourier() {}

    /** What a frame is multiplied by. */
    public enum Window {
        /** A cosine that is 0 at the beginning, and would be again behind the end. */
        HANN(0.5),
        /** A cosine that is 0.08 at the beginning, and would be again behind the end. */
        HAMMING(0.54),
        /** Nothing; frames are as long as the transform. */
        NONE(1),
        /** A tensor that is given. */
        GIVEN(1);

        private final double middle;

        Window(double middle) {
            this.middle = middle;
        }

        private double[] weights(int n) {
            double[] v = new double[n];
            for (int i = 0; i < n; i++) {
                v[i] = n == 1 ? 1 : middle - (1 - middle) * Math.cos(2 * Math.PI * i / n);
            }
            return v;
        }
    }

    /**
     * How a signal is cut into frames.
     *
     * @param sequenceLength the length of a frame's window
     * @param sequenceStride how far one frame begins behind the one before
     * @param fftLength the length of the transform; the window stands in its middle
     * @param window what frames are multiplied by
     * @param center whether the middle of frame t lies at {@code t · sequenceStride}, the signal being mirrored at both ends
     */
    public record Frames(int sequenceLength, int sequenceStride, int fftLength, Window window, boolean center) {
        public Frames {
            if (sequenceLength < 1 || sequenceStride < 1 || fftLength < sequenceLength) {
                throw new ShapeException(
                        "The lengths must be at least 1, and that of the transform no less than that of"
                                + " a sequence. Received: sequence length " + sequenceLength + ", sequence stride "
                                + sequenceStride + ", FFT length " + fftLength + ".");
            }
        }

        /** As Keras does by default: with a Hann window, centred. */
        public static Frames of(int sequenceLength, int sequenceStride, int fftLength) {
            return new Frames(sequenceLength, sequenceStride, fftLength, Window.HANN, true);
        }

        /** With another window. */
        public Frames window(Window other) {
            return new Frames(sequenceLength, sequenceStride, fftLength, other, center);
        }

        /** With frames centred or not. */
        public Frames center(boolean middle) {
            return new Frames(sequenceLength, sequenceStride, fftLength, window, middle);
        }

        private int border() {
            return center ? fftLength / 2 : 0;
        }
    }

    /** From signals {@code (…, n)}, and a window if one is given: the pair of frequencies {@code (…, frames, fftLength / 2 + 1)}. */
    public static final Op<Frames> STFT = Op.<Frames>named("stft")
            .shapes((in, a) -> {
                Spec s = in.get(0);
                Rules.requireFloating(s);
                Shape x = Fourier.requireAxes(s, 1);
                requireWindow(in, 1, a);
                long n = x.last();
                if (n != Shape.UNKNOWN && n <= a.border()) {
                    throw new ShapeException(
                            "To be mirrored at its ends, the signal must be longer than half a transform, " + a.border()
                                    + ". Received: " + x + ".");
                }
                if (n != Shape.UNKNOWN && n + 2L * a.border() < a.fftLength) {
                    throw new ShapeException(
                            "A frame of " + a.fftLength + " does not fit into the signal. Received: " + x + ".");
                }
                long frames = n == Shape.UNKNOWN ? n : (n + 2L * a.border() - a.fftLength) / a.sequenceStride + 1;
                Spec out = s.with(x.slice(0, x.rank() - 1).append(frames, a.fftLength / 2 + 1));
                return List.of(out, out);
            })
            .definition((in, a) -> {
                Tensor x = mirrored(in.get(0), a.border());
                Tensor frames = Ops.extractSequences(x, a.fftLength, a.sequenceStride);
                Tensor w = a.window == Window.NONE ? frames : frames.times(window(in, 1, a));
                return Fourier.RFFT.apply(new Fourier.Length(null), List.of(w));
            })
            .build();

    /**
     * As {@link Frames}.
     *
     * @param length how long the signal is; -1 for what the frames hold
     */
    public record Joined(Frames frames, int length) {}

    /**
     * From a pair of frequencies {@code (…, frames, fftLength / 2 + 1)}, and a window if one is given: the signal {@code (…, n)}. Frames
     * overlap and are added, each weighed by the window, and the sum is divided by the sum of the squared windows.
     */
    public static final Op<Joined> ISTFT = Op.<Joined>named("istft")
            .shape((in, a) -> {
                Spec s = Fourier.pair(in.subList(0, 2));
                Shape x = Fourier.requireAxes(s, 2);
                requireWindow(in, 2, a.frames);
                long n = x.dim(-2) == Shape.UNKNOWN ? Shape.UNKNOWN : end(a, whole(a, x.dim(-2))) - a.frames.border();
                return s.with(x.slice(0, x.rank() - 2).append(n == Shape.UNKNOWN ? n : Math.max(0, n)));
            })
            .definition((in, a) -> {
                Frames f = a.frames;
                Tensor frames = Fourier.IRFFT.apply(new Fourier.Length(f.fftLength), in.get(0), in.get(1));
                int count = frames.shape().intDim(-2);
                boolean weighed = f.window != Window.NONE;
                Tensor w = weighed ? window(in, 2, f) : Ops.ones(Shape.of(f.fftLength), frames.dtype());
                Tensor sum = overlapped(frames.times(w), f);
                Tensor square = Ops.broadcastTo(Ops.square(w), Shape.of(count, f.fftLength));
                Tensor weight = overlapped(square, f);
                Tensor y = sum.div(Ops.where(weight.greater(SMALLEST_WEIGHT), weight, Ops.onesLike(weight)));
                // Keras scales what has no window so.
                y = weighed ? y : y.times((double) f.fftLength / f.sequenceStride);
                long end = end(a, y.shape().last());
                Slice part = Slice.of(f.border(), Math.max(f.border(), end));
                return List.of(Structure.SLICE.apply(Structure.Slices.of(y.rank(), y.rank() - 1, part), y));
            })
            .build();

    private static long whole(Joined a, long frames) {
        return a.frames.fftLength + a.frames.sequenceStride * (frames - 1);
    }

    private static long end(Joined a, long whole) {
        return a.length >= 0 ? Math.min(whole, a.frames.border() + (long) a.length) : whole - a.frames.border();
    }

    /** The window in the middle of a transform. */
    private static Tensor window(List<Tensor> in, int at, Frames a) {
        Tensor w = a.window == Window.GIVEN
                ? in.get(at)
                : Fourier.constant(a.window.weights(a.sequenceLength), in.get(0).dtype());
        int left = (a.fftLength - a.sequenceLength) / 2;
        return Ops.pad(w, new int[][] {{left, a.fftLength - a.sequenceLength - left}}, 0);
    }

    private static void requireWindow(List<Spec> in, int at, Frames a) {
        if ((in.size() > at) != (a.window == Window.GIVEN)) {
            throw new ShapeException("A window must be there if and only if the settings say that one is given.");
        }
        if (in.size() > at) {
            Spec w = in.get(at);
            DType type = in.get(0).dtype();
            if (w.dtype() != type || !w.shape().matches(Shape.of(a.sequenceLength))) {
                throw new ShapeException("The window must be " + type + " (" + a.sequenceLength
                        + ",), as long as a sequence. Received: " + w + ".");
            }
        }
    }

    /** The last axis continued at both ends as in a mirror that stands on the last element. */
    private static Tensor mirrored(Tensor x, int width) {
        int n = x.shape().intDim(-1);
        if (width == 0) {
            return x;
        }
        int[] from = new int[n + 2 * width];
        for (int i = 0; i < from.length; i++) {
            int at = Math.abs(i - width);
            from[i] = at < n ? at : 2 * (n - 1) - at;
        }
        return Ops.take(x, Tensor.of(from), x.rank() - 1);
    }

    /** Frames {@code (…, count, length)}, each added at its place of one axis. */
    private static Tensor overlapped(Tensor frames, Frames a) {
        Shape s = frames.shape();
        int count = s.intDim(-2);
        int length = s.intDim(-1);
        int[] at = new int[count * length];
        for (int i = 0; i < at.length; i++) {
            at[i] = i / length * a.sequenceStride + i % length;
        }
        int axis = s.rank() - 2;
        Shape whole = s.slice(0, axis).append((count - 1L) * a.sequenceStride + length);
        List<Tensor> in = new ArrayList<>(List.of(Tensor.of(at, count, length), frames));
        return Lookups.SCATTER_ADD
                .apply(new Lookups.Into(new Lookups.Along(axis, false), whole), in)
                .get(0);
    }
}
