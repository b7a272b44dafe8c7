package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.unary;
import static org.kerata.serialization.OperatorKinds.withOptions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Patching;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Resizing;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Sliding;

/** Windows over images and series, and images in other sizes, between layers; channels last. */
final class ImageOperators {
    /** How bright red, green and blue are: Keras's numbers. */
    private static final double[] BRIGHTNESS = {0.2989, 0.5870, 0.1140};

    private ImageOperators() {}

    static List<Operator> all() {
        return List.of(
                pool("MaxPool", Pooling.MAX_POOL, Ops::maxPool),
                pool("AveragePool", Pooling.AVERAGE_POOL, Ops::averagePool),
                adaptive("AdaptiveAveragePool", Pooling.ADAPTIVE_AVERAGE_POOL, Ops::adaptiveAveragePool),
                adaptive("AdaptiveMaxPool", Pooling.ADAPTIVE_MAX_POOL, Ops::adaptiveMaxPool),
                convolution("Conv", Convolutions.CONV, Ops::conv),
                convolution("DepthwiseConv", Convolutions.DEPTHWISE_CONV, Ops::depthwiseConv),
                readOnly("nn", "DepthToSpace", g -> List.of(Ops.depthToSpace(channelsLast(g), block(g)))),
                readOnly("nn", "SpaceToDepth", g -> List.of(Ops.spaceToDepth(channelsLast(g), block(g)))),
                withOptions("image", "Resize", Resizing.RESIZE, ImageOperators::written, ImageOperators::resize),
                readOnly("image", "PadImages", g -> List.of(pad(g))),
                readOnly("image", "CropImages", g -> List.of(crop(g))),
                unary("image", "RGBToGrayscale", null, ImageOperators::grayscale),
                withOptions(
                        "math",
                        "ExtractSequences",
                        Sliding.EXTRACT_SEQUENCES,
                        (Sliding.Sequences s) -> options("sequence_length", s.length(), "sequence_stride", s.stride()),
                        g -> Ops.extractSequences(
                                g.tensor(), g.integer(1, "sequence_length", 1), g.integer(2, "sequence_stride", 1))),
                withOptions(
                        "image",
                        "ExtractPatches",
                        Patching.EXTRACT_PATCHES,
                        (Patching.Patches p) -> options(
                                "size",
                                p.size(),
                                "strides",
                                p.strides(),
                                "dilation_rate",
                                p.dilation(),
                                "padding",
                                name(p.padding()),
                                "data_format",
                                "channels_last"),
                        ImageOperators::patches));
    }

    /** The input, of which channels must be the last axis. */
    private static Tensor channelsLast(Given g) {
        g.only("data_format", "channels_last");
        return g.tensor();
    }

    private static int block(Given g) {
        return g.integer(1, "block_size", 1);
    }

    private static int[] sizes(Given g, String name, int axes) {
        int[] given = g.axes(-1, name);
        if (axes < 1) {
            throw new ConfigException(
                    g.what() + ": there must be an axis of samples, one or more, and one of channels.");
        }
        if (given.length == 1) {
            int[] all = new int[axes];
            java.util.Arrays.fill(all, given[0]);
            return all;
        }
        if (given.length != axes) {
            throw new ConfigException(g.what() + ": " + name + " must be " + axes + " whole numbers, or one for all."
                    + " Received: " + java.util.Arrays.toString(given) + ".");
        }
        return given;
    }

    private static List<Integer> listed(int[] numbers) {
        List<Integer> out = new ArrayList<>();
        for (int n : numbers) {
            out.add(n);
        }
        return out;
    }

    private static Padding padding(Given g) {
        String name = g.text(-1, "padding", "valid").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "valid" -> Padding.VALID;
            case "same" -> Padding.SAME;
            case "causal" -> Padding.CAUSAL;
            default ->
                throw new ConfigException(
                        g.what() + ": padding must be \"valid\" or \"same\". Received: \"" + name + "\".");
        };
    }

    private static String name(Padding p) {
        if (p.rule() == Padding.Rule.GIVEN) {
            throw new ConfigException("A window with a padding of its own cannot be written into a model's config."
                    + " Call Ops.pad before, or use a layer.");
        }
        return p.rule().name().toLowerCase(Locale.ROOT);
    }

    /** One number for all axes where it can be: lists of sizes with padding "same" cannot be averaged by Keras on JAX. */
    private static Object oneIfEqual(List<Integer> sizes) {
        return sizes.stream().distinct().count() == 1 ? (Object) sizes.get(0) : sizes;
    }

    private interface Pooled {
        Tensor apply(Tensor x, Pooling.Pool how);
    }

    private static Operator pool(String className, Op<Pooling.Pool> op, Pooled apply) {
        return withOptions(
                "nn",
                className,
                op,
                (Pooling.Pool p) -> options(
                        "pool_size",
                        oneIfEqual(p.size()),
                        "strides",
                        oneIfEqual(p.strides()),
                        "padding",
                        name(p.padding()),
                        "data_format",
                        "channels_last"),
                g -> {
                    Tensor x = channelsLast(g);
                    int[] size = sizes(g, "pool_size", x.rank() - 2);
                    int[] strides = g.has(-1, "strides") ? sizes(g, "strides", x.rank() - 2) : size;
                    return apply.apply(x, new Pooling.Pool(listed(size), listed(strides), padding(g)));
                });
    }

    private interface Fitted {
        Tensor apply(Tensor x, int... size);
    }

    private static Operator adaptive(String className, Op<Pooling.Adaptive> op, Fitted apply) {
        return withOptions(
                "nn",
                className,
                op,
                (Pooling.Adaptive a) -> options("output_size", a.outputSize(), "data_format", "channels_last"),
                g -> {
                    Tensor x = channelsLast(g);
                    return apply.apply(x, sizes(g, "output_size", x.rank() - 2));
                });
    }

    private interface Convolved {
        Tensor apply(Tensor x, Tensor kernel, Convolutions.Convolution how);
    }

    private static Operator convolution(String className, Op<Convolutions.Convolution> op, Convolved apply) {
        return new Operator(
                "nn",
                className,
                op,
                n -> {
                    Convolutions.Convolution c = (Convolutions.Convolution) n.attributes();
                    return new Operator.Written(
                            options(
                                    "strides",
                                    c.strides(),
                                    "padding",
                                    name(c.padding()),
                                    "data_format",
                                    "channels_last",
                                    "dilation_rate",
                                    c.dilation()),
                            arguments(n));
                },
                g -> {
                    Tensor x = channelsLast(g);
                    Tensor kernel = g.tensor(1, "kernel");
                    int axes = x.rank() - 2;
                    boolean depthwise = op == Convolutions.DEPTHWISE_CONV;
                    int groups = depthwise
                            ? 1
                            : (int) (x.shape().last() / kernel.shape().dim(axes));
                    List<Integer> strides =
                            g.has(-1, "strides") ? listed(sizes(g, "strides", axes)) : Collections.nCopies(axes, 1);
                    List<Integer> dilation = g.has(-1, "dilation_rate")
                            ? listed(sizes(g, "dilation_rate", axes))
                            : Collections.nCopies(axes, 1);
                    return List.of(apply.apply(
                            x, kernel, new Convolutions.Convolution(strides, dilation, groups, padding(g))));
                });
    }

    private static Map<String, @Nullable Object> written(Resizing.Resize r) {
        return options(
                "size",
                List.of(r.height(), r.width()),
                "interpolation",
                r.interpolation().kerasName(),
                "antialias",
                r.antialias(),
                "crop_to_aspect_ratio",
                r.fit() == Resizing.Fit.CROP,
                "pad_to_aspect_ratio",
                r.fit() == Resizing.Fit.PAD,
                "fill_mode",
                "constant",
                "fill_value",
                r.fillValue(),
                "data_format",
                "channels_last");
    }

    private static Tensor resize(Given g) {
        Tensor x = channelsLast(g);
        int[] size = sizes(g, "size", 2);
        String name = g.text(-1, "interpolation", "bilinear");
        Interpolation by = Interpolation.of(name);
        if (by == null) {
            throw new ConfigException(
                    g.what() + ": interpolation must be " + Interpolation.ALLOWED + ". Received: \"" + name + "\".");
        }
        g.only("fill_mode", "constant");
        boolean crop = g.truth(-1, "crop_to_aspect_ratio", false);
        boolean pad = g.truth(-1, "pad_to_aspect_ratio", false);
        Resizing.Fit fit = crop ? Resizing.Fit.CROP : pad ? Resizing.Fit.PAD : Resizing.Fit.STRETCH;
        return Ops.resize(
                x,
                new Resizing.Resize(
                        size[0], size[1], by, g.truth(-1, "antialias", false), fit, g.number(-1, "fill_value", 0)));
    }

    private static Tensor pad(Given g) {
        Tensor x = channelsLast(g);
        int rows = x.rank() - 3;
        int[][] widths = new int[x.rank()][2];
        widths[rows] = borders(g, x, rows, "top_padding", "bottom_padding", "target_height", 1);
        widths[rows + 1] = borders(g, x, rows + 1, "left_padding", "right_padding", "target_width", 1);
        return Ops.pad(x, widths, 0);
    }

    private static Tensor crop(Given g) {
        Tensor x = channelsLast(g);
        int rows = x.rank() - 3;
        Slice[] all = new Slice[x.rank()];
        java.util.Arrays.fill(all, Slice.ALL);
        int[] height = borders(g, x, rows, "top_cropping", "bottom_cropping", "target_height", -1);
        int[] width = borders(g, x, rows + 1, "left_cropping", "right_cropping", "target_width", -1);
        all[rows] = within(height);
        all[rows + 1] = within(width);
        return Ops.slice(x, all);
    }

    private static Slice within(int[] cropped) {
        return new Slice((long) cropped[0], cropped[1] == 0 ? null : (Long) (long) -cropped[1], 1);
    }

    /** What is added to (1) or taken from (-1) an axis in front and behind; two of the three numbers say it. */
    private static int[] borders(Given g, Tensor x, int axis, String front, String behind, String target, int sign) {
        int before = g.integer(-1, front, -1);
        int after = g.integer(-1, behind, -1);
        if (before >= 0 && after >= 0) {
            g.orNull(-1, target); // follows from the two
            return new int[] {before, after};
        }
        long length = x.shape().dim(axis);
        int rest = sign * (g.integer(-1, target, -1) - (int) length) - Math.max(before, after);
        if (length < 0 || !g.has(-1, target) || (before < 0 && after < 0) || rest < 0) {
            throw new ConfigException(g.what() + ": two of " + front + ", " + behind + " and " + target
                    + " must be given, 0 or more, and fit the images, whose shape is " + x.shape() + ".");
        }
        return before >= 0 ? new int[] {before, rest} : new int[] {rest, after};
    }

    private static Tensor grayscale(Tensor images) {
        Tensor parts = images.times(Tensor.of(BRIGHTNESS).cast(images.dtype()));
        return Ops.sum(parts, new int[] {-1}, true);
    }

    private static Tensor patches(Given g) {
        Tensor x = channelsLast(g);
        int[] size = sizes(g, "size", 2);
        int[] strides = g.has(-1, "strides") ? sizes(g, "strides", 2) : size;
        return Ops.extractPatches(
                x,
                new Patching.Patches(
                        listed(size),
                        listed(strides),
                        g.has(-1, "dilation_rate") ? listed(sizes(g, "dilation_rate", 2)) : List.of(1, 1),
                        padding(g)));
    }
}
