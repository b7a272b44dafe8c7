package org.kerata.training;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.kerata.training.callbacks.CallbackList;
import org.slf4j.LoggerFactory;

/** Epochs of steps, with validation and callbacks in between. */
final class FitLoop {

    private final Compilation compilation;
    private final Fit how;
    private final Source source;
    private final @Nullable Source validation;
    private final CallbackList callbacks;
    private final BooleanSupplier stopping;
    private final IntSupplier startEpoch;
    private final Consumer<Runner> afterStep;
    private final long steps;
    private boolean walking;

    /**
     * A loop.
     *
     * @param stopping whether somebody has asked to end
     * @param startEpoch the epoch that a callback has it begin with, once they have been told of the beginning; -1 for that of {@code how}
     * @param afterStep sees each step when it has run
     */
    FitLoop(
            Compilation compilation,
            Fit how,
            Source source,
            @Nullable Source validation,
            CallbackList callbacks,
            BooleanSupplier stopping,
            IntSupplier startEpoch,
            Consumer<Runner> afterStep) {
        this.compilation = compilation;
        this.how = how;
        this.source = source;
        this.validation = validation;
        this.callbacks = callbacks;
        this.stopping = stopping;
        this.startEpoch = startEpoch;
        this.afterStep = afterStep;
        this.steps = steps(how, source);
    }

    /** How many steps an epoch has; -1 if not known. */
    static long steps(Fit how, Source source) {
        return how.stepsPerEpoch() > 0 ? how.stepsPerEpoch() : source.feed().batches();
    }

    void run() {
        Logs last = new Logs();
        try {
            callbacks.onTrainBegin(new Logs());
            for (int epoch = firstEpoch(); epoch < how.epochs() && !stopping.getAsBoolean(); epoch++) {
                callbacks.onEpochBegin(epoch, new Logs());
                last = epoch();
                if (validation != null && how.validatesAfter(epoch)) {
                    last.putAll("val_", evaluate(compilation, validation, how.validationSteps(), callbacks));
                }
                callbacks.onEpochEnd(epoch, last);
            }
        } finally {
            if (how.epochs() > 0) {
                compilation.finalizeWeights();
            }
        }
        callbacks.onTrainEnd(last);
    }

    /** The epoch to begin with. What was trained before took its walks through the data, each with an order of its own. */
    private int firstEpoch() {
        int from = how.initialEpoch();
        int first = startEpoch.getAsInt();
        if (first < 0) {
            return from;
        }
        if (how.stepsPerEpoch() <= 0) {
            source.feed().passOver(Math.max(first - from, 0));
            return first;
        }
        beginWalk(source.feed());
        for (long i = 0; i < Math.max(first - from, 0) * steps; i++) {
            next(source.feed(), i);
        }
        return first;
    }

    private Logs epoch() {
        Step step = source.step();
        Feed feed = source.feed();
        compilation.resetMetrics();
        Step.Means means = step.new Means();
        Runner runner = null;
        boolean watched = callbacks.looksAtTrainBatches();
        int every = compilation.how().stepsPerExecution();
        beginWalk(feed);
        for (long i = 0; (steps < 0 || i < steps) && next(feed, i); i++) {
            requireNotInterrupted("fit");
            if (watched && i % every == 0) {
                callbacks.onTrainBatchBegin(i, new Logs());
            }
            runner = step.runner(feed.count());
            feed.fill(step.layout(), runner);
            runner.run();
            afterStep.accept(runner);
            means.add(runner, feed.count());
            if (watched && (i % every == every - 1 || i == steps - 1)) {
                callbacks.onTrainBatchEnd(i, means.logs(runner));
            }
            if (stopping.getAsBoolean()) {
                break;
            }
        }
        return means.logs(runner);
    }

    /** With steps counted per epoch, one epoch goes on where the one before ended. */
    private void beginWalk(Feed feed) {
        if (how.stepsPerEpoch() <= 0 || !walking) {
            feed.restart();
            walking = true;
        }
    }

    private boolean next(Feed feed, long step) {
        if (feed.next()) {
            return true;
        }
        if (how.stepsPerEpoch() > 0) {
            feed.restart();
            if (feed.next()) {
                return true;
            }
        }
        if (steps >= 0) {
            LoggerFactory.getLogger(FitLoop.class).warn("fit: the data ended after {} of {} steps.", step, steps);
        }
        return false;
    }

    /** The losses and metrics over a walk, or the first steps of it. */
    static Logs evaluate(Compilation compilation, Source source, int steps, CallbackList callbacks) {
        compilation.resetMetrics();
        callbacks.onTestBegin(new Logs());
        Step step = source.step();
        Step.Means means = step.new Means();
        Runner runner = null;
        boolean watched = callbacks.looksAtTestBatches();
        source.feed().restart();
        for (long i = 0; (steps <= 0 || i < steps) && source.feed().next(); i++) {
            requireNotInterrupted("evaluate");
            if (watched) {
                callbacks.onTestBatchBegin(i, new Logs());
            }
            int count = source.feed().count();
            runner = step.runner(count);
            source.feed().fill(step.layout(), runner);
            runner.run();
            means.add(runner, count);
            if (watched) {
                callbacks.onTestBatchEnd(i, means.logs(runner));
            }
        }
        Logs logs = means.logs(runner);
        callbacks.onTestEnd(logs);
        return logs;
    }

    static void requireNotInterrupted(String who) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    who + ": the thread was interrupted. The model has the weights of the last finished step.");
        }
    }
}
