package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Structure;

/** The forms that operations come in. */
final class OperatorKinds {
    private OperatorKinds() {}

    /** An op on a tensor and an axis. */
    interface AlongAxis {
        Tensor apply(Tensor x, int axis);
    }

    /** An op on two tensors and an axis. */
    interface Lookup {
        Tensor apply(Tensor x, Tensor indices, int axis);
    }

    /** A reduction. */
    interface Reduction {
        Tensor apply(Tensor x, int[] axes, boolean keepDims);
    }

    /** An op on tensors and an axis. */
    interface Joining {
        Tensor apply(List<Tensor> xs, int axis);
    }

    /** The inputs of a node as the arguments of its call. */
    static List<@Nullable Object> arguments(OpNode n) {
        return new ArrayList<>(n.inputs());
    }

    /** Options in this order: keys and values by turns. */
    static Map<String, @Nullable Object> options(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            out.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return out;
    }

    static <T> T required(Given g, @Nullable T value, String name) {
        if (value == null) {
            throw new ConfigException(g.what() + ": " + name + " must be given.");
        }
        return value;
    }

    /** Lengths as in a config: null where one is open, and -1 in a target shape. */
    static List<Object> lengths(Shape s) {
        List<Object> out = new ArrayList<>();
        for (long d : s.dims()) {
            out.add(d);
        }
        return out;
    }

    static Operator readOnly(String module, String className, Operator.Reader reader) {
        return new Operator(module, className, null, n -> new Operator.Written(Map.of(), List.of()), reader);
    }

    static Operator unary(String module, String className, @Nullable Op<NoAttributes> op, UnaryOperator<Tensor> apply) {
        return unary(module, className, op, NoAttributes.NONE, apply);
    }

    /** An op on one tensor that can be written where its attributes are the plain ones. */
    static <A> Operator unary(
            String module, String className, @Nullable Op<A> op, A plain, UnaryOperator<Tensor> apply) {
        return new Operator(
                module,
                className,
                op,
                n -> {
                    if (!n.attributes().equals(plain)) {
                        throw new ConfigException(
                                "The op \"" + n.op().name() + "\" with " + n.attributes()
                                        + " has no place in a Keras config. Use the layer for it, or put it into one of your own.");
                    }
                    return new Operator.Written(Map.of(), arguments(n));
                },
                g -> List.of(apply.apply(g.tensor())));
    }

    /** An op on two tensors whose class calls them otherwise than {@code x1} and {@code x2}. */
    static Operator binary(
            String module,
            String className,
            @Nullable Op<?> op,
            String first,
            String second,
            BinaryOperator<Tensor> apply) {
        return new Operator(module, className, op, n -> new Operator.Written(Map.of(), arguments(n)), g -> {
            List<Tensor> two = g.operands(0, first, second);
            return List.of(apply.apply(two.get(0), two.get(1)));
        });
    }

    /** An op on two tensors. */
    static Operator binary(String module, String className, @Nullable Op<?> op, BinaryOperator<Tensor> apply) {
        return binary(module, className, op, "x1", "x2", apply);
    }

    /** An op on one tensor with one option. */
    @SuppressWarnings("unchecked") // the attributes of a node are of its op's type
    static <A> Operator option(
            String module,
            String className,
            Op<A> op,
            String key,
            Function<A, @Nullable Object> value,
            Function<Given, Tensor> apply) {
        return new Operator(
                module,
                className,
                op,
                n -> new Operator.Written(options(key, value.apply((A) n.attributes())), arguments(n)),
                g -> List.of(apply.apply(g)));
    }

    /** An op on one tensor with options. */
    @SuppressWarnings("unchecked") // the attributes of a node are of its op's type
    static <A> Operator withOptions(
            String module,
            String className,
            Op<A> op,
            Function<A, Map<String, @Nullable Object>> options,
            Function<Given, Tensor> apply) {
        return new Operator(
                module,
                className,
                op,
                n -> new Operator.Written(options.apply((A) n.attributes()), arguments(n)),
                g -> List.of(apply.apply(g)));
    }

    /** An op on one tensor along an axis; without an axis on all its elements in a row. */
    static <A> Operator axisOrAll(
            String module, String className, @Nullable Op<A> op, ToIntFunction<A> axis, AlongAxis apply) {
        Operator.Reader reader = g -> {
            Tensor x = g.tensor();
            return List.of(g.has(1, "axis") ? apply.apply(x, g.integer(1, "axis", 0)) : apply.apply(Ops.ravel(x), 0));
        };
        return op == null
                ? readOnly(module, className, reader)
                : new Operator(module, className, op, axis(axis), reader);
    }

    @SuppressWarnings("unchecked") // the attributes of a node are of its op's type
    private static <A> Operator.Writer axis(ToIntFunction<A> axis) {
        return n -> new Operator.Written(options("axis", axis.applyAsInt((A) n.attributes())), arguments(n));
    }

    /** The place of the largest or smallest element. */
    static Operator place(String className, Op<Reductions.Axis> op, AlongAxis apply) {
        return new Operator(
                "numpy",
                className,
                op,
                n -> {
                    Reductions.Axis a = (Reductions.Axis) n.attributes();
                    return new Operator.Written(options("axis", a.axis(), "keepdims", a.keepDims()), arguments(n));
                },
                g -> {
                    Tensor x = g.tensor();
                    boolean keep = g.truth(2, "keepdims", false);
                    if (!g.has(1, "axis")) {
                        Tensor y = apply.apply(Ops.ravel(x), 0);
                        return List.of(keep ? allOnes(y, x.rank()) : y);
                    }
                    int axis = x.shape().axis(g.integer(1, "axis", 0));
                    Tensor y = apply.apply(x, axis);
                    return List.of(keep ? Ops.expandDims(y, axis) : y);
                });
    }

    private static Tensor allOnes(Tensor scalar, int rank) {
        long[] ones = new long[rank];
        java.util.Arrays.fill(ones, 1);
        return Ops.reshape(scalar, ones);
    }

    /** An op on one tensor along an axis. */
    static <A> Operator axis(
            String module, String className, Op<A> op, ToIntFunction<A> axis, int initial, AlongAxis apply) {
        return option(
                module,
                className,
                op,
                "axis",
                axis::applyAsInt,
                g -> apply.apply(g.tensor(), g.integer(1, "axis", initial)));
    }

    /** A lookup along an axis. */
    @SuppressWarnings("unchecked") // the attributes of a node are of its op's type
    static <A> Operator fromAxis(String module, String className, Op<A> op, ToIntFunction<A> axis, Lookup apply) {
        return new Operator(
                module,
                className,
                op,
                n -> new Operator.Written(options("axis", axis.applyAsInt((A) n.attributes())), arguments(n)),
                g -> {
                    Tensor x = g.tensor(0, "x");
                    Tensor indices = g.whole(1, "indices");
                    return List.of(
                            g.has(2, "axis")
                                    ? apply.apply(x, indices, g.integer(2, "axis", 0))
                                    : apply.apply(Ops.ravel(x), indices, 0));
                });
    }

    /** A single axis is a number: of some classes Keras's JAX cannot run lists. */
    static Object oneOrMore(List<Integer> axes) {
        return axes.size() == 1 ? (Object) axes.get(0) : axes;
    }

    static Tensor reduced(Given g, Reduction apply) {
        return apply.apply(g.tensor(), g.axes(1, "axis"), g.truth(2, "keepdims", false));
    }

    static Operator reduction(String module, String className, Op<Reductions.Axes> op, Reduction apply) {
        return new Operator(
                module,
                className,
                op,
                n -> {
                    Reductions.Axes a = (Reductions.Axes) n.attributes();
                    return new Operator.Written(
                            options("axis", oneOrMore(a.axes()), "keepdims", a.keepDims()), arguments(n));
                },
                g -> List.of(reduced(g, apply)));
    }

    /** An op on a list of tensors along an axis. */
    static Operator list(String module, String className, Op<Structure.Along> op, String name, Joining apply) {
        return new Operator(
                module,
                className,
                op,
                n -> {
                    List<@Nullable Object> arguments = new ArrayList<>();
                    arguments.add(List.copyOf(n.inputs()));
                    return new Operator.Written(options("axis", ((Structure.Along) n.attributes()).axis()), arguments);
                },
                g -> List.of(apply.apply(g.tensors(name), g.integer(1, "axis", 0))));
    }

    static Operator split() {
        return new Operator(
                "numpy",
                "Split",
                Structure.SPLIT,
                n -> {
                    Structure.Parts p = (Structure.Parts) n.attributes();
                    Object places = p.at().isEmpty() ? (Object) p.parts() : p.at();
                    return new Operator.Written(options("indices_or_sections", places, "axis", p.axis()), arguments(n));
                },
                g -> {
                    int axis = g.integer(2, "axis", 0);
                    Object places = g.orNull(1, "indices_or_sections");
                    return places instanceof Number parts
                            ? Ops.split(g.tensor(), parts.intValue(), axis)
                            : Ops.split(g.tensor(), required(g, g.numbers(1, "indices_or_sections"), "sections"), axis);
                });
    }

    /** A matrix product; one that transposes an operand has no class in Keras. */
    static Operator matmul(Op<LinearAlgebra.Transposed> op) {
        return new Operator(
                "numpy",
                "Matmul",
                op,
                n -> {
                    LinearAlgebra.Transposed t = (LinearAlgebra.Transposed) n.attributes();
                    if (t.a() || t.b()) {
                        throw new ConfigException("A matrix product with a transposed operand cannot be written into a"
                                + " model's config. Call Ops.transpose and Ops.matmul, or put it into a layer.");
                    }
                    return new Operator.Written(Map.of(), arguments(n));
                },
                g -> {
                    List<Tensor> two = g.operands();
                    return List.of(Ops.matmul(two.get(0), two.get(1)));
                });
    }
}
