package org.kerata.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metric;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.Optimizers;

/**
 * How a model is to be trained: optimizer, losses, metrics. Names are checked here; what belongs to which output is settled when the model
 * meets data. The arguments of Keras's {@code Model.compile}.
 */
public final class Compile {
    private Optimizer optimizer = Optimizers.NAMES.make("rmsprop");
    private @Nullable Object loss;
    private final Map<String, Object> losses = new LinkedHashMap<>();
    private @Nullable List<Object> lossList;
    private final Map<String, Double> lossWeights = new LinkedHashMap<>();
    private double @Nullable [] lossWeightList;
    private final List<Watched> metrics = new ArrayList<>();
    private final List<Watched> weightedMetrics = new ArrayList<>();
    private boolean runEagerly;
    private int stepsPerExecution = 1;

    /**
     * Metrics as they were given in one call.
     *
     * @param first a name that is an output's or a metric's; null if only metrics were given
     * @param items names and metrics
     */
    record Watched(@Nullable String first, List<Object> items) {}

    /** With the optimizer {@code "rmsprop"} and nothing else. */
    public Compile() {}

    // ---- optimizer ----

    /** The optimizer by name, with its defaults; {@code "rmsprop"} if none is given. */
    public Compile optimizer(String name) {
        return optimizer(Optimizers.NAMES.make(name));
    }

    /** The optimizer. */
    public Compile optimizer(Optimizer optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    // ---- losses ----

    /** The loss of every output, by name. */
    public Compile loss(String name) {
        this.loss = knownLoss(name);
        return this;
    }

    /** The loss of every output. */
    public Compile loss(Loss loss) {
        this.loss = loss;
        return this;
    }

    /** The loss of one output, by name. */
    public Compile loss(String output, String name) {
        losses.put(output, knownLoss(name));
        return this;
    }

    /** The loss of one output. */
    public Compile loss(String output, Loss loss) {
        losses.put(output, loss);
        return this;
    }

    /** A loss for each output, in order. */
    public Compile losses(Loss... losses) {
        this.lossList = new ArrayList<>(Arrays.asList(losses));
        return this;
    }

    /** A loss for each output, by name, in order. */
    public Compile losses(String... names) {
        List<Object> list = new ArrayList<>();
        for (String n : names) {
            list.add(knownLoss(n));
        }
        this.lossList = list;
        return this;
    }

    /** What an output's loss counts in the sum; 1 by default. */
    public Compile lossWeight(String output, double weight) {
        lossWeights.put(output, weight);
        return this;
    }

    /** What each output's loss counts in the sum, in order. */
    public Compile lossWeights(double... weights) {
        this.lossWeightList = weights.clone();
        return this;
    }

    private static Object knownLoss(String name) {
        if (!isCrossentropy(name) && !Losses.NAMES.knows(name)) {
            Losses.NAMES.make(name);
        }
        return name;
    }

    /** Whether the name stands for whichever cross-entropy the shapes ask for. */
    static boolean isCrossentropy(String name) {
        return name.equalsIgnoreCase("crossentropy") || name.equalsIgnoreCase("ce");
    }

    /** Whether the name stands for whichever accuracy the shapes ask for. */
    static boolean isAccuracy(String name) {
        return name.equalsIgnoreCase("accuracy") || name.equalsIgnoreCase("acc");
    }

    // ---- metrics ----

    /**
     * Metrics by name, which ignore sample weights: {@code metrics("accuracy", "mae")}. If the first name is that of an output, the others
     * are for it: {@code metrics("dept", "accuracy")}. A model with several outputs needs an output, or one metric for each.
     */
    public Compile metrics(String first, String... more) {
        metrics.add(watched(first, more));
        return this;
    }

    /** Metrics, which ignore sample weights. */
    public Compile metrics(Metric... metrics) {
        this.metrics.add(new Watched(null, List.of((Object[]) metrics)));
        return this;
    }

    /** Metrics of an output, which ignore sample weights. */
    public Compile metrics(String output, Metric first, Metric... more) {
        metrics.add(watched(output, first, more));
        return this;
    }

    /** Metrics by name, for which sample weights count; as {@link #metrics(String, String...)}. */
    public Compile weightedMetrics(String first, String... more) {
        weightedMetrics.add(watched(first, more));
        return this;
    }

    /** Metrics for which sample weights count. */
    public Compile weightedMetrics(Metric... metrics) {
        weightedMetrics.add(new Watched(null, List.of((Object[]) metrics)));
        return this;
    }

    /** Metrics of an output for which sample weights count. */
    public Compile weightedMetrics(String output, Metric first, Metric... more) {
        weightedMetrics.add(watched(output, first, more));
        return this;
    }

    private static Watched watched(String first, String... more) {
        List<Object> items = new ArrayList<>();
        for (String name : more) {
            if (!isAccuracy(name)) {
                Metrics.NAMES.make(name);
            }
            items.add(name);
        }
        if (more.length == 0 && !isAccuracy(first)) {
            Metrics.NAMES.make(first);
        }
        return new Watched(first, items);
    }

    private static Watched watched(String output, Metric first, Metric... more) {
        List<Object> items = new ArrayList<>();
        items.add(first);
        items.addAll(Arrays.asList(more));
        return new Watched(output, items);
    }

    // ---- how ----

    /** Whether steps are not compiled, so that values can be read within layers' {@code call}; slow, false by default. */
    public Compile runEagerly(boolean runEagerly) {
        this.runEagerly = runEagerly;
        return this;
    }

    /** How many batches run between two looks at callbacks; 1 by default. */
    public Compile stepsPerExecution(int steps) {
        if (steps < 1) {
            throw new ConfigException("compile: stepsPerExecution must be at least 1. Received: " + steps + ".");
        }
        this.stepsPerExecution = steps;
        return this;
    }

    // ---- for the trainer and for model files ----

    /** A loss for each output, each a name or a loss. */
    void inOrder(List<Object> losses) {
        this.lossList = new ArrayList<>(losses);
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Nullable
    Object loss() {
        return loss;
    }

    Map<String, Object> lossesByName() {
        return losses;
    }

    @Nullable
    List<Object> lossesInOrder() {
        return lossList;
    }

    Map<String, Double> lossWeightsByName() {
        return lossWeights;
    }

    double @Nullable [] lossWeightsInOrder() {
        return lossWeightList;
    }

    List<Watched> metrics() {
        return metrics;
    }

    List<Watched> weightedMetrics() {
        return weightedMetrics;
    }

    boolean runEagerly() {
        return runEagerly;
    }

    int stepsPerExecution() {
        return stepsPerExecution;
    }
}
