package org.kerata.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Host arrays of one batch, inputs or words: the same numbers for every participant in every language. */
@SuppressWarnings("ArrayRecordComponent")
record Batch(float[] inputs, int[] words, int[] labels) {
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

    int samples() {
        return labels.length;
    }

    /** So many samples of a workload's batch, the first ones; zeros follow where there are not as many. */
    Batch resized(Workload workload, int samples) {
        int numbers = samples * workload.features();
        boolean isText = workload.vocabulary() > 0;
        return new Batch(
                isText ? inputs : Arrays.copyOf(inputs, numbers),
                isText ? Arrays.copyOf(words, numbers) : words,
                Arrays.copyOf(labels, samples));
    }

    /** A sample is the brighter the higher its label, so there is something to learn. */
    private static Batch draw(Workload workload, SplittableRandom random) {
        int[] labels = new int[workload.batch];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) ((random.nextLong() >>> 33) % workload.classes);
        }
        if (workload.vocabulary() > 0) {
            return new Batch(new float[0], words(workload, labels, random), labels);
        }
        float[] inputs = new float[workload.batch * workload.features()];
        for (int i = 0; i < inputs.length; i++) {
            float brightness = (labels[i / workload.features()] + 1) / (float) workload.classes;
            inputs[i] = (random.nextLong() >>> 40) * 0x1p-24f * brightness;
        }
        return new Batch(inputs, new int[0], labels);
    }

    /** A sample has the more words of the vocabulary the higher its label. */
    private static int[] words(Workload workload, int[] labels, SplittableRandom random) {
        int[] words = new int[workload.batch * workload.features()];
        for (int i = 0; i < words.length; i++) {
            int known = (labels[i / workload.features()] + 1) * workload.vocabulary() / workload.classes;
            words[i] = (int) ((random.nextLong() >>> 33) % known);
        }
        return words;
    }
}
