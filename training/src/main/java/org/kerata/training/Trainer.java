package org.kerata.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Network;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.CallbackList;
import org.kerata.training.callbacks.History;
import org.kerata.training.callbacks.ProgbarLogger;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;

/**
 * Trains, evaluates and asks a network. Steps of training and evaluation hold the write lock of the network, predictions the read lock, so
 * that a prediction during training sees the weights after some step, never half of one. One thread at a time trains or evaluates; any
 * number predict.
 */
public final class Trainer extends ModelInTraining {
    private final ReentrantLock driving = new ReentrantLock();
    private volatile Predictions predictions;
    private @Nullable ArrayBatch arrays;

    /** For this network. */
    public Trainer(Network network) {
        super(network);
        this.predictions = new Predictions(network, lock, this::isEager);
    }

    // ---- compile ----

    /** Settles how the network is trained. Which weights change is decided now, by the layers' {@code trainable}. */
    public void compile(Compile how) {
        driving.lock();
        try {
            compilation = new Compilation(network, how, lock);
            arrays = null;
        } finally {
            driving.unlock();
        }
    }

    /** Forgets what was compiled, as the layers of the network are no longer the same. */
    public void forget() {
        driving.lock();
        try {
            forgotten |= compilation != null;
            compilation = null;
            arrays = null;
            predictions = new Predictions(network, lock, this::isEager);
        } finally {
            driving.unlock();
        }
    }

    /** Whether {@link #compile} has been called. */
    public boolean isCompiled() {
        return compilation != null;
    }

    /** How the network was compiled; null if it has not been. */
    public @Nullable Compile howCompiled() {
        Compilation c = compilation;
        return c == null ? null : c.how();
    }

    private boolean isEager() {
        Compilation c = compilation;
        return c != null && c.how().runEagerly();
    }

    /** Lets one thread at a time train or evaluate what has been compiled. */
    private <T> T drive(String who, Function<Compilation, T> work) {
        Compilation c = compiled(who);
        driving.lock();
        try {
            wholeness.require(who);
            return wholeness.watch(() -> work.apply(c));
        } finally {
            driving.unlock();
        }
    }

    private CallbackList callbacks(List<Callback> given, int verbose, int epochs, long steps) {
        List<Callback> all = new ArrayList<>(given);
        if (verbose > 0 && all.stream().noneMatch(c -> c instanceof ProgbarLogger)) {
            all.add(new ProgbarLogger());
        }
        CallbackList list = new CallbackList(all);
        list.setModel(this);
        list.setParams(new Callback.Params(verbose, epochs, steps));
        return list;
    }

    private static void quiet(CallbackList callbacks) {
        callbacks.find(ProgbarLogger.class).ifPresent(ProgbarLogger::close);
    }

    // ---- fit ----

    /** Trains on samples. */
    public History fit(Columns x, @Nullable Columns y, Fit how) {
        return fit(new Batch(x, y, null), how);
    }

    /** Trains on samples, which may have weights of their own. */
    public History fit(Batch samples, Fit how) {
        return drive("fit", c -> {
            ClassWeights.check(how.classWeight(), network);
            Batch all = weighed("fit", samples, how.sampleWeight());
            boolean split = how.validationData() == null && how.validationSplit() > 0;
            double share = split ? how.validationSplit() : 0;
            Source source = Source.of(
                    "fit",
                    c,
                    Source.weighted(all, how.classWeight()),
                    how.batchSize(),
                    how.shuffle(),
                    true,
                    how.allowNonFinite(),
                    new Source.Part(share, false));
            Source validation = split
                    ? Source.of(
                            "fit",
                            c,
                            all,
                            how.validationBatchSize(),
                            false,
                            false,
                            how.allowNonFinite(),
                            new Source.Part(share, true))
                    : validation(c, how);
            return fit(c, how, source, validation);
        });
    }

    /** Trains on batches. */
    public History fit(Dataset batches, Fit how) {
        return drive("fit", c -> {
            refuse("validationSplit", how.validationSplit() > 0);
            refuse("batchSize", how.batchSize() > 0);
            refuse("sampleWeight", how.sampleWeight() != null);
            ClassWeights.check(how.classWeight(), network);
            Source source = Source.of("fit", c, batches, true, how.allowNonFinite(), how.classWeight());
            return fit(c, how, source, validation(c, how));
        });
    }

    private static Batch weighed(String who, Batch samples, @Nullable Columns weights) {
        if (weights == null) {
            return samples;
        }
        if (samples.weights() != null) {
            throw new ConfigException(who + ": sampleWeight is given twice, with the samples and as an option.");
        }
        return new Batch(samples.inputs(), samples.targets(), weights);
    }

    private static void refuse(String option, boolean given) {
        if (given) {
            throw new ConfigException("fit: " + option + " is not for data sets. Put it into the data set.");
        }
    }

    private static @Nullable Source validation(Compilation c, Fit how) {
        String who = "fit: validationData";
        Object given = how.validationData();
        if (given instanceof Dataset d) {
            return Source.of(who, c, d, false, how.allowNonFinite(), null);
        }
        return given instanceof Batch b
                ? Source.of(who, c, b, how.validationBatchSize(), false, false, how.allowNonFinite(), Source.Part.ALL)
                : null;
    }

    private History fit(Compilation c, Fit how, Source source, @Nullable Source validation) {
        c.warnOfChangedFlags();
        stopping = false;
        startEpoch = -1;
        List<Callback> all = new ArrayList<>(how.callbacks());
        History history = new History();
        all.add(history);
        CallbackList list = callbacks(all, how.verbose(), how.epochs(), FitLoop.steps(how, source));
        try {
            new FitLoop(
                            c,
                            how,
                            source,
                            validation,
                            list,
                            () -> stopping,
                            () -> startEpoch,
                            r -> finite = Step.finite(r))
                    .run();
        } finally {
            quiet(list);
            close(source);
            if (validation != null) {
                close(validation);
            }
        }
        return history;
    }

    private void close(Source s) {
        ArrayBatch a = arrays;
        if (a == null || a.step() != s.step()) {
            s.step().close();
        }
    }

    // ---- evaluate ----

    /** The losses and metrics on samples. */
    public Logs evaluate(Columns x, @Nullable Columns y, Evaluate how) {
        return evaluate(new Batch(x, y, null), how);
    }

    /** The losses and metrics on samples, which may have weights of their own. */
    public Logs evaluate(Batch samples, Evaluate how) {
        return drive("evaluate", c -> {
            Batch all = weighed("evaluate", samples, how.sampleWeight());
            return evaluate(
                    c,
                    Source.of("evaluate", c, all, how.batchSize(), false, false, how.allowNonFinite(), Source.Part.ALL),
                    how);
        });
    }

    /** The losses and metrics on batches. */
    public Logs evaluate(Dataset batches, Evaluate how) {
        return drive(
                "evaluate",
                c -> evaluate(c, Source.of("evaluate", c, batches, false, how.allowNonFinite(), null), how));
    }

    private Logs evaluate(Compilation c, Source source, Evaluate how) {
        c.warnOfChangedFlags();
        long steps = how.steps() > 0 ? how.steps() : source.feed().batches();
        CallbackList list = callbacks(how.callbacks(), how.verbose(), 1, steps);
        try {
            return FitLoop.evaluate(c, source, how.steps(), list);
        } finally {
            quiet(list);
            close(source);
        }
    }

    // ---- single batches ----

    /** One step of training; the losses and metrics of this batch. */
    public Logs trainOnBatch(Batch batch, @Nullable Map<Integer, Double> classWeight) {
        ClassWeights.check(classWeight, network);
        return onBatch("trainOnBatch", Source.weighted(batch, classWeight), true);
    }

    /** The losses and metrics of one batch. */
    public Logs testOnBatch(Batch batch) {
        return onBatch("testOnBatch", batch, false);
    }

    private Logs onBatch(String who, Batch batch, boolean training) {
        return drive(who, c -> {
            Source s = Source.of(who, c, batch, Integer.MAX_VALUE, false, training, false, Source.Part.ALL);
            c.resetMetrics();
            s.feed().restart();
            s.feed().next();
            int count = s.feed().count();
            Runner r = s.step().runner(count);
            s.feed().fill(s.step().layout(), r);
            r.run();
            if (training) {
                finite = Step.finite(r);
            }
            Step.Means means = s.step().new Means();
            means.add(r, count);
            return means.logs(r);
        });
    }

    /**
     * One step of training on Java arrays: the quickest way, for a built model with one input and one output. Lengths say how many samples
     * there are; the arrays are copied and not kept.
     *
     * @param x the input, a {@code float[]} or {@code int[]}
     * @param y the target, a {@code float[]} or {@code int[]}: class numbers, or one number for each of the predictions
     * @return the loss
     */
    public double trainOnArrays(Object x, Object y) {
        return drive("trainOnBatch", c -> {
            ArrayBatch b = arrays;
            if (b == null || !b.fits(x, y)) {
                b = ArrayBatch.of(x, y, network, c);
                arrays = b;
            }
            if (!b.step().hasNoFigures()) {
                c.resetMetrics();
            }
            Runner r = b.fill(x, y);
            r.run();
            finite = Step.finite(r);
            return Step.loss(r);
        });
    }

    /** For people: the program that a step of training on batches like this one runs. */
    public String describe(Batch batch) {
        return drive("describe", c -> {
            Compilation.Prepared p = c.prepare("describe", batch, true);
            return p.step().describe(p.intake().samples(p.layout(), p.flat()));
        });
    }

    // ---- predict ----

    /** The outputs for inputs, in order; from any number of threads. */
    public List<Tensor> predict(Columns x, Predict how) {
        wholeness.require("predict");
        return predictions.predict(x, how, steps -> callbacks(how.callbacks(), how.verbose(), 1, steps));
    }

    /** The outputs for the batches of a data set, in order. */
    public List<Tensor> predict(Dataset batches, Predict how) {
        wholeness.require("predict");
        return predictions.predict(batches, how, steps -> callbacks(how.callbacks(), how.verbose(), 1, steps));
    }

    /** How many programs predictions have so far. */
    int predictionPrograms() {
        return predictions.programs();
    }
}
