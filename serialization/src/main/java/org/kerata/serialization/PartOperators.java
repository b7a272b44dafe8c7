package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.fromAxis;
import static org.kerata.serialization.OperatorKinds.list;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Moving;
import org.kerata.autodiff.ops.Rearranging;
import org.kerata.autodiff.ops.Scatters;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** Tensors put together and taken apart between layers, and elements looked up. */
final class PartOperators {
    private PartOperators() {}

    static List<Operator> all() {
        return List.of(
                list("numpy", "Concatenate", Structure.CONCATENATE, "xs", Ops::concatenate),
                list("numpy", "Stack", Structure.STACK, "x", Ops::stack),
                readOnly("numpy", "Hstack", g -> List.of(Ops.hstack(g.tensors("xs")))),
                readOnly("numpy", "Vstack", g -> List.of(Ops.vstack(g.tensors("xs")))),
                readOnly("numpy", "Dstack", g -> List.of(Ops.dstack(g.tensors("xs")))),
                readOnly("numpy", "Append", g -> {
                    List<Tensor> two = g.operands();
                    return List.of(
                            g.has(2, "axis")
                                    ? Ops.append(two.get(0), two.get(1), g.integer(2, "axis", 0))
                                    : Ops.append(two.get(0), two.get(1)));
                }),
                OperatorKinds.split(),
                readOnly("numpy", "ArraySplit", g -> {
                    int axis = g.integer(2, "axis", 0);
                    Object places = g.orNull(1, "indices_or_sections");
                    return places instanceof Number n
                            ? Ops.arraySplit(g.tensor(), n.intValue(), axis)
                            : Ops.arraySplit(g.tensor(), sections(g), axis);
                }),
                parts("Hsplit", 1),
                parts("Vsplit", 0),
                parts("Dsplit", 2),
                readOnly("core", "Unstack", g -> {
                    g.orNull(1, "num"); // follows from the tensor
                    return Ops.unstack(g.tensor(), g.integer(2, "axis", 0));
                }),
                readOnly("numpy", "Meshgrid", g -> {
                    String indexing = g.text(-1, "indexing", "xy");
                    return Ops.meshgrid(g.all(), indexing);
                }),
                ItemOperators.slice(),
                ItemOperators.get(),
                new Operator(
                        "core",
                        "Slice",
                        Moving.SLICE_AT,
                        n -> new Operator.Written(
                                options("shape", OperatorKinds.lengths(((Moving.Size) n.attributes()).shape())),
                                arguments(n)),
                        g -> List.of(slice(g))),
                new Operator(
                        "core",
                        "SliceUpdate",
                        Moving.SLICE_UPDATE,
                        n -> new Operator.Written(Map.of(), arguments(n)),
                        g -> {
                            Tensor x = g.tensor(0, "inputs");
                            return List.of(Ops.sliceUpdate(
                                    x, g.whole(1, "start_indices"), Ops.cast(g.tensor(2, "updates"), x.dtype())));
                        }),
                new Operator(
                        "core",
                        "ScatterUpdate",
                        Scatters.SCATTER_REPLACE,
                        n -> new Operator.Written(options("reduction", null), arguments(n)),
                        g -> List.of(update(g))),
                new Operator(
                        "core",
                        "ScatterUpdate",
                        Scatters.SCATTER_MEET,
                        n -> new Operator.Written(
                                options(
                                        "reduction",
                                        ((Scatters.How) n.attributes())
                                                .meeting()
                                                .name()
                                                .toLowerCase(Locale.ROOT)),
                                arguments(n)),
                        g -> List.of(update(g))),
                new Operator(
                        "core",
                        "Scatter",
                        Scatters.SCATTER,
                        n -> new Operator.Written(
                                options("shape", OperatorKinds.lengths(((Scatters.Target) n.attributes()).shape())),
                                arguments(n)),
                        g -> List.of(Ops.scatter(
                                g.whole(0, "indices"),
                                g.tensor(1, "values"),
                                required(g, g.numbers(2, "shape"), "shape")))),
                fromAxis("numpy", "Take", Lookups.GATHER, (Lookups.Along a) -> a.axis(), Ops::take),
                fromAxis(
                        "numpy",
                        "TakeAlongAxis",
                        Lookups.TAKE_ALONG_AXIS,
                        (Lookups.Along a) -> a.axis(),
                        Ops::takeAlongAxis),
                new Operator(
                        "nn",
                        "OneHot",
                        Lookups.ONE_HOT,
                        n -> {
                            Lookups.Vectors v = (Lookups.Vectors) n.attributes();
                            return new Operator.Written(
                                    options(
                                            "num_classes",
                                            v.classes(),
                                            "axis",
                                            v.axis() == n.inputs().get(0).rank() ? -1 : v.axis(),
                                            "dtype",
                                            v.dtype().toString(),
                                            "sparse",
                                            false),
                                    arguments(n));
                        },
                        g -> {
                            g.only("sparse", false);
                            return List.of(Ops.oneHot(
                                    g.tensor(),
                                    classes(g),
                                    g.integer(2, "axis", -1),
                                    g.dtype(3, "dtype", DType.FLOAT32)));
                        }),
                new Operator(
                        "einops",
                        "Rearrange",
                        Rearranging.REARRANGE,
                        n -> {
                            Rearranging.Names a = (Rearranging.Names) n.attributes();
                            String block = blockClass(a);
                            if (block != null) {
                                return new Operator.Written(
                                        block,
                                        options("block_size", a.lengths().get("a"), "data_format", "channels_last"),
                                        arguments(n));
                            }
                            List<@Nullable Object> arguments = arguments(n);
                            arguments.add(side(a.from()) + " -> " + side(a.to()));
                            return new Operator.Written(
                                    null,
                                    Map.of(),
                                    arguments,
                                    lengths(a, n.inputs().get(0).shape()));
                        },
                        g -> {
                            String pattern = g.text(1, "pattern", "");
                            Map<String, Integer> lengths = new TreeMap<>();
                            for (String name : g.otherNames()) {
                                lengths.put(name, g.integer(-1, name, 0));
                            }
                            return List.of(Ops.rearrange(g.tensor(0, "tensor"), pattern, lengths));
                        }),
                readOnly("nn", "MultiHot", g -> {
                    g.only("sparse", false);
                    g.only("axis", -1);
                    Tensor y = Ops.multiHot(g.tensor(0, "inputs"), classes(g));
                    return List.of(Ops.cast(y, g.dtype(-1, "dtype", DType.FLOAT32)));
                }));
    }

    /** The class of {@code keras.ops.nn} that does this with blocks of images; null if none does. Keras's shapes know only these. */
    private static @Nullable String blockClass(Rearranging.Names a) {
        Integer rows = a.lengths().get("a");
        if (rows == null || !rows.equals(a.lengths().get("b"))) {
            return null;
        }
        return switch (side(a.from()) + " -> " + side(a.to())) {
            case "n h w (a b c) -> n (h a) (w b) c" -> "nn.DepthToSpace";
            case "n (h a) (w b) c -> n h w (a b c)" -> "nn.SpaceToDepth";
            default -> null;
        };
    }

    /** Keras wants the lengths of all names within a group, of which one follows from the others. */
    private static Map<String, Integer> lengths(Rearranging.Names a, Shape input) {
        Map<String, Integer> out = new TreeMap<>(a.lengths());
        for (int i = 0; i < a.from().size(); i++) {
            long rest = input.dim(i);
            String missing = null;
            for (String name : a.from().get(i)) {
                Integer n = out.get(name);
                missing = n == null ? name : missing;
                rest = n == null || rest < 0 ? rest : rest / n;
            }
            if (missing != null && a.from().get(i).size() > 1 && rest >= 0) {
                out.put(missing, (int) rest);
            }
        }
        return out;
    }

    private static String side(List<List<String>> groups) {
        List<String> out = new ArrayList<>();
        for (List<String> g : groups) {
            out.add(g.size() == 1 ? g.get(0) : "(" + String.join(" ", g) + ")");
        }
        return String.join(" ", out);
    }

    private static int classes(Given g) {
        required(g, g.orNull(1, "num_classes"), "num_classes");
        return g.integer(1, "num_classes", 1);
    }

    private static long[] sections(Given g) {
        return required(g, g.numbers(1, "indices_or_sections"), "indices_or_sections");
    }

    /** Parts along the axis that NumPy's name stands for; a vector has only one. */
    private static Operator parts(String className, int axis) {
        return readOnly("numpy", className, g -> {
            int along = g.tensor().rank() == 1 ? 0 : axis;
            Object places = g.orNull(1, "indices_or_sections");
            return places instanceof Number n
                    ? Ops.split(g.tensor(), n.intValue(), along)
                    : Ops.split(g.tensor(), sections(g), along);
        });
    }

    private static Tensor slice(Given g) {
        Tensor x = g.tensor(0, "inputs");
        long[] shape = required(g, g.numbers(2, "shape"), "shape");
        if (!(g.orNull(1, "start_indices") instanceof List<?> starts)) {
            return Ops.slice(x, g.whole(1, "start_indices"), shape);
        }
        if (starts.size() != shape.length || !starts.stream().allMatch(s -> s instanceof Number)) {
            throw new ConfigException(g.what() + ": start_indices must be a whole number for each of the "
                    + shape.length + " axes. Received: " + starts + ".");
        }
        List<Slice> all = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            long from = ((Number) starts.get(i)).longValue();
            all.add(shape[i] < 0 ? new Slice(from, null, 1) : Slice.of(from, from + shape[i]));
        }
        return Ops.slice(x, all.toArray(new Slice[0]));
    }

    private static Tensor update(Given g) {
        Tensor x = g.tensor(0, "inputs");
        Tensor indices = g.whole(1, "indices");
        Tensor updates = g.tensor(2, "updates");
        @Nullable String how = g.has(-1, "reduction") ? g.text(-1, "reduction", "") : null;
        if (how == null) {
            return Ops.scatterUpdate(x, indices, updates);
        }
        for (Scatters.Meeting m : Scatters.Meeting.values()) {
            if (m.name().toLowerCase(Locale.ROOT).equals(how)) {
                return Ops.scatterUpdate(x, indices, updates, m);
            }
        }
        throw new ConfigException(
                g.what() + ": reduction must be \"add\", \"max\", \"min\" or \"mul\". Received: \"" + how + "\".");
    }
}
