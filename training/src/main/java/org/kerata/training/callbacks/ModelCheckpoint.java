package org.kerata.training.callbacks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.training.Logs;

/**
 * Saves the model while it is trained: after each epoch, or every so many batches; always, or when a figure is better than before. The path
 * may have places for figures, {@code "run/{epoch:02d}-{val_loss:.3f}.keras"}; a file that is there is replaced when the new one is
 * complete. Keras: {@code keras.callbacks.ModelCheckpoint}.
 */
public final class ModelCheckpoint extends Callback {
    private static final String WEIGHTS = ".weights.h5";
    private static final String MODEL = ".keras";

    private final PathPattern path;
    private Monitor monitor = new Monitor(this, "val_loss");
    private int verbose;
    private boolean saveBestOnly;
    private boolean saveWeightsOnly;
    private String mode = "auto";
    private int saveFreq;
    private @Nullable Double best;
    private int epoch;
    private long batches;

    /** Saves under this path, which ends in {@code .keras}, or in {@code .weights.h5} for weights alone. */
    public ModelCheckpoint(String path) {
        this.path = new PathPattern("ModelCheckpoint", path);
        this.saveWeightsOnly = path.endsWith(WEIGHTS);
        requireEnding();
    }

    /** Saves under this path. */
    public ModelCheckpoint(Path path) {
        this(path.toString());
    }

    private void requireEnding() {
        String wanted = saveWeightsOnly ? WEIGHTS : MODEL;
        if (!path.endsWith(wanted)) {
            throw new ConfigException("ModelCheckpoint: the path must end in \"" + wanted + "\" to save "
                    + (saveWeightsOnly ? "weights alone" : "the whole model") + ".");
        }
    }

    /** The figure that decides which model is the best; {@code "val_loss"} by default. */
    public ModelCheckpoint monitor(String figure) {
        monitor = new Monitor(this, figure);
        monitor.mode(mode);
        return this;
    }

    /** 1 to print what is done; 0 by default. */
    public ModelCheckpoint verbose(int verbose) {
        this.verbose = verbose;
        return this;
    }

    /** Whether only a model that is better than all before is saved; false by default. */
    public ModelCheckpoint saveBestOnly(boolean saveBestOnly) {
        this.saveBestOnly = saveBestOnly;
        return this;
    }

    /** Whether the weights alone are saved; by default as the path's ending says. */
    public ModelCheckpoint saveWeightsOnly(boolean saveWeightsOnly) {
        this.saveWeightsOnly = saveWeightsOnly;
        requireEnding();
        return this;
    }

    /** Whether the figure should fall ({@code "min"}), rise ({@code "max"}), or as the metric says ({@code "auto"}, the default). */
    public ModelCheckpoint mode(String mode) {
        monitor.mode(mode);
        this.mode = mode;
        return this;
    }

    /** After how many batches each time the model is saved; by default after each epoch. */
    public ModelCheckpoint saveFreq(int batches) {
        if (batches < 1) {
            throw new ConfigException("ModelCheckpoint: saveFreq must be at least 1. Received: " + batches + ".");
        }
        this.saveFreq = batches;
        return this;
    }

    /** What the figure must be better than for the first model to be saved; nothing by default. */
    public ModelCheckpoint initialValueThreshold(double threshold) {
        this.best = threshold;
        return this;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        if (saveWeightsOnly) {
            return;
        }
        try {
            model().requireSavable();
        } catch (KerataException e) {
            ConfigException here = new ConfigException("ModelCheckpoint: the model cannot be saved. " + e.getMessage()
                    + " Or save weights alone, under a path that ends in \"" + WEIGHTS + "\".");
            here.initCause(e);
            throw here;
        }
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        this.epoch = epoch;
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        if (saveFreq > 0 && ++batches >= saveFreq) {
            batches = 0;
            save(figures(logs, batch), logs);
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        if (saveFreq == 0) {
            save(figures(logs, -1), logs);
        }
    }

    private Map<String, Number> figures(Logs logs, long batch) {
        Map<String, Number> out = new LinkedHashMap<>(logs.asMap());
        out.put("epoch", epoch + 1);
        if (batch >= 0) {
            out.put("batch", batch + 1);
        }
        return out;
    }

    private void save(Map<String, Number> figures, Logs logs) {
        Path file = path.with(figures);
        if (!isWanted(logs, file)) {
            return;
        }
        if (saveWeightsOnly) {
            model().saveWeights(file);
        } else {
            model().save(file);
        }
        say("finished saving model to " + file);
    }

    private boolean isWanted(Logs logs, Path file) {
        if (!saveBestOnly) {
            say("saving model to " + file);
            return true;
        }
        Double now = monitor.in(logs, this);
        if (now == null) {
            return true;
        }
        String before = best == null ? "None" : number(best);
        if (!monitor.isBetter(now, best)) {
            say(monitor.figure() + " did not improve from " + before);
            return false;
        }
        say(monitor.figure() + " improved from " + before + " to " + number(now) + ", saving model to " + file);
        best = now;
        return true;
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.5f", x);
    }

    private void say(String what) {
        if (verbose > 0) {
            System.out.println("\nEpoch " + (epoch + 1) + ": " + what);
        }
    }
}
