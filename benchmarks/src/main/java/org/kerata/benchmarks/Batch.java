package org.kerata.benchmarks;

import java.util.SplittableRandom;

/** Host arrays of one batch: the same numbers for every participant in every language. */
@SuppressWarnings("ArrayRecordComponent")
record Batch(float[] inputs, int[] labels) {
    /** How many different batches are used in turn. */
    static final int DISTINCT = 4;

    /** The fixed batches of a workload. */
    static Batch[] of(Workload workload) {
        Batch[] batches = new Batch[DISTINCT];
        for (int seed = 0; seed < DISTINCT; seed++) {
            batches[seed] = draw(workload, new SplittableRandom(seed));
        }
        return batches;
    }

    /** A sample is the brighter the higher its label, so there is something to learn. */
    private static Batch draw(Workload workload, SplittableRandom random) {
        int[] labels = new int[workload.batch];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) ((random.nextLong() >>> 33) % workload.classes);
        }
        float[] inputs = new float[workload.batch * workload.features()];
        for (int i = 0; i < inputs.length; i++) {
            float brightness = (labels[i / workload.features()] + 1) / (float) workload.classes;
            inputs[i] = (random.nextLong() >>> 40) * 0x1p-24f * brightness;
        }
        return new Batch(inputs, labels);
    }
}
