package org.kerata.layers.initializers;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The kernel of a short-time Fourier transform as a convolution, shape {@code (frame, 1, bands / 2 + 1)}: its real or its imaginary part,
 * under a window. Keras: {@code keras.initializers.STFT}.
 */
public final class STFT extends Initializer {
    /** A window: the name that SciPy knows it by, or the values. */
    public static final Kind<Object> WINDOW = Window.KIND;

    private final Option<String> side = required("side", Kind.oneOf("real", "imag"));
    private final Option<Object> window = nullable("window", WINDOW, "hann");
    private final Option<Boolean> periodic = option("periodic", BOOL, false);
    private final Option<String> scaling = nullable("scaling", Kind.oneOf("density", "spectrum"), "density");

    STFT() {}

    /** The part that is computed: {@code "real"} or {@code "imag"}. */
    public STFT(String side) {
        this.side.set(side);
    }

    /** The window by name, as SciPy knows it; {@code "hann"} by default, null for none. */
    public STFT window(@Nullable String name) {
        return with(window, name);
    }

    /** The window by its values, one for each place of the frame. */
    public STFT window(double[] values) {
        return with(window, values);
    }

    /** What the kernel is divided by: {@code "density"} (the default), {@code "spectrum"}, or null for nothing. */
    public STFT scaling(@Nullable String scaling) {
        return with(this.scaling, scaling);
    }

    /** Whether the window goes on periodically; false by default. */
    public STFT periodic(boolean periodic) {
        return with(this.periodic, periodic);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        if (shape.rank() != 3) {
            throw new ShapeException("STFT starts weights of shape (frame, 1, bands). Received: shape " + shape + ".");
        }
        int frame = shape.intDim(0);
        int bands = shape.intDim(2);
        double[] w = window.isSet() ? Window.values(window.get(), frame, periodic.get()) : null;
        double scale = w == null ? 1 : scale(w);
        boolean real = side.get().equals("real");
        int inputs = shape.intDim(1);
        return Draws.fill(shape, dtype, i -> {
            int band = (int) (i % bands);
            int time = (int) (i / ((long) bands * inputs));
            double angle = -2 * Math.PI * time * band / ((bands - 1) * 2.0);
            double value = real ? Math.cos(angle) : Math.sin(angle);
            return w == null ? value : value * w[time] / scale;
        });
    }

    private double scale(double[] w) {
        String how = scaling.orNull();
        if (how == null) {
            return 1;
        }
        double sum = 0;
        for (double x : w) {
            sum += how.equals("density") ? x * x : Math.abs(x);
        }
        return how.equals("density") ? Math.sqrt(sum) : sum;
    }
}
