package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.ShortTimeFourier.Frames;
import org.kerata.autodiff.ops.ShortTimeFourier.Window;

/** Fourier transforms, whole and short-time. */
class FourierTest implements OpContract {
    private static final Frames FRAMES = Frames.of(6, 3, 8);
    private static final Tensor WINDOW = Tensor.of(new float[] {0.2f, 1.2f, 2.2f, 3.2f, 0.2f, 1.2f}, 6);

    @Override
    public Stream<OpCase> cases() {
        GoldenFile whole = new GoldenFile("fourier")
                .with("fft", Ops::fft)
                .with("fft2", Ops::fft2)
                .with("ifft2", Ops::ifft2)
                .with("rfft", in -> Ops.rfft(in.get(0)))
                .with("rfft_cut", in -> Ops.rfft(in.get(0), 5))
                .with("rfft_filled", in -> Ops.rfft(in.get(0), 10))
                .with("irfft", in -> List.of(Ops.irfft(in)))
                .with("irfft_odd", in -> List.of(Ops.irfft(in, 7)))
                .with("irfft_cut", in -> List.of(Ops.irfft(in, 6)))
                .with("irfft_filled", in -> List.of(Ops.irfft(in, 11)));
        return Stream.of(whole.cases(), shortTime().cases(), more()).flatMap(s -> s);
    }

    private static GoldenFile shortTime() {
        GoldenFile golden = new GoldenFile("short_time");
        both(golden, "", FRAMES);
        both(golden, "_hamming", FRAMES.window(Window.HAMMING));
        both(golden, "_none", FRAMES.window(Window.NONE));
        both(golden, "_edge", FRAMES.center(false));
        both(golden, "_odd", Frames.of(5, 2, 7));
        return golden.with("stft_given", in -> Ops.stft(in.get(0), FRAMES, WINDOW))
                .with("istft_given", in -> List.of(Ops.istft(in, FRAMES, null, WINDOW)))
                .with("istft_length", in -> List.of(Ops.istft(in, FRAMES, 14, null)))
                .with("istft_longer", in -> List.of(Ops.istft(in, FRAMES, 40, null)));
    }

    private static void both(GoldenFile golden, String name, Frames how) {
        golden.with("stft" + name, in -> Ops.stft(in.get(0), how))
                .with("istft" + name, in -> List.of(Ops.istft(in, how, null, null)));
    }

    private static Stream<OpCase> more() {
        return Stream.of(
                OpCase.of(
                        "a window with a gradient",
                        in -> Ops.stft(in.get(0), FRAMES, in.get(1)),
                        Tensors.normal(1, 2, 13),
                        Tensors.uniform(2, 0.5, 1.5, 6)),
                OpCase.of(
                        "only the imaginary part",
                        in -> List.of(Ops.fft(in).get(1)),
                        Tensors.normal(3, 3, 9),
                        Tensors.normal(4, 3, 9)),
                OpCase.of("no lines", in -> Ops.rfft(in.get(0)), Tensors.normal(5, 0, 6)));
    }

    /** By the sum that it is, at lengths of all kinds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 16, 30, 59, 61, 67, 97, 134, 201, 256, 1009})
    void everyLengthIsTheSumItStandsFor(int n) {
        double[] re = Tensors.normal(n, n).doubles();
        double[] im = Tensors.normal(n + 1L, n).doubles();
        double[] a = new double[n];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                double turn = -2 * Math.PI * ((long) j * k % n) / n;
                a[k] += re[j] * Math.cos(turn) - im[j] * Math.sin(turn);
                b[k] += re[j] * Math.sin(turn) + im[j] * Math.cos(turn);
            }
        }
        List<Tensor> y = Ops.fft(List.of(Tensor.of(re, n), Tensor.of(im, n)));
        assertArrayEquals(a, y.get(0).doubles(), 1e-10 * n);
        assertArrayEquals(b, y.get(1).doubles(), 1e-10 * n);
    }

    @Test
    void inversesGiveBackWhatThereWas() {
        Tensor x = Tensors.normal(1, 3, 50).cast(DType.FLOAT64);
        assertArrayEquals(x.doubles(), Ops.irfft(Ops.rfft(x)).doubles(), 1e-12);
        Tensor odd = Tensors.normal(2, 3, 45).cast(DType.FLOAT64);
        assertArrayEquals(odd.doubles(), Ops.irfft(Ops.rfft(odd), 45).doubles(), 1e-12);
        List<Tensor> z = List.of(x, x.times(2).plus(1));
        assertArrayEquals(z.get(1).doubles(), Ops.ifft2(Ops.fft2(z)).get(1).doubles(), 1e-12);
        Tensor signal = Tensors.normal(3, 2, 200).cast(DType.FLOAT64);
        Frames how = Frames.of(16, 4, 20);
        assertArrayEquals(
                signal.doubles(),
                Ops.istft(Ops.stft(signal, how), how, 200, null).doubles(),
                1e-12);
    }

    @Test
    void saysWhatIsWrong() {
        Tensor x = Ops.ones(2, 6);
        refused(
                "fft: A complex tensor is a pair of its real and its imaginary part. Received: 1 tensors.",
                () -> Ops.fft(List.of(x)));
        refused(
                "fft: The real and the imaginary part must have one type and shape. Received: float32 (2, 6) and float32 (6,).",
                () -> Ops.fft(List.of(x, Ops.ones(6))));
        refused(
                "fft2: The input must have at least 2 axes. Received: float32 (6,).",
                () -> Ops.fft2(List.of(Ops.ones(6), Ops.ones(6))));
        refused(
                "fft: The input must be of a floating-point type. Received: int32 (2,). Put a cast before it.",
                () -> Ops.fft(List.of(Tensor.of(new int[] {1, 2}), Tensor.of(new int[] {1, 2}))));
        refused("The length of a transform must be at least 1. Received: 0.", () -> Ops.rfft(x, 0));
        refused(
                "irfft: A signal of a single frequency needs a length. Received: (1,).",
                () -> Ops.irfft(List.of(Ops.ones(1), Ops.ones(1))));
        refused(
                "The lengths must be at least 1, and that of the transform no less than that of a sequence. Received: sequence length 8,"
                        + " sequence stride 2, FFT length 4.",
                () -> Ops.stft(x, 8, 2, 4));
        refused(
                "stft: To be mirrored at its ends, the signal must be longer than half a transform, 8. Received: (2, 6).",
                () -> Ops.stft(x, 8, 2, 16));
        refused(
                "stft: A frame of 16 does not fit into the signal. Received: (2, 6).",
                () -> Ops.stft(x, Frames.of(8, 2, 16).center(false)));
        refused(
                "stft: The window must be float32 (4,), as long as a sequence. Received: float32 (3,).",
                () -> Ops.stft(x, Frames.of(4, 2, 4), Ops.ones(3)));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
