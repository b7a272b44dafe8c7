package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.Spec;

/**
 * A sum of products in Einstein's notation: a label for each axis of each operand and of the output. Labels are letters; the axes behind
 * an ellipsis have negative labels, the last one -1, and are broadcast.
 */
public record Einsum(List<List<Integer>> inputs, List<Integer> output) {
    public Einsum {
        inputs = inputs.stream().map(List::copyOf).toList();
        output = List.copyOf(output);
    }

    private static final String ELLIPSIS = "...";

    /**
     * Reads an equation such as {@code "bij,bjk->bik"}. Without an arrow the output has, in alphabetical order, the letters that occur
     * once.
     *
     * @throws ShapeException if it cannot be read, or does not fit the operands
     */
    public static Einsum parse(String equation, List<Shape> operands) {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String left = arrow < 0 ? text : text.substring(0, arrow);
        String[] parts = left.split(",", -1);
        if (parts.length != operands.size()) {
            throw new ShapeException("einsum: \"" + equation + "\" is about " + parts.length + " operands. Received: "
                    + operands.size() + ".");
        }
        List<List<Integer>> inputs = new ArrayList<>();
        int behindEllipsis = 0;
        for (int i = 0; i < parts.length; i++) {
            int rank = operands.get(i).rank();
            int letters = parts[i].replace(ELLIPSIS, "").length();
            boolean open = parts[i].contains(ELLIPSIS);
            if (open ? letters > rank : letters != rank) {
                throw new ShapeException("einsum: \"" + parts[i] + "\" in \"" + equation + "\" names " + letters
                        + " axes. Received: operand " + i + " of shape " + operands.get(i) + ".");
            }
            inputs.add(labels(parts[i], rank - letters, equation));
            behindEllipsis = Math.max(behindEllipsis, rank - letters);
        }
        List<Integer> output = arrow < 0
                ? implicit(inputs, behindEllipsis)
                : labels(text.substring(arrow + 2), behindEllipsis, equation);
        Einsum e = new Einsum(inputs, output);
        e.check(equation);
        return e;
    }

    private static List<Integer> labels(String part, int behindEllipsis, String equation) {
        List<Integer> out = new ArrayList<>();
        boolean seen = false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (part.startsWith(ELLIPSIS, i) && !seen) {
                for (int k = behindEllipsis; k > 0; k--) {
                    out.add(-k);
                }
                seen = true;
                i += ELLIPSIS.length() - 1;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                out.add((int) c);
            } else {
                throw new ShapeException("einsum: \"" + equation
                        + "\" may hold letters, commas, one -> and an ellipsis for each operand. Received: '" + c
                        + "'.");
            }
        }
        return out;
    }

    private static List<Integer> implicit(List<List<Integer>> inputs, int behindEllipsis) {
        TreeMap<Integer, Integer> count = new TreeMap<>();
        inputs.forEach(labels -> labels.forEach(l -> count.merge(l, 1, Integer::sum)));
        List<Integer> out = new ArrayList<>();
        for (int k = behindEllipsis; k > 0; k--) {
            out.add(-k);
        }
        count.forEach((label, n) -> {
            if (label > 0 && n == 1) {
                out.add(label);
            }
        });
        return out;
    }

    private void check(String equation) {
        Set<Integer> known = new HashSet<>();
        inputs.forEach(known::addAll);
        Set<Integer> once = new HashSet<>();
        for (int l : output) {
            if (!once.add(l)) {
                throw new ShapeException("einsum: the output of \"" + equation + "\" names " + name(l) + " twice.");
            }
            if (!known.contains(l)) {
                throw new ShapeException(
                        "einsum: the output of \"" + equation + "\" names " + name(l) + ", which no operand has.");
            }
        }
        Set<Integer> dropped = new TreeSet<>(known);
        dropped.removeAll(once);
        if (dropped.stream().anyMatch(l -> l < 0)) {
            throw new ShapeException("einsum: the output of \"" + equation
                    + "\" must have an ellipsis, since operands have axes behind theirs.");
        }
    }

    /** The output's type and shape. */
    Spec infer(List<Spec> in) {
        List<Shape> shapes = in.stream().map(Spec::shape).toList();
        long[] out = new long[output.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = length(output.get(i), shapes);
        }
        inputs.forEach(labels -> labels.forEach(l -> length(l, shapes)));
        for (Spec s : in) {
            if (s.dtype() != in.get(0).dtype()) {
                throw new ShapeException("Operands must have one element type. Received: "
                        + in.get(0).dtype() + " and " + s.dtype() + ".");
            }
        }
        return in.get(0).with(Shape.of(out));
    }

    /** The length of the axes with this label. */
    long length(int label, List<Shape> shapes) {
        long n = label < 0 ? 1 : Shape.UNKNOWN;
        int from = -1;
        for (int i = 0; i < inputs.size(); i++) {
            for (int a = 0; a < inputs.get(i).size(); a++) {
                long d = shapes.get(i).dim(a);
                if (inputs.get(i).get(a) != label || (label < 0 && d == 1)) {
                    continue;
                }
                if (d != Shape.UNKNOWN && from >= 0 && d != n) {
                    throw new ShapeException("The axes of " + name(label) + " must be equal: operand " + from + " has "
                            + n + ", operand " + i + " has " + d + ". Received: " + shapes + ".");
                }
                if (d != Shape.UNKNOWN) {
                    n = d;
                    from = i;
                } else if (from < 0) {
                    n = Shape.UNKNOWN;
                }
            }
        }
        return n;
    }

    private static String name(int label) {
        return label > 0 ? "'" + (char) label + "'" : "'...' (axis " + label + ")";
    }

    /** Sums over axes of two operands, the other axes of the first before those of the second. */
    static Einsum contraction(int rankA, int rankB, int[] axesA, int[] axesB) {
        List<Integer> a = numbered(1, rankA);
        List<Integer> b = numbered(1 + rankA, rankB);
        List<Integer> out = new ArrayList<>(a);
        out.addAll(b);
        for (int i = 0; i < axesA.length; i++) {
            out.remove(a.get(axesA[i]));
            out.remove(b.get(axesB[i]));
            b.set(axesB[i], a.get(axesA[i]));
        }
        return new Einsum(List.of(a, b), out);
    }

    private static List<Integer> numbered(int from, int n) {
        List<Integer> out = new ArrayList<>(Collections.nCopies(n, 0));
        for (int i = 0; i < n; i++) {
            out.set(i, from + i);
        }
        return out;
    }
}
