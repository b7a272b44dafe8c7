package org.kerata.training.callbacks;

import org.kerata.training.Logs;
import org.kerata.training.optimizers.Optimizer;

/**
 * Sets the learning rate before each epoch, and adds it to the logs as {@code learning_rate}. Keras: {@code
 * keras.callbacks.LearningRateScheduler}.
 */
public final class LearningRateScheduler extends Callback {
    private final Schedule schedule;
    private int verbose;

    /** A learning rate for each epoch. */
    public interface Schedule {
        /** The learning rate of the epoch, from its index (from 0) and the rate so far. */
        double at(int epoch, double learningRate);
    }

    /** With this schedule. */
    public LearningRateScheduler(Schedule schedule) {
        this.schedule = schedule;
    }

    /** 1 to print each rate; 0 by default. */
    public LearningRateScheduler verbose(int verbose) {
        this.verbose = verbose;
        return this;
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        Optimizer optimizer = model().optimizer();
        double rate = schedule.at(epoch, optimizer.learningRate());
        optimizer.learningRate(rate);
        if (verbose > 0) {
            System.out.println("\nEpoch " + (epoch + 1) + ": LearningRateScheduler setting learning rate to "
                    + PythonNumber.of(rate) + ".");
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        logs.put("learning_rate", model().optimizer().learningRate());
    }
}
