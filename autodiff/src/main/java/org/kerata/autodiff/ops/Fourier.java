package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.FourierReference;

/** Fourier transforms. A complex tensor is a pair: its real and its imaginary part. Any length will do. */
public final class Fourier {
    private Fourier() {}

    /**
     * Along which axis, counted from the front, and in which direction.
     *
     * @param inverse whether the exponent's sign is positive
     */
    public record Transform(int axis, boolean inverse) {}

    /** Of a pair the pair {@code y[k] = Σ x[j] · e^(∓2πi·jk/n)} along an axis, in neither direction divided by the length. */
    public static final Op<Transform> DFT = Op.<Transform>named("dft")
            .shapes((in, a) -> {
                Spec s = pair(in);
                s.shape().axis(a.axis);
                return List.of(s, s);
            })
            .gradient(Fourier::adjoint)
            .reference(FourierReference::run)
            .build();

    /** Of a pair the transform along the last axis. */
    public static final Op<NoAttributes> FFT = Op.plain("fft")
            .shapes((in, a) -> likeInput(in, 1))
            .definition((in, a) -> along(in, -1, false))
            .build();

    /** Of a pair the transform along the last two axes. */
    public static final Op<NoAttributes> FFT2 = Op.plain("fft2")
            .shapes((in, a) -> likeInput(in, 2))
            .definition((in, a) -> along(along(in, -1, false), -2, false))
            .build();

    /** Of a pair what {@link #FFT2} makes it of. */
    public static final Op<NoAttributes> IFFT2 = Op.plain("ifft2")
            .shapes((in, a) -> likeInput(in, 2))
            .definition((in, a) -> {
                Shape s = in.get(0).shape();
                double scale = 1.0 / Math.max(1, s.dim(-1) * s.dim(-2));
                List<Tensor> y = along(along(in, -1, true), -2, true);
                return List.of(y.get(0).times(scale), y.get(1).times(scale));
            })
            .build();

    /**
     * The length of a real signal.
     *
     * @param length null for the signal's own
     */
    public record Length(@Nullable Integer length) {
        public Length {
            if (length != null && length < 1) {
                throw new ShapeException("The length of a transform must be at least 1. Received: " + length + ".");
            }
        }
    }

    /** Of a real signal {@code (…, n)}, cut or filled up with zeros to the length, the first {@code length / 2 + 1} frequencies. */
    public static final Op<Length> RFFT = Op.<Length>named("rfft")
            .shapes((in, a) -> {
                Spec s = Rules.floating(in);
                Shape x = requireAxes(s, 1);
                long n = a.length == null ? x.last() : a.length;
                Spec out = s.with(x.with(x.rank() - 1, n == Shape.UNKNOWN ? n : n / 2 + 1));
                return List.of(out, out);
            })
            .definition((in, a) -> {
                Tensor x = a.length == null ? in.get(0) : fitted(in.get(0), a.length);
                long n = x.shape().last();
                List<Tensor> y = along(List.of(x, Ops.zerosLike(x)), -1, false);
                return List.of(fitted(y.get(0), n / 2 + 1), fitted(y.get(1), n / 2 + 1));
            })
            .build();

    /** Of the first frequencies of a real signal, a pair {@code (…, m)}, the signal; its length is {@code 2 · (m - 1)} unless given. */
    public static final Op<Length> IRFFT = Op.<Length>named("irfft")
            .shape((in, a) -> {
                Spec s = pair(in);
                Shape x = requireAxes(s, 1);
                long n = a.length != null ? a.length : x.last() == Shape.UNKNOWN ? x.last() : 2 * (x.last() - 1);
                if (n == 0) {
                    throw new ShapeException("A signal of a single frequency needs a length. Received: " + x + ".");
                }
                return s.with(x.with(x.rank() - 1, n));
            })
            .definition((in, a) -> {
                int m = in.get(0).shape().intDim(-1);
                int n = a.length == null ? 2 * (m - 1) : a.length;
                // Each frequency also stands for that of the opposite sign, but for 0 and the highest of an even
                // length.
                double[] weights = new double[n / 2 + 1];
                Arrays.fill(weights, 2.0 / n);
                weights[0] = 1.0 / n;
                weights[n / 2] = n % 2 == 0 ? 1.0 / n : weights[n / 2];
                Tensor w = constant(weights, in.get(0).dtype());
                Tensor re = fitted(fitted(in.get(0), n / 2 + 1).times(w), n);
                Tensor im = fitted(fitted(in.get(1), n / 2 + 1).times(w), n);
                return List.of(along(List.of(re, im), -1, true).get(0));
            })
            .build();

    /** The adjoint of the transform is the one in the opposite direction. */
    private static List<@Nullable Tensor> adjoint(Adjoint<Transform> g) {
        Transform back = new Transform(g.attributes().axis, !g.attributes().inverse);
        List<Tensor> dy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Tensor d = g.dy(i);
            dy.add(d == null ? Ops.zerosLike(g.out(i)) : d);
        }
        List<Tensor> dx = DFT.apply(back, dy);
        return grads(dx.get(0), dx.get(1));
    }

    private static List<Tensor> along(List<Tensor> pair, int axis, boolean inverse) {
        return DFT.apply(new Transform(pair.get(0).shape().axis(axis), inverse), pair);
    }

    private static List<Spec> likeInput(List<Spec> in, int axes) {
        Spec s = pair(in);
        requireAxes(s, axes);
        return List.of(s, s);
    }

    /** The last axis cut or filled up with zeros. */
    static Tensor fitted(Tensor x, long length) {
        int last = x.rank() - 1;
        long n = x.shape().last();
        if (n > length) {
            return Structure.SLICE.apply(Structure.Slices.of(x.rank(), last, Slice.of(0, length)), x);
        }
        if (n == length) {
            return x;
        }
        int[][] widths = new int[x.rank()][2];
        widths[last][1] = Math.toIntExact(length - n);
        return Ops.pad(x, widths, 0);
    }

    /** A vector of constants of a floating type. */
    static Tensor constant(double[] v, DType dtype) {
        return Tensor.of(v, v.length).cast(dtype);
    }

    static Shape requireAxes(Spec s, int axes) {
        if (s.shape().rank() < axes) {
            throw new ShapeException("The input must have at least " + axes + (axes == 1 ? " axis" : " axes")
                    + ". Received: " + s + ".");
        }
        return s.shape();
    }

    /** The real and the imaginary part, of one floating type and shape. */
    static Spec pair(List<Spec> in) {
        if (in.size() != 2) {
            throw new ShapeException("A complex tensor is a pair of its real and its imaginary part. Received: "
                    + in.size() + " tensors.");
        }
        Spec re = in.get(0);
        Spec im = in.get(1);
        Rules.requireFloating(re);
        if (re.dtype() != im.dtype() || !re.shape().matches(im.shape())) {
            throw new ShapeException("The real and the imaginary part must have one type and shape. Received: " + re
                    + " and " + im + ".");
        }
        return re;
    }
}
