package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.ShortTimeFourier;
import org.kerata.autodiff.ops.ShortTimeFourier.Frames;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The spectrogram of signals on the mel scale, on which tones lie as far apart as they sound.
 *
 * <p>Input {@code (…, time)} and output {@code (…, numMelBins, frames)}; frames are centred. Keras: {@code keras.layers.MelSpectrogram}.
 */
public final class MelSpectrogram extends FluentLayer<MelSpectrogram> {
    private static final double BREAK_HERTZ = 700;
    private static final double HIGH_Q = 1127;
    private static final double DECIBELS = 10;

    private final Option<Integer> fftLength = option("fft_length", Kind.positiveInteger(), 2048);
    private final Option<Integer> sequenceStride = option("sequence_stride", Kind.positiveInteger(), 512);
    private final Option<Integer> sequenceLength = optional("sequence_length", Kind.positiveInteger());
    private final Option<String> window = nullable("window", Kind.oneOf("hann", "hamming"), "hann");
    private final Option<Integer> samplingRate = option("sampling_rate", Kind.positiveInteger(), 16000);
    private final Option<Integer> numMelBins = option("num_mel_bins", Kind.positiveInteger(), 128);
    private final Option<Double> minFreq = option("min_freq", Kind.real("at least 0", f -> f >= 0), 20.0);
    private final Option<Double> maxFreq = optional("max_freq", Kind.real("above 0", f -> f > 0));
    private final Option<Boolean> powerToDb = option("power_to_db", BOOL, true);
    private final Option<Double> topDb = option("top_db", DOUBLE, 80.0);
    private final Option<Double> magExp = option("mag_exp", DOUBLE, 2.0);
    private final Option<Double> minPower = option("min_power", Kind.real("above 0", p -> p > 0), 1e-10);
    private final Option<Double> refPower = option("ref_power", DOUBLE, 1.0);

    /** In frames of 2048 samples, 16,000 a second, for 128 tones. */
    public MelSpectrogram() {}

    /** The length of the transform; 2048 by default. */
    public MelSpectrogram fftLength(int length) {
        return with(fftLength, length);
    }

    /** From one frame to the next; 512 by default. */
    public MelSpectrogram sequenceStride(int stride) {
        return with(sequenceStride, stride);
    }

    /** How long a frame is, no longer than the transform; as long by default. */
    public MelSpectrogram sequenceLength(int length) {
        return with(sequenceLength, length);
    }

    /** The window over a frame: {@code "hann"} (the default), {@code "hamming"}, or null for none. */
    public MelSpectrogram window(@Nullable String name) {
        return with(window, name);
    }

    /** How many samples there are in a second; 16,000 by default. */
    public MelSpectrogram samplingRate(int hertz) {
        return with(samplingRate, hertz);
    }

    /** How many tones there are; 128 by default. */
    public MelSpectrogram numMelBins(int bins) {
        return with(numMelBins, bins);
    }

    /** The lowest frequency, in hertz; 20 by default. */
    public MelSpectrogram minFreq(double hertz) {
        return with(minFreq, hertz);
    }

    /** The highest frequency, in hertz; half the sampling rate by default. */
    public MelSpectrogram maxFreq(double hertz) {
        return with(maxFreq, hertz);
    }

    /** Whether the power is given in decibels; true by default. */
    public MelSpectrogram powerToDb(boolean decibels) {
        return with(powerToDb, decibels);
    }

    /** How many decibels below the strongest of all the weakest are at most; 80 by default. */
    public MelSpectrogram topDb(double decibels) {
        return with(topDb, decibels);
    }

    /** The power to which magnitudes are raised: 1 for energies, 2 (the default) for powers. */
    public MelSpectrogram magExp(double exponent) {
        return with(magExp, exponent);
    }

    /** The least power; 1e-10 by default. */
    public MelSpectrogram minPower(double power) {
        return with(minPower, power);
    }

    /** The power that has 0 decibels; 1 by default. */
    public MelSpectrogram refPower(double power) {
        return with(refPower, power);
    }

    private int frame() {
        Integer given = sequenceLength.orNull();
        return given != null ? given : fftLength.get();
    }

    private double highest() {
        Double given = maxFreq.orNull();
        return given != null ? given : samplingRate.get() / 2;
    }

    /** As Keras writes it, with the numbers that follow from others. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.put("sequence_length", frame());
        out.put("max_freq", highest());
        return out;
    }

    @Override
    protected void build(Shape input) {
        if (frame() > fftLength.get()) {
            throw new ShapeException("sequenceLength must be no more than fftLength. Received: sequenceLength "
                    + frame() + ", fftLength " + fftLength.get() + ".");
        }
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Frames frames =
                Frames.of(frame(), sequenceStride.get(), fftLength.get()).window(windowOf());
        List<Tensor> parts = Ops.stft(x.cast(dtype()), frames);
        Tensor magnitude = Ops.sqrt(Ops.square(parts.get(0)).plus(Ops.square(parts.get(1))));
        Tensor spectrum = Ops.power(magnitude, Tensor.scalar(magExp.get(), magnitude.dtype()));
        int bands = spectrum.shape().intDim(-1);
        Tensor mel = spectrum.matmul(
                Tensor.of(weights(bands), bands, numMelBins.get()).cast(spectrum.dtype()));
        return Ops.swapaxes(powerToDb.get() ? decibels(mel) : mel, -1, -2);
    }

    private ShortTimeFourier.Window windowOf() {
        String name = window.orNull();
        return name == null
                ? ShortTimeFourier.Window.NONE
                : name.equals("hann") ? ShortTimeFourier.Window.HANN : ShortTimeFourier.Window.HAMMING;
    }

    private Tensor decibels(Tensor mel) {
        Tensor least = Tensor.scalar(minPower.get(), mel.dtype());
        double reference = Math.log10(Math.max(Math.abs(refPower.get()), minPower.get()));
        Tensor db = Ops.log10(Ops.maximum(mel, least)).minus(reference).times(DECIBELS);
        return db.size() == 0 ? db : Ops.maximum(db, Ops.max(db).minus(topDb.get()));
    }

    private static double mel(double hertz) {
        return HIGH_Q * Math.log(1 + hertz / BREAK_HERTZ);
    }

    /** How much of each frequency belongs to each tone: triangles on the mel scale; the lowest frequency, 0, to none. */
    private double[] weights(int bands) {
        int tones = numMelBins.get();
        double low = mel(minFreq.get());
        double apart = (mel(highest()) - low) / (tones + 1);
        double[] out = new double[bands * tones];
        for (int band = 1; band < bands; band++) {
            double at = mel(samplingRate.get() / 2.0 * band / (bands - 1));
            for (int tone = 0; tone < tones; tone++) {
                double up = (at - (low + tone * apart)) / apart;
                out[band * tones + tone] = Math.max(0, Math.min(up, 2 - up));
            }
        }
        return out;
    }
}
