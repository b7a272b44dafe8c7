package org.kerata.autodiff.ops;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How images are resized along an axis. The middles of pixels are mapped onto each other; weights that fall outside of the image are left
 * out and the others scaled up, as JAX and TensorFlow (with half-pixel centres) do.
 */
public enum Interpolation {
    /** The pixel in which the middle lies. */
    NEAREST(0),
    /** Two neighbours by their distance. */
    BILINEAR(1),
    /** Four neighbours under the cubic of Keys, "Cubic convolution interpolation for digital image processing" (1981), with a = -1/2. */
    BICUBIC(2),
    /** Six neighbours under a windowed sinc. */
    LANCZOS3(3),
    /** Ten neighbours under a windowed sinc. */
    LANCZOS5(5);

    private static final double SMALLEST_SUM = 1000 * 0x1p-23;

    /** Keras's names, for messages. */
    public static final String ALLOWED = "one of \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\", \"lanczos5\"";

    private final int radius;

    Interpolation(int radius) {
        this.radius = radius;
    }

    /** Keras's name, such as {@code "bilinear"}. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The interpolation, or that of Keras's name in any case; null if there is none. */
    public static @Nullable Interpolation of(Object name) {
        for (Interpolation i : values()) {
            if (i == name || (name instanceof String s && i.name().equalsIgnoreCase(s))) {
                return i;
            }
        }
        return null;
    }

    /**
     * What each pixel of the resized axis is made of.
     *
     * @param antialias whether the window grows with the factor by which an axis shrinks, so that every pixel counts
     */
    Taps taps(int input, int output, boolean antialias) {
        if (input == output) {
            return Taps.repeating(input, 1);
        }
        Taps.Builder b = new Taps.Builder(input, output);
        double step = (double) input / output;
        double spread = antialias ? Math.max(step, 1) : 1;
        for (int o = 0; o < output; o++) {
            if (this == NEAREST) {
                b.tap((int) ((2L * o + 1) * input / (2L * output)), 1).next();
                continue;
            }
            double middle = (o + 0.5) * step - 0.5;
            int first = Math.max(0, (int) Math.floor(middle - radius * spread));
            int last = Math.min(input - 1, (int) Math.ceil(middle + radius * spread));
            double sum = 0;
            for (int i = first; i <= last; i++) {
                sum += weight(Math.abs(middle - i) / spread);
            }
            for (int i = first; i <= last && Math.abs(sum) > SMALLEST_SUM; i++) {
                double w = weight(Math.abs(middle - i) / spread);
                if (w != 0) {
                    b.tap(i, w / sum);
                }
            }
            b.next();
        }
        return b.build();
    }

    /** The weight of a pixel at this distance, before all are scaled to a sum of 1. */
    private double weight(double x) {
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("The nearest has no weights.");
            case BILINEAR -> Math.max(0, 1 - x);
            case BICUBIC -> x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : ((1.5 * x - 2.5) * x) * x + 1;
            case LANCZOS3, LANCZOS5 ->
                x > radius
                        ? 0
                        : x > 1e-3
                                ? radius
                                        * Math.sin(Math.PI * x)
                                        * Math.sin(Math.PI * x / radius)
                                        / (Math.PI * Math.PI * x * x)
                                : 1;
        };
    }
}
