package org.kerata.autodiff.internal.kernels.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Ctc;

/** The most probable meanings of sequences, by a search that keeps the best at each step. */
public final class CtcReference {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private CtcReference() {}

    public static void search(Ctc.Beam a, Host[] in, Host[] out) {
        int steps = in[0].shape.intDim(1);
        int classes = in[0].shape.intDim(2);
        int batch = in[0].shape.intDim(0);
        Arrays.fill(out[0].l, -1);
        Arrays.fill(out[1].d, NONE);
        for (int b = 0; b < batch && steps > 0; b++) {
            double[][] logs = new double[steps][];
            for (int t = 0; t < steps; t++) {
                logs[t] = logSoftmax(in[0].d, (b * steps + t) * classes, classes);
            }
            List<Meaning> best = best(a, logs, (int) Math.min(steps, in[1].l[b]));
            for (int p = 0; p < Math.min(a.paths(), best.size()); p++) {
                Meaning m = best.get(p);
                out[1].d[b * a.paths() + p] = m.score();
                int at = (p * batch + b) * steps;
                for (Meaning k = m; k.before != null; k = k.before) {
                    out[0].l[at + k.length - 1] = k.label;
                }
            }
        }
    }

    private static List<Meaning> best(Ctc.Beam a, double[][] logs, int steps) {
        Meaning nothing = new Meaning(null, -1);
        Set<Meaning> open = new LinkedHashSet<>();
        for (int k = 0; k < logs[0].length; k++) {
            Meaning m = k == a.mask() ? nothing : nothing.then(k);
            if (k == a.mask()) {
                m.nextRest = logs[0][k];
            } else {
                m.nextRead = logs[0][k];
            }
            open.add(m);
        }
        List<Meaning> kept = keep(open, a.width());
        for (int t = 1; t < steps; t++) {
            open.clear();
            for (Meaning m : kept) {
                for (int k = 0; k < logs[t].length; k++) {
                    double log = logs[t][k];
                    if (k == a.mask()) {
                        m.nextRest = add(m.nextRest, m.score() + log);
                        open.add(m);
                    } else if (k == m.label) {
                        m.nextRead = add(m.nextRead, m.read + log);
                        open.add(m);
                        extend(m, k, m.rest + log, open);
                    } else {
                        extend(m, k, m.score() + log, open);
                    }
                }
            }
            kept = keep(open, a.width());
        }
        return kept;
    }

    private static void extend(Meaning m, int label, double score, Set<Meaning> open) {
        if (score > NONE) {
            Meaning longer = m.then(label);
            longer.nextRead = add(longer.nextRead, score);
            open.add(longer);
        }
    }

    /** The best, the best first; of equal ones those that Keras's sorting has last. */
    private static List<Meaning> keep(Set<Meaning> open, int width) {
        for (Meaning m : open) {
            m.read = m.nextRead;
            m.rest = m.nextRest;
            m.nextRead = NONE;
            m.nextRest = NONE;
        }
        List<Meaning> all = new ArrayList<>(open);
        all.sort(Comparator.comparingDouble(Meaning::score).reversed().thenComparing(Meaning::compareLabels));
        return new ArrayList<>(all.subList(0, Math.min(width, all.size())));
    }

    private static double add(double a, double b) {
        double high = Math.max(a, b);
        return high == NONE ? NONE : high + Math.log1p(Math.exp(Math.min(a, b) - high));
    }

    private static double[] logSoftmax(double[] x, int from, int n) {
        double high = NONE;
        for (int i = 0; i < n; i++) {
            high = Math.max(high, x[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x[from + i] - high);
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = x[from + i] - high - Math.log(sum);
        }
        return out;
    }

    /** Labels in order, with the probabilities' logarithms of having just read the last one, and of resting behind it. */
    private static final class Meaning {
        final @Nullable Meaning before;
        final int label;
        final int length;
        double read = NONE;
        double rest = NONE;
        double nextRead = NONE;
        double nextRest = NONE;
        private final Map<Integer, Meaning> longer = new HashMap<>();

        Meaning(@Nullable Meaning before, int label) {
            this.before = before;
            this.label = label;
            this.length = before == null ? 0 : before.length + 1;
        }

        Meaning then(int next) {
            return longer.computeIfAbsent(next, k -> new Meaning(this, k));
        }

        double score() {
            return add(read, rest);
        }

        /** Lower labels first; of two that begin alike the longer one. */
        static int compareLabels(Meaning a, Meaning b) {
            int[] x = a.labels();
            int[] y = b.labels();
            int differ = Arrays.mismatch(x, y);
            if (differ < 0) {
                return 0;
            }
            return differ < Math.min(x.length, y.length)
                    ? Integer.compare(x[differ], y[differ])
                    : Integer.compare(y.length, x.length);
        }

        private int[] labels() {
            int[] out = new int[length];
            for (Meaning m = this; m.before != null; m = m.before) {
                out[m.length - 1] = m.label;
            }
            return out;
        }
    }
}
