package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Fourier;
import org.kerata.autodiff.ops.ShortTimeFourier;
import org.kerata.autodiff.ops.ShortTimeFourier.Frames;
import org.kerata.autodiff.ops.ShortTimeFourier.Window;

/**
 * Fourier transforms, of any length. A complex tensor is a list of two real ones of one shape, the real and the imaginary part, as it is a
 * tuple in Keras. Transforms are not scaled, inverse ones are divided by the number of elements.
 */
public abstract class FourierOps extends LinearAlgebraOps {
    /** Not made: its methods are static. */
    protected FourierOps() {}

    /** The transform of a pair along the last axis, as a pair. */
    public static List<Tensor> fft(List<Tensor> x) {
        return Fourier.FFT.apply(NONE, x);
    }

    /** The transform of a pair along the last two axes, as a pair. */
    public static List<Tensor> fft2(List<Tensor> x) {
        return Fourier.FFT2.apply(NONE, x);
    }

    /** What {@link #fft2} makes a pair of: the inverse transform along the last two axes, as a pair. */
    public static List<Tensor> ifft2(List<Tensor> x) {
        return Fourier.IFFT2.apply(NONE, x);
    }

    /** The transform of a real x {@code (…, n)} along the last axis: a pair {@code (…, n / 2 + 1)}, the frequencies that are not negative. */
    public static List<Tensor> rfft(Tensor x) {
        return Fourier.RFFT.apply(new Fourier.Length(null), List.of(real(x)));
    }

    /** As {@link #rfft(Tensor)}, of x cut or filled up with zeros to a length. */
    public static List<Tensor> rfft(Tensor x, int fftLength) {
        return Fourier.RFFT.apply(new Fourier.Length(fftLength), List.of(real(x)));
    }

    /** The real tensor of even length {@code 2 · (m - 1)} of which {@link #rfft} makes this pair {@code (…, m)}. */
    public static Tensor irfft(List<Tensor> x) {
        return Fourier.IRFFT.apply(new Fourier.Length(null), x).get(0);
    }

    /** The real tensor of this length of which {@link #rfft} makes this pair; the pair is cut or filled up with zeros. */
    public static Tensor irfft(List<Tensor> x, int fftLength) {
        return Fourier.IRFFT.apply(new Fourier.Length(fftLength), x).get(0);
    }

    /** The short-time transform of signals {@code (…, n)} under a Hann window: a pair {@code (…, frames, fftLength / 2 + 1)}. */
    public static List<Tensor> stft(Tensor x, int sequenceLength, int sequenceStride, int fftLength) {
        return stft(x, Frames.of(sequenceLength, sequenceStride, fftLength));
    }

    /** The short-time transform of signals {@code (…, n)}: a pair {@code (…, frames, fftLength / 2 + 1)}. */
    public static List<Tensor> stft(Tensor x, Frames how) {
        return ShortTimeFourier.STFT.apply(how, List.of(x));
    }

    /** The short-time transform under a window {@code (sequenceLength)} of one's own. */
    public static List<Tensor> stft(Tensor x, Frames how, Tensor window) {
        return ShortTimeFourier.STFT.apply(how.window(Window.GIVEN), List.of(x, cast(window, x.dtype())));
    }

    /** The signals of which {@link #stft(Tensor, int, int, int)} makes this pair. */
    public static Tensor istft(List<Tensor> x, int sequenceLength, int sequenceStride, int fftLength) {
        return istft(x, Frames.of(sequenceLength, sequenceStride, fftLength), null, null);
    }

    /**
     * The signals of which {@link #stft(Tensor, Frames)} makes this pair. Without a window they come out larger by {@code fftLength /
     * sequenceStride}, as in Keras.
     *
     * @param length how long they are at most; null for what the frames hold
     * @param window a window {@code (sequenceLength)} of one's own; null for that of the settings
     */
    public static Tensor istft(List<Tensor> x, Frames how, @Nullable Integer length, @Nullable Tensor window) {
        List<Tensor> in = new ArrayList<>(x);
        Frames frames = how;
        if (window != null) {
            in.add(cast(window, x.get(0).dtype()));
            frames = how.window(Window.GIVEN);
        }
        return ShortTimeFourier.ISTFT
                .apply(new ShortTimeFourier.Joined(frames, length == null ? -1 : length), in)
                .get(0);
    }
}
