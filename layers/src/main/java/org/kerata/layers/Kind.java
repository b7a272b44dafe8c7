package org.kerata.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;

/**
 * What values an option may have, and how they are written in a config: numbers, strings, truth values, lists and maps.
 *
 * @param <T> the type of a value in Java
 */
public final class Kind<T> {
    private final String expected;
    private final Parser<T> parser;
    private final Function<T, @Nullable Object> encoder;

    /** Reads a value as it stands in a config or as a user gave it. */
    public interface Parser<T> {
        /** The value; null if this is none. */
        @Nullable
        T parse(Object value);
    }

    private Kind(String expected, Parser<T> parser, Function<T, @Nullable Object> encoder) {
        this.expected = expected;
        this.parser = parser;
        this.encoder = encoder;
    }

    /**
     * A kind of one's own.
     *
     * @param expected what a value must be, for messages: "at least 1"
     * @param parser reads a value, be it a Java value or one from a config
     * @param encoder turns a value into what stands in a config
     */
    public static <T> Kind<T> of(String expected, Parser<T> parser, Function<T, @Nullable Object> encoder) {
        return new Kind<>(expected, parser, encoder);
    }

    /** A truth value. */
    public static Kind<Boolean> bool() {
        return of("true or false", v -> v instanceof Boolean b ? b : null, b -> b);
    }

    /** Any text. */
    public static Kind<String> string() {
        return of("a string", v -> v instanceof String s ? s : null, s -> s);
    }

    /** One of these strings. */
    public static Kind<String> oneOf(String... allowed) {
        List<String> list = List.of(allowed);
        return of(
                "one of \"" + String.join("\", \"", list) + "\"",
                v -> v instanceof String s && list.contains(s) ? s : null,
                s -> s);
    }

    /** A whole number. */
    public static Kind<Integer> integer() {
        return integer("a whole number", n -> true);
    }

    /** A whole number of 1 or more. */
    public static Kind<Integer> positiveInteger() {
        return integer("at least 1", n -> n >= 1);
    }

    /** A whole number that passes a test. */
    public static Kind<Integer> integer(String expected, IntPredicate allowed) {
        return of(
                expected,
                v -> {
                    Integer n = toInteger(v);
                    return n != null && allowed.test(n) ? n : null;
                },
                n -> n);
    }

    /** A number. */
    public static Kind<Double> real() {
        return real("a number", x -> true);
    }

    /** A number that passes a test. */
    public static Kind<Double> real(String expected, DoublePredicate allowed) {
        return of(
                expected, v -> v instanceof Number n && allowed.test(n.doubleValue()) ? n.doubleValue() : null, x -> x);
    }

    /** A number or several; in a config a single one is a number. */
    public static Kind<double[]> reals() {
        return of(
                "a number or a list of numbers",
                v -> {
                    List<?> list = v instanceof List<?> given ? given : List.of(v);
                    if (v instanceof double[] given) {
                        return given.length == 0 ? null : given.clone();
                    }
                    boolean numbers = !list.isEmpty() && list.stream().allMatch(x -> x instanceof Number);
                    return numbers
                            ? list.stream()
                                    .mapToDouble(x -> ((Number) x).doubleValue())
                                    .toArray()
                            : null;
                },
                list -> list.length == 1
                        ? (Object) list[0]
                        : Arrays.stream(list).boxed().toList());
    }

    /** A seed for random numbers. */
    public static Kind<Long> seed() {
        return of(
                "a whole number",
                v -> {
                    if (v instanceof Map<?, ?> m
                            && m.get("config") instanceof Map<?, ?> c
                            && c.get("seed") instanceof Number n) {
                        return n.longValue();
                    }
                    return v instanceof Number n && n.doubleValue() == n.longValue() ? n.longValue() : null;
                },
                n -> n);
    }

    /** A list of whole numbers that passes a test; in a config a list. */
    public static Kind<int[]> integers(String expected, java.util.function.Predicate<int[]> allowed) {
        return of(
                expected,
                v -> {
                    int[] list = toIntegers(v);
                    return list != null && allowed.test(list) ? list.clone() : null;
                },
                list -> Arrays.stream(list).boxed().toList());
    }

    /** A size for each of some axes, each 1 or more; a single number stands for all axes. */
    public static Kind<int[]> sizes(int axes) {
        return sizes(axes, 1);
    }

    /** A size for each of some axes, each of some least size or more; a single number stands for all axes. */
    public static Kind<int[]> sizes(int axes, int least) {
        String expected = "at least " + least + (axes == 1 ? "" : ", or " + axes + " such numbers");
        return of(
                expected,
                v -> {
                    int[] list = toIntegers(v);
                    if (list != null && list.length == 1 && axes > 1) {
                        int[] all = new int[axes];
                        Arrays.fill(all, list[0]);
                        list = all;
                    }
                    return list != null
                                    && list.length == axes
                                    && Arrays.stream(list).allMatch(n -> n >= least)
                            ? list.clone()
                            : null;
                },
                list -> Arrays.stream(list).boxed().toList());
    }

    /** An axis or several; in a config a single one is a number. */
    public static Kind<int[]> axes() {
        return of(
                "an axis or a list of axes",
                v -> {
                    int[] list = toIntegers(v);
                    return list == null || list.length == 0 ? null : list.clone();
                },
                list -> list.length == 1
                        ? (Object) list[0]
                        : Arrays.stream(list).boxed().toList());
    }

    /** Axis lengths, -1 (in a config null) where one is open. */
    public static Kind<Shape> shape() {
        return of(
                "a list of axis lengths",
                v -> v instanceof Shape s ? s : v instanceof List<?> list ? toShape(list) : null,
                Kind::fromShape);
    }

    private static @Nullable Shape toShape(List<?> list) {
        long[] d = new long[list.size()];
        for (int i = 0; i < d.length; i++) {
            Object n = list.get(i);
            if (n != null
                    && !(n instanceof Number x && x.doubleValue() == x.longValue() && x.longValue() >= Shape.UNKNOWN)) {
                return null;
            }
            d[i] = n instanceof Number x ? x.longValue() : Shape.UNKNOWN;
        }
        return Shape.of(d);
    }

    private static Object fromShape(Shape s) {
        List<@Nullable Object> out = new ArrayList<>();
        for (long d : s.dims()) {
            out.add(d == Shape.UNKNOWN ? null : (Object) d);
        }
        return out;
    }

    /** Widths in front of and behind each of some axes, 0 or more: one number for all, one for each axis, or two for each axis. */
    public static Kind<int[][]> margins(int axes) {
        return of(
                "0 or more: a number, " + axes + " numbers, or " + axes + " pairs of numbers",
                v -> toMargins(v, axes),
                m -> {
                    List<Object> out = new ArrayList<>();
                    for (int[] pair : m) {
                        out.add(Arrays.stream(pair).boxed().toList());
                    }
                    return out;
                });
    }

    private static int @Nullable [][] toMargins(Object v, int axes) {
        int[][] out = new int[axes][];
        for (int i = 0; i < axes; i++) {
            Object of = v instanceof int[][] given && given.length == axes ? given[i] : v;
            if (v instanceof List<?> list) {
                if (list.size() != axes || list.get(i) == null) {
                    return null;
                }
                of = Objects.requireNonNull(list.get(i));
            }
            int[] pair = toIntegers(of);
            if (pair != null && pair.length == 1) {
                pair = new int[] {pair[0], pair[0]};
            }
            if (pair == null || pair.length != 2 || pair[0] < 0 || pair[1] < 0) {
                return null;
            }
            out[i] = pair;
        }
        return out;
    }

    /** An object of a table of names, given by itself, its name or its config; in a config as Keras writes objects. */
    public static <T> Kind<T> named(java.util.function.Supplier<Names<T>> names, Class<T> type) {
        return of(
                "a known name",
                v -> type.isInstance(v) ? type.cast(v) : names.get().read(v),
                t -> names.get().write(t));
    }

    /** What a value must be, for messages. */
    public String expected() {
        return expected;
    }

    /** The value; null if this is none. */
    public @Nullable T parse(Object value) {
        return parser.parse(value);
    }

    /** What stands in a config for the value. */
    public @Nullable Object encode(T value) {
        return encoder.apply(value);
    }

    /** For messages: arrays and strings as one would write them. */
    static String show(@Nullable Object value) {
        if (value instanceof int[] list) {
            return Arrays.toString(list);
        }
        if (value instanceof int[][] list) {
            return Arrays.deepToString(list);
        }
        if (value instanceof double[] list) {
            return Arrays.toString(list);
        }
        return value instanceof String s ? "\"" + s + "\"" : String.valueOf(value);
    }

    /** A map of a config with string keys. */
    public static Map<String, @Nullable Object> toMap(Object value) {
        if (!(value instanceof Map<?, ?> m)) {
            throw new ConfigException("A config must be a map. Received: " + show(value) + ".");
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        m.forEach((k, v) -> out.put(String.valueOf(k), v));
        return out;
    }

    private static @Nullable Integer toInteger(@Nullable Object v) {
        return v instanceof Number n && n.doubleValue() == n.intValue() ? n.intValue() : null;
    }

    private static int @Nullable [] toIntegers(Object v) {
        if (v instanceof int[] list) {
            return list;
        }
        List<?> from = v instanceof List<?> list ? list : List.of(v);
        int[] out = new int[from.size()];
        for (int i = 0; i < out.length; i++) {
            Integer n = toInteger(from.get(i));
            if (n == null) {
                return null;
            }
            out[i] = n;
        }
        return out;
    }
}
