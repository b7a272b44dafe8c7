package org.kerata.layers.initializers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.ShapeException;
import org.kerata.layers.Kind;
import org.kerata.layers.Nearest;

/** Window functions of signal processing, under SciPy's names. */
final class Window {
    /** A name, or the values. */
    static final Kind<Object> KIND =
            Kind.of("the name of a window, or a list of numbers", Window::parse, Window::encode);

    private static final double[] HANN = {0.5, 0.5};
    private static final double[] HAMMING = {0.54, 0.46};
    private static final double[] BLACKMAN = {0.42, 0.5, 0.08};
    private static final double[] NUTTALL = {0.3635819, 0.4891775, 0.1365995, 0.0106411};
    private static final double[] BLACKMAN_HARRIS = {0.35875, 0.48829, 0.14128, 0.01168};
    private static final double[] FLATTOP = {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368};

    /** A window's value at place i of n. */
    private interface At {
        double at(int i, int n);
    }

    private static final Map<String, At> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("hann", (i, n) -> cosines(HANN, i, n));
        NAMES.put("hamming", (i, n) -> cosines(HAMMING, i, n));
        NAMES.put("blackman", (i, n) -> cosines(BLACKMAN, i, n));
        NAMES.put("nuttall", (i, n) -> cosines(NUTTALL, i, n));
        NAMES.put("blackmanharris", (i, n) -> cosines(BLACKMAN_HARRIS, i, n));
        NAMES.put("flattop", (i, n) -> cosines(FLATTOP, i, n));
        NAMES.put("boxcar", (i, n) -> 1);
        NAMES.put("cosine", (i, n) -> Math.sin(Math.PI / n * (i + 0.5)));
        NAMES.put("bartlett", (i, n) -> 1 - Math.abs(2.0 * i / (n - 1) - 1));
        NAMES.put("triang", Window::triangle);
    }

    private Window() {}

    /** The window over a frame; a periodic one is the symmetric one of the next length without its end. */
    static double[] values(Object window, int frame, boolean periodic) {
        if (window instanceof double[] given) {
            if (given.length != frame) {
                throw new ShapeException("The window must have a value for each of the frame's " + frame
                        + " places. Received: " + given.length + " values.");
            }
            return given;
        }
        At f = NAMES.get(window.toString());
        double[] out = new double[frame];
        int n = periodic ? frame + 1 : frame;
        for (int i = 0; i < frame; i++) {
            out[i] = n == 1 || f == null ? 1 : f.at(i, n);
        }
        return out;
    }

    private static double cosines(double[] weights, int i, int n) {
        double angle = 2 * Math.PI * i / (n - 1);
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += (k % 2 == 0 ? 1 : -1) * weights[k] * Math.cos(k * angle);
        }
        return sum;
    }

    private static double triangle(int i, int n) {
        int k = Math.min(i, n - 1 - i) + 1;
        return n % 2 == 0 ? (2 * k - 1.0) / n : 2.0 * k / (n + 1);
    }

    private static @Nullable Object parse(Object value) {
        if (value instanceof String name) {
            if (!NAMES.containsKey(name)) {
                throw new ConfigException("Unknown window \"" + name + "\"." + Nearest.hint(name, NAMES.keySet()));
            }
            return name;
        }
        if (value instanceof List<?> list && list.stream().allMatch(x -> x instanceof Number)) {
            return list.stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
        }
        return value instanceof double[] list ? list.clone() : null;
    }

    private static Object encode(Object value) {
        return value instanceof double[] list ? Arrays.stream(list).boxed().toList() : value;
    }
}
