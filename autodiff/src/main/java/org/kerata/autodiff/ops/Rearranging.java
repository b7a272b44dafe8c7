package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Axes taken apart, reordered and put together by names, as in einops. */
public final class Rearranging {
    private Rearranging() {}

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\\w+)|\\(([\\w\\s]*)\\))\\s*");

    /**
     * A pattern: the names of each axis, several for one that is made of others.
     *
     * @param lengths the lengths of some names
     */
    public record Names(List<List<String>> from, List<List<String>> to, Map<String, Integer> lengths) {
        /**
         * Reads a pattern such as {@code "b (h w) c -> b h w c"}; of each group on the left, one length may be left out.
         *
         * @throws ShapeException if it cannot be read
         */
        public static Names parse(String pattern, Map<String, Integer> lengths) {
            String[] sides = pattern.split("->", -1);
            if (sides.length != 2) {
                throw new ShapeException(
                        "rearrange: a pattern has two sides, \"b (h w) c -> b h w c\". Received: \"" + pattern + "\".");
            }
            List<List<String>> from = groups(sides[0], pattern);
            List<List<String>> to = groups(sides[1], pattern);
            Set<String> left = distinct(from, pattern);
            if (!left.equals(distinct(to, pattern))) {
                throw new ShapeException("rearrange: both sides of \"" + pattern + "\" must have the same names.");
            }
            for (String name : lengths.keySet()) {
                if (!left.contains(name)) {
                    throw new ShapeException("rearrange: there is a length for \"" + name + "\", which \"" + pattern
                            + "\" does not name.");
                }
            }
            return new Names(from, to, Collections.unmodifiableMap(new TreeMap<>(lengths)));
        }

        private static List<List<String>> groups(String side, String pattern) {
            List<List<String>> out = new ArrayList<>();
            Matcher m = TOKEN.matcher(side);
            int at = 0;
            while (m.find() && m.start() == at) {
                String group = m.group(1) != null ? m.group(1) : m.group(2).strip();
                out.add(group.isEmpty() ? List.of() : List.of(group.split("\\s+")));
                at = m.end();
            }
            if (at != side.length()) {
                throw new ShapeException("rearrange: \"" + pattern
                        + "\" may hold names, and names in one pair of parentheses. Received: \""
                        + side.substring(at).strip() + "\".");
            }
            return List.copyOf(out);
        }

        private static Set<String> distinct(List<List<String>> groups, String pattern) {
            Set<String> out = new HashSet<>();
            groups.forEach(g -> g.forEach(name -> {
                if (!out.add(name)) {
                    throw new ShapeException(
                            "rearrange: \"" + pattern + "\" names \"" + name + "\" twice on one side.");
                }
            }));
            return out;
        }

        /** The length of each name, in the order of the left side. */
        private Map<String, Long> lengthsIn(Shape x) {
            if (x.rank() != from.size()) {
                throw new ShapeException("The pattern is about " + from.size() + " axes. Received: shape " + x + ".");
            }
            Map<String, Long> out = new LinkedHashMap<>();
            for (int i = 0; i < from.size(); i++) {
                long rest = x.dim(i);
                String open = null;
                for (String name : from.get(i)) {
                    Integer given = lengths.get(name);
                    if (given != null) {
                        boolean divides = rest == Shape.UNKNOWN || (given > 0 && rest % given == 0);
                        if (!divides) {
                            throw new ShapeException("Axis " + i + " of shape " + x
                                    + " cannot be divided into parts of \"" + name + "\", " + given + ".");
                        }
                        rest = rest == Shape.UNKNOWN ? rest : rest / given;
                    } else if (open != null) {
                        throw new ShapeException("Of axis " + i + " both \"" + open + "\" and \"" + name
                                + "\" are open. Give the length of one.");
                    } else {
                        open = name;
                    }
                    out.put(name, given == null ? Shape.UNKNOWN : (long) given);
                }
                if (open != null) {
                    out.put(open, rest);
                } else if (rest != 1 && rest != Shape.UNKNOWN) {
                    throw new ShapeException(
                            "Axis " + i + " of shape " + x + " is longer than its parts " + from.get(i) + " make it.");
                }
            }
            return out;
        }

        private Shape output(Map<String, Long> lengths) {
            long[] out = new long[to.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = 1;
                for (String name : to.get(i)) {
                    long n = lengths.getOrDefault(name, Shape.UNKNOWN);
                    out[i] = n == Shape.UNKNOWN || out[i] == Shape.UNKNOWN ? Shape.UNKNOWN : out[i] * n;
                }
            }
            return Shape.of(out);
        }
    }

    /** The axes of the input by their names, in another order and grouping. */
    public static final Op<Names> REARRANGE = Op.<Names>named("rearrange")
            .shape((in, a) -> in.get(0).with(a.output(a.lengthsIn(in.get(0).shape()))))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Map<String, Long> lengths = a.lengthsIn(x.shape());
                List<String> names = new ArrayList<>(lengths.keySet());
                long[] apart =
                        lengths.values().stream().mapToLong(Long::longValue).toArray();
                int[] order = a.to.stream()
                        .flatMap(List::stream)
                        .mapToInt(names::indexOf)
                        .toArray();
                Tensor parts = Ops.reshape(x, apart);
                Tensor moved = order.length == 0 ? parts : Ops.transpose(parts, order);
                return List.of(Ops.reshape(moved, a.output(lengths).dims()));
            })
            .build();
}
