package org.kerata.training.callbacks;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Logs;
import org.kerata.training.TrainingModel;
import org.slf4j.LoggerFactory;

/**
 * Writes events that TensorBoard shows: the figures of epochs, batches and evaluations, the model, and if asked for, how weights are
 * distributed and what they look like. Training's stand in the folder {@code train}, evaluation's in {@code validation}, under Keras's tags.
 * Keras: {@code keras.callbacks.TensorBoard}.
 *
 * <p>Of Keras's options there are not: profiles, and embeddings, whose files TensorBoard can read from TensorFlow alone. Unlike in Keras, the
 * figures of epochs and evaluations are written with every {@link #updateFreq(int)}.
 */
public final class TensorBoard extends Callback {
    private static final double NANOS = 1e9;

    private final EventFile train;
    private final EventFile validation;
    private final LongSupplier clock;
    private int histogramFreq;
    private boolean writeGraph = true;
    private boolean writeImages;
    private boolean writeStepsPerSecond;
    private int updateFreq;
    private boolean fitting;
    private long batches;
    private long batchStart;
    private long epochStart;
    private long iterationsBefore;

    /** Writes into the folder {@code logs}. */
    public TensorBoard() {
        this("logs");
    }

    /** Writes into this folder. */
    public TensorBoard(String logDir) {
        this(Path.of(logDir));
    }

    /** Writes into this folder. */
    public TensorBoard(Path logDir) {
        this(logDir, System::nanoTime);
    }

    TensorBoard(Path logDir, LongSupplier clock) {
        train = new EventFile(logDir.resolve("train"));
        validation = new EventFile(logDir.resolve("validation"));
        this.clock = clock;
    }

    /** After how many epochs each time the distribution of each weight is written, from the first epoch on; 0, the default, for never. */
    public TensorBoard histogramFreq(int epochs) {
        if (epochs < 0) {
            throw new ConfigException("TensorBoard: histogramFreq must be at least 0. Received: " + epochs + ".");
        }
        this.histogramFreq = epochs;
        return this;
    }

    /** Whether the model is written, for a picture of its layers; true by default. */
    public TensorBoard writeGraph(boolean writeGraph) {
        this.writeGraph = writeGraph;
        return this;
    }

    /** Whether weights are written as images too, as often as {@link #histogramFreq} says; false by default. */
    public TensorBoard writeImages(boolean writeImages) {
        this.writeImages = writeImages;
        return this;
    }

    /** Whether it is written how many steps a second takes, for epochs and for batches; false by default. */
    public TensorBoard writeStepsPerSecond(boolean writeStepsPerSecond) {
        this.writeStepsPerSecond = writeStepsPerSecond;
        return this;
    }

    /** After how many batches each time the figures of the epoch so far are written; by default only those of epochs are. */
    public TensorBoard updateFreq(int batches) {
        if (batches < 1) {
            throw new ConfigException("TensorBoard: updateFreq must be at least 1. Received: " + batches + ".");
        }
        this.updateFreq = batches;
        return this;
    }

    /** As {@link #updateFreq(int)}: {@code "batch"} for 1, {@code "epoch"} for the default. */
    public TensorBoard updateFreq(String when) {
        this.updateFreq = switch (when) {
            case "batch" -> 1;
            case "epoch" -> 0;
            default ->
                throw new ConfigException("TensorBoard: updateFreq must be \"batch\", \"epoch\" or a number of batches."
                        + " Received: \"" + when + "\".");
        };
        return this;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        fitting = true;
        batches = 0;
        train.close();
        validation.close();
        if (writeGraph) {
            writeModel(model());
        }
    }

    private void writeModel(TrainingModel model) {
        String json;
        try {
            json = model.toJson();
        } catch (KerataException e) {
            LoggerFactory.getLogger(TensorBoard.class)
                    .warn("TensorBoard: the model cannot be written as JSON, so there is no picture of it.", e);
            return;
        }
        train.write(Summary.model("keras", json), 0);
        train.flush();
    }

    @Override
    public void onTrainBatchBegin(long batch, Logs logs) {
        batches++;
        batchStart = clock.getAsLong();
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        if (updateFreq == 0 || batches % updateFreq != 0) {
            return;
        }
        if (writeStepsPerSecond) {
            scalar(train, "batch_steps_per_second", NANOS / Math.max(clock.getAsLong() - batchStart, 1), batches);
        }
        logs.forEach((name, value) -> scalar(train, "batch_" + name, value, batches));
    }

    @Override
    public void onTestEnd(Logs logs) {
        long step = iterations();
        logs.forEach((name, value) -> scalar(validation, "evaluation_" + name + "_vs_iterations", value, step));
        if (fitting) {
            validation.flush();
        } else {
            validation.close();
        }
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        if (writeStepsPerSecond) {
            iterationsBefore = iterations();
            epochStart = clock.getAsLong();
        }
    }

    private long iterations() {
        return model().optimizer().iterations().longs()[0];
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        Logs own = new Logs();
        own.putAll("", logs);
        LearningRates.of(model().optimizer()).forEach((name, o) -> own.put(name, o.learningRate()));
        if (writeStepsPerSecond) {
            double seconds = Math.max(clock.getAsLong() - epochStart, 1) / NANOS;
            own.put("steps_per_second", (iterations() - iterationsBefore) / seconds);
        }
        own.forEach((name, value) -> {
            boolean validated = name.startsWith("val_");
            scalar(
                    validated ? validation : train,
                    "epoch_" + (validated ? name.substring("val_".length()) : name),
                    value,
                    epoch);
        });
        if (histogramFreq > 0 && epoch % histogramFreq == 0) {
            writeWeights(model().weightsByPath(), epoch);
        }
        train.flush();
        validation.flush();
    }

    private static void scalar(EventFile to, String tag, double value, long step) {
        to.write(Summary.scalar(tag, value), step);
    }

    private void writeWeights(Map<String, Tensor> weights, int epoch) {
        weights.forEach((path, w) -> {
            String tag = path.replace(':', '_');
            train.write(Summary.histogram(tag + "/histogram", w.doubles()), epoch);
            if (writeImages) {
                WeightImage image = WeightImage.of(w);
                if (image != null) {
                    train.write(image.summary(tag + "/image"), epoch);
                }
            }
        });
    }

    @Override
    public void onTrainEnd(Logs logs) {
        fitting = false;
        train.close();
        validation.close();
    }
}
