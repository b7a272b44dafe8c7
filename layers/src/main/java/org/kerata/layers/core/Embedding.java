package org.kerata.layers.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.RandomUniform;
import org.kerata.layers.regularizers.Regularizer;

/**
 * A vector of its own for each of so many numbers: word numbers become points that training moves.
 *
 * <p>Input {@code (batch, …)} of whole numbers from 0 to {@code inputDim - 1}; one out of range is an error that names its place. Output
 * {@code (batch, …, outputDim)}. With {@code maskZero} the output's mask is false where the input is 0. Weight: {@code embeddings (inputDim,
 * outputDim)}. A file in which a low-rank change (LoRA) was trained holds the sum of both, which is what this layer reads. Keras: {@code
 * keras.layers.Embedding}.
 */
public final class Embedding extends FluentLayer<Embedding> {
    private static final Lookups.Along ROWS = new Lookups.Along(0, false);

    private final Option<Integer> inputDim = required("input_dim", Kind.positiveInteger());
    private final Option<Integer> outputDim = required("output_dim", Kind.positiveInteger());
    private final Option<Initializer> embeddingsInitializer =
            option("embeddings_initializer", INITIALIZERS, new RandomUniform());
    private final Option<Regularizer> embeddingsRegularizer = optional("embeddings_regularizer", REGULARIZERS);
    private final Option<Constraint> embeddingsConstraint = optional("embeddings_constraint", CONSTRAINTS);
    private final Option<Boolean> maskZero = option("mask_zero", BOOL, false);

    private @Nullable Tensor given;
    private Variable embeddings;

    Embedding() {
        tolerate("lora_rank");
        tolerate("lora_alpha");
        tolerate("input_length");
    }

    /** Vectors of length {@code outputDim} for the numbers from 0 to {@code inputDim - 1}, the size of a vocabulary. */
    public Embedding(int inputDim, int outputDim) {
        this();
        this.inputDim.set(inputDim);
        this.outputDim.set(outputDim);
    }

    /** How the vectors start, by name; {@code "uniform"} (from -0.05 to 0.05) by default. */
    public Embedding embeddingsInitializer(String name) {
        return with(embeddingsInitializer, name);
    }

    /** How the vectors start. */
    public Embedding embeddingsInitializer(Initializer initializer) {
        return with(embeddingsInitializer, initializer);
    }

    /** A penalty on the vectors, by name; none by default. */
    public Embedding embeddingsRegularizer(String name) {
        return with(embeddingsRegularizer, name);
    }

    /** A penalty on the vectors. */
    public Embedding embeddingsRegularizer(Regularizer regularizer) {
        return with(embeddingsRegularizer, regularizer);
    }

    /** What the vectors are forced to after an update, by name; nothing by default. */
    public Embedding embeddingsConstraint(String name) {
        return with(embeddingsConstraint, name);
    }

    /** What the vectors are forced to after an update. */
    public Embedding embeddingsConstraint(Constraint constraint) {
        return with(embeddingsConstraint, constraint);
    }

    /** Whether 0 stands for "nothing here" and is masked for the layers behind; false by default. */
    public Embedding maskZero(boolean maskZero) {
        return with(this.maskZero, maskZero);
    }

    /** The vectors to start with, {@code (inputDim, outputDim)}, instead of an initializer's. */
    public Embedding weights(Tensor vectors) {
        beforeChange("weights");
        Shape expected = shape(inputDim.get(), outputDim.get());
        if (!vectors.shape().equals(expected)) {
            throw new ShapeException(
                    at() + ": weights must have shape " + expected + ". Received: shape " + vectors.shape() + ".");
        }
        given = vectors;
        return this;
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
    protected boolean castsInputs() {
        return false;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        boolean whole = x.dtype() == DType.INT32 || x.dtype() == DType.INT64;
        return Lookups.GATHER.apply(ROWS, embeddings, whole ? x : x.cast(DType.INT32));
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        Tensor x = inputs.get(0);
        return maskZero.get() ? Ops.notEqual(x, Tensor.scalar(0, x.dtype())) : null;
    }
}
