package org.kerata.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;

/** How to train: for how long, on which validation data, with what in between. The arguments of Keras's {@code Model.fit}. */
public final class Fit {
    private int batchSize;
    private int epochs = 1;
    private int initialEpoch;
    private int verbose = 1;
    private boolean shuffle = true;
    private double validationSplit;
    private @Nullable Object validationData;
    private int validationSteps = -1;
    private int validationBatchSize;
    private IntPredicate validatesAfter = epoch -> true;
    private int stepsPerEpoch = -1;
    private @Nullable Map<Integer, Double> classWeight;
    private @Nullable Columns sampleWeight;
    private boolean allowNonFinite;
    private final List<Callback> callbacks = new ArrayList<>();

    /** One epoch in batches of 32, shuffled, with a progress bar. */
    public Fit() {}

    /** Samples in a batch; 32 by default. Not with a {@link Dataset}, which has batches. */
    public Fit batchSize(int batchSize) {
        this.batchSize = atLeast("batchSize", batchSize, 1);
        return this;
    }

    /** The index of the epoch at which training ends; 1 by default. */
    public Fit epochs(int epochs) {
        this.epochs = atLeast("epochs", epochs, 0);
        return this;
    }

    /** The index of the epoch at which training begins; 0 by default. */
    public Fit initialEpoch(int initialEpoch) {
        this.initialEpoch = atLeast("initialEpoch", initialEpoch, 0);
        return this;
    }

    /** 0 for silence, 1 (the default) for a progress bar, 2 for a line per epoch. */
    public Fit verbose(int verbose) {
        if (verbose < 0 || verbose > 2) {
            throw new ConfigException("fit: verbose must be 0, 1 or 2. Received: " + verbose + ".");
        }
        this.verbose = verbose;
        return this;
    }

    /** Whether the samples of each epoch come in an order of its own; true by default. Without effect on a {@link Dataset}. */
    public Fit shuffle(boolean shuffle) {
        this.shuffle = shuffle;
        return this;
    }

    /** Which share of the samples is kept for validation, 0 to 1: the last ones, before shuffling. 0 by default. */
    public Fit validationSplit(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new ConfigException("fit: validationSplit must be at least 0 and below 1. Received: " + share + ".");
        }
        this.validationSplit = share;
        return this;
    }

    /** Validates on these inputs and targets. */
    public Fit validationData(Tensor x, Tensor y) {
        return validationData(Batch.of(x, y));
    }

    /** Validates on these inputs, targets and sample weights. */
    public Fit validationData(Tensor x, Tensor y, Tensor sampleWeight) {
        return validationData(Batch.of(x, y, sampleWeight));
    }

    /** Validates on these inputs and targets, by name. */
    public Fit validationData(Map<String, ? extends Tensor> x, Map<String, ? extends Tensor> y) {
        return validationData(new Batch(Columns.of(x), Columns.of(y), null));
    }

    /** Validates on these samples. */
    public Fit validationData(Batch samples) {
        this.validationData = samples;
        return this;
    }

    /** Validates on these batches. */
    public Fit validationData(Dataset batches) {
        this.validationData = batches;
        return this;
    }

    /** How many batches of the validation data are used; all by default. */
    public Fit validationSteps(int steps) {
        this.validationSteps = atLeast("validationSteps", steps, 1);
        return this;
    }

    /** Samples in a batch of validation; by default as in training. */
    public Fit validationBatchSize(int batchSize) {
        this.validationBatchSize = atLeast("validationBatchSize", batchSize, 1);
        return this;
    }

    /** Validates after every so many epochs; 1 by default. */
    public Fit validationFreq(int epochs) {
        int every = atLeast("validationFreq", epochs, 1);
        this.validatesAfter = epoch -> (epoch + 1) % every == 0;
        return this;
    }

    /** Validates after these epochs, counted from 1. */
    public Fit validationFreq(List<Integer> epochs) {
        List<Integer> list = List.copyOf(epochs);
        this.validatesAfter = epoch -> list.contains(epoch + 1);
        return this;
    }

    /** How many batches make an epoch; by default all there are. */
    public Fit stepsPerEpoch(int steps) {
        this.stepsPerEpoch = atLeast("stepsPerEpoch", steps, 1);
        return this;
    }

    /** What samples of each class count in the loss, by class number; 1 where nothing is said. Only with a single output. */
    public Fit classWeight(Map<Integer, ? extends Number> weights) {
        Map<Integer, Double> copy = new LinkedHashMap<>();
        weights.forEach((k, v) -> copy.put(k, v.doubleValue()));
        this.classWeight = copy;
        return this;
    }

    /** What each sample counts in the loss: {@code (samples)}, or {@code (samples, steps)}. */
    public Fit sampleWeight(Tensor weights) {
        this.sampleWeight = Columns.of(weights);
        return this;
    }

    /** What each sample counts in the loss. */
    public Fit sampleWeight(float... weights) {
        return sampleWeight(Tensor.of(weights));
    }

    /** What each sample counts in the loss of an output, by the output's name. */
    public Fit sampleWeight(Map<String, ? extends Tensor> weights) {
        this.sampleWeight = Columns.of(weights);
        return this;
    }

    /** What happens between the steps. */
    public Fit callbacks(Callback... callbacks) {
        this.callbacks.addAll(Arrays.asList(callbacks));
        return this;
    }

    /** What happens between the steps. */
    public Fit callbacks(List<? extends Callback> callbacks) {
        this.callbacks.addAll(callbacks);
        return this;
    }

    /** Whether infinite numbers and NaN may stand in the data; false by default, and then they are refused. */
    public Fit allowNonFinite(boolean allow) {
        this.allowNonFinite = allow;
        return this;
    }

    private static int atLeast(String what, int n, int least) {
        if (n < least) {
            throw new ConfigException("fit: " + what + " must be at least " + least + ". Received: " + n + ".");
        }
        return n;
    }

    // ---- for the trainer ----

    /** 0 if none was given. */
    int batchSize() {
        return batchSize;
    }

    int epochs() {
        return epochs;
    }

    int initialEpoch() {
        return initialEpoch;
    }

    int verbose() {
        return verbose;
    }

    boolean shuffle() {
        return shuffle;
    }

    double validationSplit() {
        return validationSplit;
    }

    /** A {@link Batch} or a {@link Dataset}. */
    @Nullable
    Object validationData() {
        return validationData;
    }

    int validationSteps() {
        return validationSteps;
    }

    int validationBatchSize() {
        return validationBatchSize > 0 ? validationBatchSize : batchSize;
    }

    boolean validatesAfter(int epoch) {
        return validatesAfter.test(epoch);
    }

    int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    @Nullable
    Map<Integer, Double> classWeight() {
        return classWeight;
    }

    @Nullable
    Columns sampleWeight() {
        return sampleWeight;
    }

    boolean allowNonFinite() {
        return allowNonFinite;
    }

    List<Callback> callbacks() {
        return callbacks;
    }
}
