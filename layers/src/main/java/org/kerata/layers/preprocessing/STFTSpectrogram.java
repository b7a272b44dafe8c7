package org.kerata.layers.preprocessing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.STFT;

/**
 * The spectrogram of signals: how strong each frequency is in each frame, by a short-time Fourier transform as a convolution whose kernels are
 * weights.
 *
 * <p>Input {@code (batch, time, channels)}, output {@code (batch, frames, channels · frequencies)}, or {@code (batch, frames, frequencies,
 * channels)} with {@code expandDims}; with channels first {@code (batch, channels, time)} and {@code (batch, channels · frequencies, frames)} or
 * {@code (batch, channels, frames, frequencies)}. There are {@code fftLength / 2 + 1} frequencies, twice as many with {@code mode("stft")}.
 * Weights: {@code real_kernel} and {@code imag_kernel (frameLength, 1, frequencies)}, those that the mode needs. Keras: {@code
 * keras.layers.STFTSpectrogram}.
 */
public final class STFTSpectrogram extends FluentLayer<STFTSpectrogram> {
    private static final double EPSILON = 1e-7;

    private final Option<String> mode =
            option("mode", Kind.oneOf("log", "magnitude", "psd", "real", "imag", "angle", "stft"), "log");
    private final Option<Integer> frameLength = option("frame_length", Kind.positiveInteger(), 256);
    private final Option<Integer> frameStep = optional("frame_step", Kind.positiveInteger());
    private final Option<Integer> fftLength = optional("fft_length", Kind.positiveInteger());
    private final Option<Object> window = nullable("window", STFT.WINDOW, "hann");
    private final Option<Boolean> periodic = option("periodic", BOOL, false);
    private final Option<String> scaling = nullable("scaling", Kind.oneOf("density", "spectrum"), "density");
    private final Option<String> padding = option("padding", Kind.oneOf("valid", "same"), "valid");
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
    private final Option<Boolean> expandDims = option("expand_dims", BOOL, false);

    private @Nullable Variable realKernel;
    private @Nullable Variable imagKernel;

    /** The logarithm of the strength, in frames of 256. */
    public STFTSpectrogram() {
        inputSpec(InputSpec.rank(3));
    }

    /**
     * What comes out: {@code "log"} (the default), {@code "magnitude"}, {@code "psd"} (the power's density), {@code "real"}, {@code "imag"},
     * {@code "angle"}, or {@code "stft"} (the real and behind it the imaginary part).
     */
    public STFTSpectrogram mode(String mode) {
        return with(this.mode, mode);
    }

    /** How long a frame is; 256 by default. */
    public STFTSpectrogram frameLength(int length) {
        return with(frameLength, length);
    }

    /** From one frame to the next, no more than a frame; half a frame by default. */
    public STFTSpectrogram frameStep(int step) {
        return with(frameStep, step);
    }

    /** The length of the transform, no less than a frame; the next power of two by default. */
    public STFTSpectrogram fftLength(int length) {
        return with(fftLength, length);
    }

    /** The window over a frame by name, as SciPy knows it; {@code "hann"} by default, null for none. */
    public STFTSpectrogram window(@Nullable String name) {
        return with(window, name);
    }

    /** The window over a frame by its values. */
    public STFTSpectrogram window(double[] values) {
        return with(window, values);
    }

    /** Whether the window goes on periodically; false by default. */
    public STFTSpectrogram periodic(boolean periodic) {
        return with(this.periodic, periodic);
    }

    /** What is divided by: {@code "density"} (the default), {@code "spectrum"}, or null for nothing. */
    public STFTSpectrogram scaling(@Nullable String scaling) {
        return with(this.scaling, scaling);
    }

    /** {@code "valid"} (the default): frames lie inside the signal; {@code "same"}: zeros are added. */
    public STFTSpectrogram padding(String padding) {
        return with(this.padding, padding);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public STFTSpectrogram dataFormat(String format) {
        return with(dataFormat, format);
    }

    /** Whether channels and frequencies have an axis each; false by default. */
    public STFTSpectrogram expandDims(boolean expand) {
        return with(expandDims, expand);
    }

    private int step() {
        Integer given = frameStep.orNull();
        return given != null ? given : frameLength.get() / 2;
    }

    private int bands() {
        Integer given = fftLength.orNull();
        int frame = frameLength.get();
        int length = given != null ? given : frame == 1 ? 1 : Integer.highestOneBit(frame - 1) << 1;
        return length / 2 + 1;
    }

    private boolean isLast() {
        return dataFormat.get().equals("channels_last");
    }

    @Override
    protected void build(Shape input) {
        int frame = frameLength.get();
        Integer fft = fftLength.orNull();
        if (step() > frame || step() < 1) {
            throw new ShapeException("frameStep must be from 1 to frameLength. Received: frameStep " + step()
                    + ", frameLength " + frame + ".");
        }
        if (fft != null && fft < frame) {
            throw new ShapeException("fftLength must be no less than frameLength. Received: fftLength " + fft
                    + ", frameLength " + frame + ".");
        }
        realKernel = mode.get().equals("imag") ? null : kernel("real");
        imagKernel = mode.get().equals("real") ? null : kernel("imag");
    }

    private Variable kernel(String side) {
        STFT start = new STFT(side).scaling(scaling.orNull()).periodic(periodic.get());
        Object w = window.orNull();
        STFT windowed = w instanceof double[] values ? start.window(values) : start.window((String) w);
        return weight(side + "_kernel", shape(frameLength.get(), 1, bands()), windowed);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor signal = isLast() ? Ops.swapaxes(x, 1, 2) : x;
        return switch (mode.get()) {
            case "real" -> arranged(part(signal, realKernel));
            case "imag" -> arranged(part(signal, imagKernel));
            case "angle" -> arranged(Ops.arctan2(part(signal, imagKernel), part(signal, realKernel)));
            case "stft" -> arranged(Ops.concatenate(List.of(part(signal, realKernel), part(signal, imagKernel)), 3));
            case "psd" -> arranged(density(power(signal)));
            case "magnitude" -> arranged(magnitude(signal));
            default -> Ops.log(Ops.clip(arranged(magnitude(signal)), EPSILON, Double.MAX_VALUE));
        };
    }

    /** From {@code (batch, channels, time)} a side of the transform, {@code (batch, channels, frames, frequencies)}. */
    private Tensor part(Tensor signal, @Nullable Variable kernel) {
        if (kernel == null) {
            throw new IllegalStateException("The mode has no such kernel.");
        }
        Shape s = signal.shape();
        Padding p = padding.get().equals("same") ? Padding.SAME : Padding.VALID;
        Tensor y = Ops.conv(
                signal.reshape(s.dim(0) * s.dim(1), s.dim(2), 1),
                kernel,
                new Convolutions.Convolution(List.of(step()), List.of(1), 1, p));
        return y.reshape(s.dim(0), s.dim(1), y.shape().dim(1), y.shape().dim(2));
    }

    private Tensor power(Tensor signal) {
        return Ops.square(part(signal, realKernel)).plus(Ops.square(part(signal, imagKernel)));
    }

    private Tensor magnitude(Tensor signal) {
        Tensor p = power(signal);
        return Ops.sqrt(Ops.maximum(p, Tensor.scalar(EPSILON, p.dtype())));
    }

    /** Frequencies between the first and the last stand for their negative ones too. */
    private static Tensor density(Tensor power) {
        long n = power.shape().last();
        if (n < 3) {
            return power;
        }
        Tensor inner = Ops.slice(power, Slice.ALL, Slice.ALL, Slice.ALL, Slice.of(1, n - 1));
        return power.plus(Ops.pad(inner, new int[][] {{0, 0}, {0, 0}, {0, 0}, {1, 1}}, 0.0));
    }

    /** From {@code (batch, channels, frames, frequencies)} to the shape that is asked. */
    private Tensor arranged(Tensor y) {
        Shape s = y.shape();
        if (expandDims.get()) {
            return isLast() ? Ops.transpose(y, 0, 2, 3, 1) : y;
        }
        Tensor flat = Ops.transpose(y, 0, 2, 1, 3).reshape(s.dim(0), s.dim(2), s.dim(1) * s.dim(3));
        return isLast() ? flat : Ops.swapaxes(flat, 1, 2);
    }
}
