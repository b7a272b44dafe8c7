package org.kerata.training.callbacks;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.kerata.training.optimizers.Optimizer;

/**
 * Makes the learning rate smaller when a figure has stopped getting better, and adds the rate to the logs as {@code learning_rate}. Keras:
 * {@code keras.callbacks.ReduceLROnPlateau}.
 */
public final class ReduceLROnPlateau extends Callback {
    private static final double MIN_DELTA = 1e-4;
    private static final int PATIENCE = 10;

    private final Monitor monitor;
    private double factor = 0.1;
    private int patience = PATIENCE;
    private int verbose;
    private int cooldown;
    private double minLr;
    private int cooling;
    private int wait;
    private @Nullable Double best;

    /** Watches {@code "val_loss"}. */
    public ReduceLROnPlateau() {
        this("val_loss");
    }

    /** Watches this figure. */
    public ReduceLROnPlateau(String monitor) {
        this.monitor = new Monitor(this, monitor);
        this.monitor.minDelta(MIN_DELTA);
    }

    /** By what the learning rate is multiplied, below 1; 0.1 by default. */
    public ReduceLROnPlateau factor(double factor) {
        if (!(factor < 1)) {
            throw new ConfigException("ReduceLROnPlateau: factor must be below 1. Received: " + factor + ".");
        }
        this.factor = factor;
        return this;
    }

    /** After how many epochs without an improvement the rate is made smaller; 10 by default. */
    public ReduceLROnPlateau patience(int patience) {
        this.patience = patience;
        return this;
    }

    /** 1 to print what is done; 0 by default. */
    public ReduceLROnPlateau verbose(int verbose) {
        this.verbose = verbose;
        return this;
    }

    /** Whether the figure should fall ({@code "min"}), rise ({@code "max"}), or as the metric says ({@code "auto"}, the default). */
    public ReduceLROnPlateau mode(String mode) {
        monitor.mode(mode);
        return this;
    }

    /** By how much the figure must get better to count; 0.0001 by default. */
    public ReduceLROnPlateau minDelta(double minDelta) {
        monitor.minDelta(minDelta);
        return this;
    }

    /** How many epochs are not counted after the rate was made smaller; 0 by default. */
    public ReduceLROnPlateau cooldown(int cooldown) {
        this.cooldown = cooldown;
        return this;
    }

    /** The least learning rate; 0 by default. */
    public ReduceLROnPlateau minLr(double minLr) {
        this.minLr = minLr;
        return this;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        best = null;
        cooling = 0;
        wait = 0;
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        Map<String, Optimizer> optimizers = LearningRates.of(model().optimizer());
        optimizers.forEach((key, o) -> logs.put(key, o.learningRate()));
        Double current = monitor.in(logs, this);
        if (current == null) {
            return;
        }
        if (cooling > 0) {
            cooling--;
            wait = 0;
        }
        if (monitor.isBetter(current, best)) {
            best = current;
            wait = 0;
        } else if (cooling == 0 && ++wait >= patience) {
            boolean reduced = false;
            for (Map.Entry<String, Optimizer> e : optimizers.entrySet()) {
                reduced |= reduce(e.getValue(), epoch, LearningRates.title(e.getKey()));
            }
            cooling = reduced ? cooldown : cooling;
            wait = reduced ? 0 : wait;
        }
    }

    private boolean reduce(Optimizer optimizer, int epoch, String title) {
        double before = optimizer.learningRate();
        if (!(before > (float) minLr)) {
            return false;
        }
        double rate = Math.max(before * factor, minLr);
        optimizer.learningRate(rate);
        if (verbose > 0) {
            System.out.println("\nEpoch " + (epoch + 1) + ": ReduceLROnPlateau reducing " + title + "learning rate to "
                    + PythonNumber.of(rate) + ".");
        }
        return true;
    }
}
