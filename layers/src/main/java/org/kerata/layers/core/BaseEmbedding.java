package org.kerata.layers.core;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.RandomUniform;
import org.kerata.layers.regularizers.Regularizer;

/**
 * What layers share that have a vector of its own for each of so many numbers.
 *
 * @param <L> the layer's own type
 */
abstract class BaseEmbedding<L extends BaseEmbedding<L>> extends FluentLayer<L> {
    private static final Lookups.Along ROWS = new Lookups.Along(0, false);

    final Option<Integer> inputDim = required("input_dim", Kind.positiveInteger());
    final Option<Integer> outputDim = required("output_dim", Kind.positiveInteger());
    final Option<Initializer> embeddingsInitializer =
            option("embeddings_initializer", INITIALIZERS, new RandomUniform());
    private final Option<Regularizer> embeddingsRegularizer = optional("embeddings_regularizer", REGULARIZERS);
    private final Option<Constraint> embeddingsConstraint = optional("embeddings_constraint", CONSTRAINTS);
    private final Option<Boolean> maskZero = option("mask_zero", BOOL, false);

    private @Nullable Tensor given;
    private Variable embeddings;

    BaseEmbedding() {
        tolerate("lora_rank");
        tolerate("lora_alpha");
        tolerate("input_length");
    }

    /** Sets what must be given; for constructors. */
    final void sizes(int inputDim, int outputDim) {
        this.inputDim.set(inputDim);
        this.outputDim.set(outputDim);
    }

    /** How the vectors start, by name; {@code "uniform"} (from -0.05 to 0.05) by default. */
    public L embeddingsInitializer(String name) {
        return with(embeddingsInitializer, name);
    }

    /** How the vectors start. */
    public L embeddingsInitializer(Initializer initializer) {
        return with(embeddingsInitializer, initializer);
    }

    /** A penalty on the vectors, by name; none by default. */
    public L embeddingsRegularizer(String name) {
        return with(embeddingsRegularizer, name);
    }

    /** A penalty on the vectors. */
    public L embeddingsRegularizer(Regularizer regularizer) {
        return with(embeddingsRegularizer, regularizer);
    }

    /** What the vectors are forced to after an update, by name; nothing by default. */
    public L embeddingsConstraint(String name) {
        return with(embeddingsConstraint, name);
    }

    /** What the vectors are forced to after an update. */
    public L embeddingsConstraint(Constraint constraint) {
        return with(embeddingsConstraint, constraint);
    }

    /** Whether 0 stands for "nothing here" and is masked for the layers behind; false by default. */
    public L maskZero(boolean maskZero) {
        return with(this.maskZero, maskZero);
    }

    /** The vectors to start with, {@code (inputDim, outputDim)}, instead of an initializer's. */
    public L weights(Tensor vectors) {
        beforeChange("weights");
        Shape expected = shape(inputDim.get(), outputDim.get());
        if (!vectors.shape().equals(expected)) {
            throw new ShapeException(
                    at() + ": weights must have shape " + expected + ". Received: shape " + vectors.shape() + ".");
        }
        given = vectors;
        return self();
    }

    @SuppressWarnings("unchecked")
    private L self() {
        return (L) this;
    }

    /** The vectors, {@code (inputDim, outputDim)}. */
    final Variable vectors() {
        return embeddings;
    }

    @Override
    protected void build(Shape input) {
        supportsMasking(maskZero.get());
        embeddings = weight(
                "embeddings",
                shape(inputDim.get(), outputDim.get()),
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint);
        Tensor start = given;
        if (start != null) {
            embeddings.assign(start.cast(embeddings.dtype()));
        }
    }

    @Override
    protected final boolean castsInputs() {
        return false;
    }

    /** The vectors of whole numbers. */
    final Tensor vectorsOf(Tensor x) {
        boolean whole = x.dtype() == DType.INT32 || x.dtype() == DType.INT64;
        return Lookups.GATHER.apply(ROWS, embeddings, whole ? x : x.cast(DType.INT32));
    }

    /** Where numbers stand for something; null if all do. */
    final @Nullable Tensor maskOf(Tensor x) {
        return maskZero.get() ? Ops.notEqual(x, Tensor.scalar(0, x.dtype())) : null;
    }
}
