package org.kerata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Layer;
import org.kerata.serialization.SavedModel;
import org.kerata.training.Compile;
import org.kerata.training.CompileConfig;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.Predict;
import org.kerata.training.Trainer;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.Loss;
import org.kerata.training.metrics.Metric;
import org.kerata.training.optimizers.Optimizer;

/**
 * What every {@link Model} can do with data: {@code compile}, {@code fit}, {@code evaluate}, {@code predict} and their forms for single
 * batches. Models extend {@link Model}.
 */
public abstract sealed class TrainableLayer extends Layer implements SavedModel permits Model {
    private final Trainer trainer = new Trainer(this);

    TrainableLayer() {}

    /** What trains this model. */
    final Trainer trainer() {
        return trainer;
    }

    /** Forgets programs of layers that are no longer these; the model must be compiled again. */
    final void changed() {
        trainer.forget();
    }

    // ---- compile ----

    /** Settles optimizer, loss and metrics by name: {@code compile("adam", "sparse_categorical_crossentropy", "accuracy")}. */
    public final void compile(String optimizer, String loss, String... metrics) {
        compile(watching(new Compile().optimizer(optimizer).loss(loss), metrics));
    }

    /** Settles the optimizer, and loss and metrics by name. */
    public final void compile(Optimizer optimizer, String loss, String... metrics) {
        compile(watching(new Compile().optimizer(optimizer).loss(loss), metrics));
    }

    /** Settles optimizer, loss and metrics. */
    public final void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
        compile(new Compile().optimizer(optimizer).loss(loss).metrics(metrics));
    }

    /**
     * Settles how the model is trained; which layers are trainable counts from here.
     *
     * @throws org.kerata.autodiff.ConfigException if a name is unknown; the message proposes the nearest
     */
    public final void compile(Compile how) {
        trainer.compile(how);
    }

    private static Compile watching(Compile c, String... metrics) {
        if (metrics.length > 0) {
            c.metrics(metrics[0], Arrays.copyOfRange(metrics, 1, metrics.length));
        }
        return c;
    }

    /** What the model was compiled with, for a config; null if it has not been. */
    @Override
    public final @Nullable Map<String, @Nullable Object> compileConfig() {
        Compile how = trainer.howCompiled();
        return how == null ? null : CompileConfig.write(how, outputNames());
    }

    /** Compiles the model as a config says. */
    @Override
    public final void compileFrom(Map<String, ? extends @Nullable Object> config) {
        compile(CompileConfig.read(config, outputNames()));
    }

    @Override
    public final <T> T whileStill(Supplier<T> work) {
        return trainer.whileStill(work);
    }

    @Override
    public final void restore(Runnable assignments) {
        trainer.restore(assignments);
    }

    @Override
    public final @Nullable Optimizer optimizerOrNull() {
        Compile how = trainer.howCompiled();
        return how == null ? null : trainer.optimizer();
    }

    /** The optimizer that the model was compiled with. */
    public final Optimizer optimizer() {
        return trainer.optimizer();
    }

    // ---- fit ----

    /** Trains for one epoch. */
    public final History fit(Tensor x, Tensor y) {
        return fit(x, y, new Fit());
    }

    /** Trains on inputs {@code x} and targets {@code y}, both {@code (samples, …)}. */
    public final History fit(Tensor x, Tensor y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with several inputs and one output. */
    public final History fit(List<? extends Tensor> x, Tensor y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with one input and several outputs. */
    public final History fit(Tensor x, List<? extends Tensor> y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with several inputs and outputs, given in their order. */
    public final History fit(List<? extends Tensor> x, List<? extends Tensor> y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with several inputs, given by name, and one output. */
    public final History fit(Map<String, ? extends Tensor> x, Tensor y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with one input and several outputs, given by name. */
    public final History fit(Tensor x, Map<String, ? extends Tensor> y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains a model with several inputs and outputs, given by name. */
    public final History fit(Map<String, ? extends Tensor> x, Map<String, ? extends Tensor> y, Fit how) {
        return trainer.fit(Columns.of(x), Columns.of(y), how);
    }

    /** Trains on rows of features and class numbers. */
    public final History fit(float[][] x, int[] y, Fit how) {
        return fit(Tensor.of(x), Tensor.of(y), how);
    }

    /** Trains on rows of features and rows of targets. */
    public final History fit(float[][] x, float[][] y, Fit how) {
        return fit(Tensor.of(x), Tensor.of(y), how);
    }

    /** Trains on rows of features with one target each. */
    public final History fit(float[][] x, float[] y, Fit how) {
        return fit(Tensor.of(x), Tensor.of(y), how);
    }

    /** Trains on samples whose inputs, targets and weights are given in any of the ways there are. */
    public final History fit(Batch samples, Fit how) {
        return trainer.fit(samples, how);
    }

    /** Trains on the batches of a data set. */
    public final History fit(Dataset batches, Fit how) {
        return trainer.fit(batches, how);
    }

    /** Asks {@code fit} to end after the step it is taking. From any thread. */
    public final void stopTraining() {
        trainer.stopTraining();
    }

    // ---- evaluate ----

    /** The loss and the metrics on inputs {@code x} and targets {@code y}. */
    public final Logs evaluate(Tensor x, Tensor y) {
        return evaluate(x, y, new Evaluate());
    }

    /** The loss and the metrics on inputs {@code x} and targets {@code y}. */
    public final Logs evaluate(Tensor x, Tensor y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with several inputs and one output. */
    public final Logs evaluate(List<? extends Tensor> x, Tensor y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with one input and several outputs. */
    public final Logs evaluate(Tensor x, List<? extends Tensor> y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with several inputs and outputs, given in their order. */
    public final Logs evaluate(List<? extends Tensor> x, List<? extends Tensor> y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with several inputs, given by name, and one output. */
    public final Logs evaluate(Map<String, ? extends Tensor> x, Tensor y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with one input and several outputs, given by name. */
    public final Logs evaluate(Tensor x, Map<String, ? extends Tensor> y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The losses and metrics of a model with several inputs and outputs, given by name. */
    public final Logs evaluate(Map<String, ? extends Tensor> x, Map<String, ? extends Tensor> y, Evaluate how) {
        return trainer.evaluate(Columns.of(x), Columns.of(y), how);
    }

    /** The loss and the metrics on rows of features and class numbers. */
    public final Logs evaluate(float[][] x, int[] y) {
        return evaluate(Tensor.of(x), Tensor.of(y));
    }

    /** The loss and the metrics on rows of features and rows of targets. */
    public final Logs evaluate(float[][] x, float[][] y) {
        return evaluate(Tensor.of(x), Tensor.of(y));
    }

    /** The losses and metrics on samples whose inputs, targets and weights are given in any of the ways there are. */
    public final Logs evaluate(Batch samples, Evaluate how) {
        return trainer.evaluate(samples, how);
    }

    /** The losses and metrics on the batches of a data set. */
    public final Logs evaluate(Dataset batches, Evaluate how) {
        return trainer.evaluate(batches, how);
    }

    // ---- predict; from any number of threads ----

    /** The output for inputs {@code x}, {@code (samples, …)}. */
    public final Tensor predict(Tensor x) {
        return predict(x, new Predict());
    }

    /** The output for inputs {@code x}, {@code (samples, …)}. */
    public final Tensor predict(Tensor x, Predict how) {
        return onlyOutput(trainer.predict(Columns.of(x), how));
    }

    /** The output for rows of features. */
    public final Tensor predict(float[][] x) {
        return predict(Tensor.of(x));
    }

    /** The output for texts, for a model whose first layer is a {@code TextVectorization} or a {@code StringLookup}. */
    public final Tensor predict(Collection<String> texts) {
        return predict(TextFront.numbers(this, texts), new Predict());
    }

    /** The output for several inputs, in the model's order. */
    public final Tensor predict(List<? extends Tensor> x) {
        return onlyOutput(trainer.predict(Columns.of(x), new Predict()));
    }

    /** The output for several inputs, by name. */
    public final Tensor predict(Map<String, ? extends Tensor> x) {
        return onlyOutput(trainer.predict(Columns.of(x), new Predict()));
    }

    /** The output for the batches of a data set. */
    public final Tensor predict(Dataset batches, Predict how) {
        return onlyOutput(trainer.predict(batches, how));
    }

    /** All outputs for inputs {@code x}, by name: {@code predictAll(x).get("dept")}. */
    public final Map<String, Tensor> predictAll(Tensor x) {
        return named(trainer.predict(Columns.of(x), new Predict()));
    }

    /** All outputs for several inputs, in the model's order. */
    public final Map<String, Tensor> predictAll(List<? extends Tensor> x) {
        return named(trainer.predict(Columns.of(x), new Predict()));
    }

    /** All outputs for several inputs, by name. */
    public final Map<String, Tensor> predictAll(Map<String, ? extends Tensor> x) {
        return named(trainer.predict(Columns.of(x), new Predict()));
    }

    private Tensor onlyOutput(List<Tensor> outputs) {
        if (outputs.size() != 1) {
            throw new KerataException("predict: the model \"" + name() + "\" has " + outputs.size() + " outputs ("
                    + String.join(", ", outputNames()) + "). Use predictAll.");
        }
        return outputs.get(0);
    }

    private Map<String, Tensor> named(List<Tensor> outputs) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(outputNames());
        for (int i = 0; i < outputs.size(); i++) {
            out.put(names.get(i), outputs.get(i));
        }
        return out;
    }

    // ---- single batches ----

    /** One step of training; the loss and the metrics of this batch. */
    public final Logs trainOnBatch(Tensor x, Tensor y) {
        return trainOnBatch(Batch.of(x, y));
    }

    /** One step of training with sample weights. */
    public final Logs trainOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
        return trainOnBatch(Batch.of(x, y, sampleWeight));
    }

    /** One step of training; the losses and metrics of this batch. */
    public final Logs trainOnBatch(Batch batch) {
        return trainer.trainOnBatch(batch, null);
    }

    /** One step of training in which samples count by their class; the loss and the metrics of this batch. */
    public final Logs trainOnBatch(Batch batch, Map<Integer, Double> classWeight) {
        return trainer.trainOnBatch(batch, classWeight);
    }

    /**
     * One step of training of a built model with one input and one output, on Java arrays: the quickest form, which makes no garbage to
     * speak of.
     *
     * @param x a batch of inputs, row by row
     * @param y one-hot or other real targets, row by row
     * @return the loss of the batch
     */
    public final double trainOnBatch(float[] x, float[] y) {
        return trainer.trainOnArrays(x, y);
    }

    /** As {@link #trainOnBatch(float[], float[])}, with class numbers as targets. */
    public final double trainOnBatch(float[] x, int[] y) {
        return trainer.trainOnArrays(x, y);
    }

    /** As {@link #trainOnBatch(float[], float[])}, with integers as inputs. */
    public final double trainOnBatch(int[] x, float[] y) {
        return trainer.trainOnArrays(x, y);
    }

    /** As {@link #trainOnBatch(float[], float[])}, with integers as inputs and class numbers as targets. */
    public final double trainOnBatch(int[] x, int[] y) {
        return trainer.trainOnArrays(x, y);
    }

    /** The loss and the metrics of one batch. */
    public final Logs testOnBatch(Tensor x, Tensor y) {
        return testOnBatch(Batch.of(x, y));
    }

    /** The losses and metrics of one batch. */
    public final Logs testOnBatch(Batch batch) {
        return trainer.testOnBatch(batch);
    }

    /** The output for one batch, computed in one piece. */
    public final Tensor predictOnBatch(Tensor x) {
        return predict(x, new Predict().batchSize(Integer.MAX_VALUE));
    }

    /** For people: the program that a step of training on batches like these runs: its ops, kernels, slices and memory. */
    public final String describe(Tensor x, Tensor y) {
        return trainer.describe(Batch.of(x, y));
    }
}
