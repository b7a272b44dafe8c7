package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** A tensor whose axes have labels, and what {@link Einsum} does with such: diagonals, sums, products of two. */
final class Contraction {
    private final Tensor tensor;
    private final List<Integer> labels;

    private Contraction(Tensor tensor, List<Integer> labels) {
        this.tensor = tensor;
        this.labels = labels;
    }

    /** The whole sum of products: two operands at a time, always those with the smallest product. */
    static Tensor of(Einsum e, List<Tensor> operands) {
        List<Contraction> open = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            open.add(new Contraction(operands.get(i), e.inputs().get(i)).withoutRepeats());
        }
        while (open.size() > 1) {
            int[] pair = open.size() == 2 ? new int[] {0, 1} : cheapest(open, e.output());
            Contraction b = open.remove(pair[1]);
            Contraction a = open.remove(pair[0]);
            open.add(pair[0], a.times(b, needed(open, e.output()), open.isEmpty() ? e.output() : List.of()));
        }
        Contraction last = open.get(0);
        return last.keeping(new HashSet<>(e.output())).inOrder(e.output());
    }

    private static Set<Integer> needed(List<Contraction> others, List<Integer> output) {
        Set<Integer> out = new HashSet<>(output);
        others.forEach(o -> out.addAll(o.labels));
        return out;
    }

    private static int[] cheapest(List<Contraction> open, List<Integer> output) {
        int[] best = {0, 1};
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < open.size(); i++) {
            for (int k = i + 1; k < open.size(); k++) {
                List<Contraction> others = new ArrayList<>(open);
                others.remove(k);
                others.remove(i);
                Set<Integer> needed = needed(others, output);
                Set<Integer> all = new LinkedHashSet<>(open.get(i).labels);
                all.addAll(open.get(k).labels);
                double size = 1;
                for (int l : all) {
                    size *= needed.contains(l)
                            ? Math.max(open.get(i).length(l), open.get(k).length(l))
                            : 1;
                }
                if (size < least) {
                    least = size;
                    best = new int[] {i, k};
                }
            }
        }
        return best;
    }

    /** The diagonal of axes with the same label. */
    private Contraction withoutRepeats() {
        for (int i = 0; i < labels.size(); i++) {
            int again = labels.lastIndexOf(labels.get(i));
            if (again > i) {
                List<Integer> rest = new ArrayList<>(labels);
                int label = rest.remove(again);
                rest.remove(i);
                rest.add(label);
                return new Contraction(Ops.diagonal(tensor, 0, i, again), rest).withoutRepeats();
            }
        }
        return this;
    }

    /** Summed over the axes whose labels are not among these. */
    private Contraction keeping(Set<Integer> kept) {
        List<Integer> rest = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (kept.contains(labels.get(i))) {
                rest.add(labels.get(i));
            } else {
                axes.add(i);
            }
        }
        return axes.isEmpty() ? this : new Contraction(Ops.sum(tensor, ints(axes), false), rest);
    }

    /** Without axes of length 1 that the other one has longer. */
    private Contraction narrowed(Contraction other) {
        List<Integer> rest = new ArrayList<>(labels);
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (tensor.shape().dim(i) == 1 && other.length(labels.get(i)) != 1) {
                axes.add(i);
                rest.remove(labels.get(i));
            }
        }
        return axes.isEmpty() ? this : new Contraction(Ops.squeeze(tensor, ints(axes)), rest);
    }

    private long length(int label) {
        int at = labels.indexOf(label);
        return at < 0 ? 1 : tensor.shape().dim(at);
    }

    /**
     * The product of two, summed over what neither the output nor another operand needs.
     *
     * @param wanted the order of labels that would be good to have; empty if there is none
     */
    private Contraction times(Contraction with, Set<Integer> needed, List<Integer> wanted) {
        Contraction a = narrowed(with);
        Contraction b = with.narrowed(this);
        Set<Integer> keptA = new HashSet<>(needed);
        keptA.addAll(b.labels);
        Set<Integer> keptB = new HashSet<>(needed);
        keptB.addAll(a.labels);
        a = a.keeping(keptA);
        b = b.keeping(keptB);
        List<Integer> batch = new ArrayList<>();
        List<Integer> summed = new ArrayList<>();
        List<Integer> ownA = new ArrayList<>();
        for (int l : a.labels) {
            (!b.labels.contains(l) ? ownA : needed.contains(l) ? batch : summed).add(l);
        }
        List<Integer> ownB = new ArrayList<>(b.labels);
        ownB.removeAll(a.labels);
        if (summed.isEmpty() || (ownA.isEmpty() && ownB.isEmpty())) {
            List<Integer> all = new ArrayList<>(a.labels);
            all.addAll(ownB);
            if (new HashSet<>(all).equals(new HashSet<>(wanted))) {
                all = new ArrayList<>(wanted);
            }
            return new Contraction(Ops.multiply(a.spread(all), b.spread(all)), all).keeping(needed);
        }
        boolean turned = wanted.equals(joined(batch, ownB, ownA));
        return turned ? b.matmul(a, batch, ownB, summed, ownA) : a.matmul(b, batch, ownA, summed, ownB);
    }

    private Contraction matmul(
            Contraction b, List<Integer> batch, List<Integer> own, List<Integer> summed, List<Integer> ownB) {
        boolean turnA = labels.equals(joined(batch, summed, own));
        boolean turnB = b.labels.equals(joined(batch, ownB, summed));
        Tensor x = matrices(batch, turnA ? summed : own, turnA ? own : summed);
        Tensor y = b.matrices(batch, turnB ? ownB : summed, turnB ? summed : ownB);
        Tensor product = LinearAlgebra.matmul(x, y, turnA, turnB);
        List<Integer> out = joined(batch, own, ownB);
        long[] dims = new long[out.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = (labels.contains(out.get(i)) ? this : b).length(out.get(i));
        }
        return new Contraction(Ops.reshape(product, dims), out);
    }

    /** As a batch of matrices; without a batch, as one matrix. */
    private Tensor matrices(List<Integer> batch, List<Integer> rows, List<Integer> columns) {
        Tensor t = inOrder(joined(batch, rows, columns));
        long r = size(rows);
        long c = size(columns);
        return batch.isEmpty() ? Ops.reshape(t, r, c) : Ops.reshape(t, size(batch), r, c);
    }

    private long size(List<Integer> of) {
        long n = 1;
        for (int l : of) {
            n *= length(l);
        }
        return n;
    }

    /** With the axes in this order, which names each. */
    private Tensor inOrder(List<Integer> order) {
        if (order.equals(labels)) {
            return tensor;
        }
        int[] axes = new int[order.size()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = labels.indexOf(order.get(i));
        }
        return Ops.transpose(tensor, axes);
    }

    /** With an axis for each of these labels, those that it does not have of length 1. */
    private Tensor spread(List<Integer> over) {
        List<Integer> own = new ArrayList<>(over);
        own.retainAll(labels);
        long[] dims = new long[over.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = length(over.get(i));
        }
        Tensor t = inOrder(own);
        return t.shape().equals(Shape.of(dims)) ? t : Ops.reshape(t, dims);
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... parts) {
        List<Integer> out = new ArrayList<>();
        for (List<Integer> p : parts) {
            out.addAll(p);
        }
        return out;
    }

    private static int[] ints(List<Integer> v) {
        return v.stream().mapToInt(Integer::intValue).toArray();
    }
}
