package org.kerata.autodiff.ops;

import java.util.Arrays;

/**
 * Which elements of one axis make each element of another, and with what weights: the rows of a sparse matrix. Compared by value.
 */
public final class Taps {
    private final int input;
    private final int[] starts;
    private final int[] places;
    private final double[] weights;
    private final int hash;

    private Taps(int input, int[] starts, int[] places, double[] weights) {
        this.input = input;
        this.starts = starts;
        this.places = places;
        this.weights = weights;
        this.hash = Arrays.hashCode(starts) * 31 * 31 + Arrays.hashCode(places) * 31 + Arrays.hashCode(weights) + input;
    }

    /** Collects taps, output element by output element. */
    public static final class Builder {
        private final int input;
        private int[] starts;
        private int[] places = new int[16];
        private double[] weights = new double[16];
        private int rows;
        private int taps;

        /** For axes of these lengths. */
        public Builder(int input, int output) {
            this.input = input;
            this.starts = new int[output + 1];
        }

        /** The next output element takes this input element, times a weight. */
        public Builder tap(int place, double weight) {
            if (taps == places.length) {
                places = Arrays.copyOf(places, 2 * taps);
                weights = Arrays.copyOf(weights, 2 * taps);
            }
            places[taps] = place;
            weights[taps++] = weight;
            return this;
        }

        /** The output element has all of its taps. */
        public Builder next() {
            starts[++rows] = taps;
            return this;
        }

        /** The taps. */
        public Taps build() {
            if (rows != starts.length - 1) {
                throw new IllegalStateException(rows + " of " + (starts.length - 1) + " output elements have taps.");
            }
            return new Taps(input, starts, Arrays.copyOf(places, taps), Arrays.copyOf(weights, taps));
        }
    }

    /** One tap of weight 1 for each output element. */
    public static Taps picking(int input, int... places) {
        Builder b = new Builder(input, places.length);
        for (int p : places) {
            b.tap(p, 1).next();
        }
        return b.build();
    }

    /** Each input element so many times. */
    public static Taps repeating(int input, int times) {
        int[] places = new int[Math.multiplyExact(input, times)];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / times;
        }
        return picking(input, places);
    }

    /** The length of the axis that is read. */
    public int input() {
        return input;
    }

    /** The length of the axis that is made. */
    public int output() {
        return starts.length - 1;
    }

    /** The first tap of an output element; its last is before the first of the next. */
    public int start(int output) {
        return starts[output];
    }

    /** The input element of a tap. */
    public int place(int tap) {
        return places[tap];
    }

    /** The weight of a tap. */
    public double weight(int tap) {
        return weights[tap];
    }

    /** The number of taps. */
    public int count() {
        return places.length;
    }

    /** The matrix transposed: what goes where if gradients flow back. */
    public Taps transposed() {
        int[] from = new int[input + 1];
        for (int p : places) {
            from[p + 1]++;
        }
        for (int i = 0; i < input; i++) {
            from[i + 1] += from[i];
        }
        int[] next = Arrays.copyOf(from, input);
        int[] back = new int[places.length];
        double[] by = new double[places.length];
        for (int o = 0; o < output(); o++) {
            for (int t = starts[o]; t < starts[o + 1]; t++) {
                int at = next[places[t]]++;
                back[at] = o;
                by[at] = weights[t];
            }
        }
        return new Taps(output(), from, back, by);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Taps t
                && t.hash == hash
                && t.input == input
                && Arrays.equals(t.starts, starts)
                && Arrays.equals(t.places, places)
                && Arrays.equals(t.weights, weights);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return input + "→" + output();
    }
}
