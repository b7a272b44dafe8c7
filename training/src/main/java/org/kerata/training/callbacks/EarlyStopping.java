package org.kerata.training.callbacks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Logs;

/** Ends training when a figure has stopped getting better. Keras: {@code keras.callbacks.EarlyStopping}. */
public final class EarlyStopping extends Callback {
    private final Monitor monitor;
    private int patience;
    private int verbose;
    private @Nullable Double baseline;
    private boolean restoreBestWeights;
    private int startFromEpoch;
    private int wait;
    private int stoppedEpoch;
    private int bestEpoch;
    private @Nullable Double best;
    private @Nullable List<Tensor> bestWeights;

    /** Watches {@code "val_loss"}. */
    public EarlyStopping() {
        this("val_loss");
    }

    /** Watches this figure. */
    public EarlyStopping(String monitor) {
        this.monitor = new Monitor(this, monitor);
    }

    /** By how much the figure must get better to count; 0 by default. */
    public EarlyStopping minDelta(double minDelta) {
        monitor.minDelta(minDelta);
        return this;
    }

    /** For how many epochs it may fail to; 0 by default. */
    public EarlyStopping patience(int patience) {
        this.patience = notNegative("patience", patience);
        return this;
    }

    /** 1 to print what is done; 0 by default. */
    public EarlyStopping verbose(int verbose) {
        this.verbose = verbose;
        return this;
    }

    /** Whether the figure should fall ({@code "min"}), rise ({@code "max"}), or as the metric says ({@code "auto"}, the default). */
    public EarlyStopping mode(String mode) {
        monitor.mode(mode);
        return this;
    }

    /** What the figure must be better than for the patience to begin anew; by default its own best. */
    public EarlyStopping baseline(double baseline) {
        this.baseline = baseline;
        return this;
    }

    /** Whether the model gets the weights of the best epoch at the end, also if training was not stopped; false by default. */
    public EarlyStopping restoreBestWeights(boolean restoreBestWeights) {
        this.restoreBestWeights = restoreBestWeights;
        return this;
    }

    /** The epoch, from 0, before which nothing is watched; 0 by default. */
    public EarlyStopping startFromEpoch(int startFromEpoch) {
        this.startFromEpoch = notNegative("startFromEpoch", startFromEpoch);
        return this;
    }

    private static int notNegative(String option, int n) {
        if (n < 0) {
            throw new ConfigException("EarlyStopping: " + option + " must be at least 0. Received: " + n + ".");
        }
        return n;
    }

    /** The epoch after which training was stopped, from 0; 0 if it was not. */
    public int stoppedEpoch() {
        return stoppedEpoch;
    }

    /** The epoch with the best figure, from 0. */
    public int bestEpoch() {
        return bestEpoch;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        wait = 0;
        stoppedEpoch = 0;
        best = null;
        bestWeights = null;
        bestEpoch = 0;
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        Double current = monitor.in(logs, this);
        if (current == null || epoch < startFromEpoch) {
            return;
        }
        if (restoreBestWeights && bestWeights == null) {
            bestWeights = model().getWeights();
            bestEpoch = epoch;
        }
        wait++;
        if (monitor.isBetter(current, best)) {
            best = current;
            bestEpoch = epoch;
            if (restoreBestWeights) {
                bestWeights = model().getWeights();
            }
            if (baseline == null || monitor.isBetter(current, baseline)) {
                wait = 0;
            }
            return;
        }
        if (wait >= patience && epoch > 0) {
            stoppedEpoch = epoch;
            model().stopTraining();
        }
    }

    @Override
    public void onTrainEnd(Logs logs) {
        if (stoppedEpoch > 0 && verbose > 0) {
            System.out.println("Epoch " + (stoppedEpoch + 1) + ": early stopping");
        }
        List<Tensor> weights = bestWeights;
        if (restoreBestWeights && weights != null) {
            if (verbose > 0) {
                System.out.println("Restoring model weights from the end of the best epoch: " + (bestEpoch + 1) + ".");
            }
            model().setWeights(weights);
        }
    }
}
