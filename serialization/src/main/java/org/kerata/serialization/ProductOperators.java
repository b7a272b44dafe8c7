package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.binary;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.unary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.autodiff.ops.Einsum;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Matrices;

/** Products of tensors, attention and linear algebra between layers. */
final class ProductOperators {
    private ProductOperators() {}

    static List<Operator> all() {
        return List.of(
                OperatorKinds.matmul(LinearAlgebra.MATMUL),
                binary("numpy", "Dot", null, Ops::dot),
                binary("numpy", "Inner", null, Ops::inner),
                binary("numpy", "Outer", null, Ops::outer),
                binary("numpy", "Vdot", null, Ops::vdot),
                binary("numpy", "Kron", null, Ops::kron),
                binary("math", "CDist", null, "x", "y", Ops::cdist),
                readOnly("numpy", "Tensordot", g -> List.of(tensordot(g))),
                readOnly("numpy", "Cross", g -> List.of(cross(g))),
                new Operator(
                        "numpy",
                        "Einsum",
                        LinearAlgebra.EINSUM,
                        n -> new Operator.Written(
                                options("subscripts", equation((Einsum) n.attributes())), arguments(n)),
                        g -> List.of(
                                Ops.einsum(g.text(-1, "subscripts", ""), g.all().toArray(new Tensor[0])))),
                new Operator(
                        "nn",
                        "DotProductAttention",
                        Attentions.ATTENTION,
                        n -> attention(n.attributes(), arguments(n)),
                        g -> List.of(attention(g))),
                unary("linalg", "Det", Matrices.DET, Ops::det),
                unary("linalg", "Inv", Matrices.INV, Ops::inv),
                unary("math", "Logdet", null, Ops::logdet),
                new Operator(
                        "numpy",
                        "Slogdet",
                        Matrices.SLOGDET,
                        n -> new Operator.Written(Map.of(), arguments(n)),
                        g -> Ops.slogdet(g.tensor())),
                new Operator(
                        "linalg",
                        "Cholesky",
                        Matrices.CHOLESKY,
                        n -> new Operator.Written(options("upper", false), arguments(n)),
                        g -> {
                            // Of a matrix that is symmetric already, as Keras takes it to be.
                            Tensor lower = Matrices.CHOLESKY.apply(NoAttributes.NONE, g.tensor());
                            return List.of(g.truth(1, "upper", false) ? Ops.swapaxes(lower, -2, -1) : lower);
                        }),
                binary("linalg", "Solve", Matrices.SOLVE, "a", "b", Ops::solve),
                new Operator(
                        "linalg",
                        "SolveTriangular",
                        Matrices.SOLVE_TRIANGULAR,
                        n -> {
                            Matrices.Triangle t = (Matrices.Triangle) n.attributes();
                            if (t.transposed()) {
                                throw new ConfigException("A system of a transposed triangle cannot be written into a"
                                        + " model's config. Call Ops.swapaxes before, or put it into a layer.");
                            }
                            return new Operator.Written(options("lower", t.lower()), arguments(n));
                        },
                        g -> List.of(
                                Ops.solveTriangular(g.tensor(0, "a"), g.tensor(1, "b"), g.truth(2, "lower", false)))),
                readOnly("linalg", "Norm", g -> List.of(norm(g))));
    }

    /** A letter for each label, by the order they come in; the axes behind an ellipsis have lost theirs. */
    private static String equation(Einsum e) {
        Map<Integer, Character> letters = new HashMap<>();
        List<String> inputs = new ArrayList<>();
        e.inputs().forEach(l -> inputs.add(labels(l, letters)));
        return String.join(",", inputs) + "->" + labels(e.output(), letters);
    }

    private static String labels(List<Integer> labels, Map<Integer, Character> letters) {
        StringBuilder b = new StringBuilder();
        boolean open = false;
        for (int l : labels) {
            if (l >= 0) {
                b.append(letters.computeIfAbsent(l, k -> letter(letters.size())).charValue());
            } else if (!open) {
                b.append("...");
                open = true;
            }
        }
        return b.toString();
    }

    private static char letter(int n) {
        return (char) (n < 26 ? 'a' + n : 'A' + n - 26);
    }

    private static Tensor tensordot(Given g) {
        List<Tensor> two = g.operands();
        Object axes = g.orNull(2, "axes");
        if (axes == null || axes instanceof Number) {
            return Ops.tensordot(two.get(0), two.get(1), g.integer(2, "axes", 2));
        }
        if (!(axes instanceof List<?> l) || l.size() != 2) {
            throw new ConfigException(
                    g.what() + ": axes must be a number, or the axes of both operands. Received: " + axes + ".");
        }
        return Ops.tensordot(two.get(0), two.get(1), axes(g, l.get(0)), axes(g, l.get(1)));
    }

    private static int[] axes(Given g, @Nullable Object of) {
        List<?> list = of instanceof List<?> l ? l : of == null ? List.of() : List.of(of);
        if (!list.stream().allMatch(a -> a instanceof Number)) {
            throw new ConfigException(g.what() + ": axes must be whole numbers. Received: " + of + ".");
        }
        return list.stream().mapToInt(a -> ((Number) a).intValue()).toArray();
    }

    private static Tensor cross(Given g) {
        List<Tensor> two = g.operands();
        int all = g.integer(-1, "axis", Integer.MIN_VALUE);
        boolean one = all != Integer.MIN_VALUE;
        int a = g.integer(-1, "axisa", -1);
        int b = g.integer(-1, "axisb", -1);
        int c = g.integer(-1, "axisc", -1);
        return Ops.cross(two.get(0), two.get(1), one ? all : a, one ? all : b, one ? all : c);
    }

    private static Tensor norm(Given g) {
        Tensor x = g.tensor();
        int[] axes = g.axes(2, "axis");
        boolean keep = g.truth(3, "keepdims", false);
        Object order = g.orNull(1, "ord");
        if (order == null) {
            return Ops.norm(x, axes, keep);
        }
        if (order instanceof String name && !name.equals("fro") && !name.equals("nuc")) {
            return Ops.norm(x, infinity(g, name), axes, keep);
        }
        return order instanceof String name
                ? Ops.norm(x, name, axes, keep)
                : Ops.norm(x, g.number(1, "ord", 2), axes, keep);
    }

    private static double infinity(Given g, String name) {
        return switch (name) {
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new ConfigException(
                        g.what() + ": ord must be a number, \"fro\" or \"nuc\". Received: \"" + name + "\".");
        };
    }

    private static Operator.Written attention(Object attributes, List<@Nullable Object> inputs) {
        Attentions.Attention a = (Attentions.Attention) attributes;
        if (a.dropout() > 0 || a.window() > 0 || a.masks() > 1) {
            throw new ConfigException(
                    "Attention with dropout, a window or several masks has no place in a Keras config."
                            + " Use a layer for it.");
        }
        List<@Nullable Object> out = new ArrayList<>(inputs.subList(0, 3));
        out.add(a.bias() ? inputs.get(3 + a.masks()) : null);
        out.add(a.masks() == 1 ? inputs.get(3) : null);
        out.add(a.scale());
        return new Operator.Written(options("is_causal", a.causal()), out);
    }

    private static Tensor attention(Given g) {
        g.orNull(-1, "flash_attention"); // a way to the same numbers
        Object scale = g.orNull(5, "scale");
        return Ops.dotProductAttention(
                g.tensor(0, "query"),
                g.tensor(1, "key"),
                g.tensor(2, "value"),
                g.tensorOrNull(3, "bias"),
                g.tensorOrNull(4, "mask"),
                scale == null ? null : (Double) g.number(5, "scale", 1),
                g.truth(-1, "is_causal", false));
    }
}
