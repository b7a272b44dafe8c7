package org.kerata.layers.preprocessing;

import java.util.Arrays;

/** The quantiles of data, as Keras's Discretization estimates them: from a summary of evenly spaced elements of the sorted data. */
final class BinSummary {
    private final double[] values;
    private final double[] weights;

    BinSummary(float[] data, double epsilon) {
        float[] sorted = data.clone();
        Arrays.sort(sorted);
        double step = Math.max(sorted.length * epsilon, 1);
        int from = (int) (step - 1);
        int by = (int) step;
        double[] chosen = new double[(sorted.length - from + by - 1) / by];
        double[] all = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = sorted[from + i * by];
            all[i] = (float) step;
        }
        BinSummary small = new BinSummary(chosen, all).compressed(epsilon);
        this.values = small.values;
        this.weights = small.weights;
    }

    private BinSummary(double[] values, double[] weights) {
        this.values = values;
        this.weights = weights;
    }

    /** The boundaries of so many ranges. */
    double[] boundaries(int bins) {
        double[] all = compressed(1.0 / bins).values;
        return Arrays.copyOf(all, Math.max(0, all.length - 1));
    }

    /** Elements at evenly spaced parts of the total weight, and the weight between them; in float32, as Keras keeps them. */
    private BinSummary compressed(double part) {
        int n = values.length;
        if (n * part < 1) {
            return this;
        }
        double[] sums = new double[n];
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (float) weights[i];
            sums[i] = sum;
        }
        double[] reached = new double[n];
        for (int i = 0; i < n; i++) {
            reached[i] = (float) sums[i] / sum;
        }
        int count = (int) Math.ceil(1.0 / part);
        double[] at = new double[count];
        double[] between = new double[count];
        double before = 0;
        for (int k = 0; k < count; k++) {
            double percent = part + k * part;
            at[k] = (float) interpolated(percent, reached, values);
            double total = interpolated(percent, reached, sums);
            between[k] = (float) (total - before);
            before = total;
        }
        return new BinSummary(at, between);
    }

    /** Between the points to both sides; beyond the ends, the end. */
    private static double interpolated(double x, double[] xs, double[] ys) {
        int n = xs.length;
        if (x <= xs[0]) {
            return ys[0];
        }
        if (x >= xs[n - 1]) {
            return ys[n - 1];
        }
        int i = 1;
        while (xs[i] < x) {
            i++;
        }
        double width = xs[i] - xs[i - 1];
        return width == 0 ? ys[i] : ys[i - 1] + (x - xs[i - 1]) / width * (ys[i] - ys[i - 1]);
    }
}
