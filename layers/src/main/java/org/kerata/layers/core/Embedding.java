package org.kerata.layers.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * A vector of its own for each of so many numbers: word numbers become points that training moves.
 *
 * <p>Input {@code (batch, …)} of whole numbers from 0 to {@code inputDim - 1}; one out of range is an error that names its place. Output
 * {@code (batch, …, outputDim)}. With {@code maskZero} the output's mask is false where the input is 0. Weight: {@code embeddings (inputDim,
 * outputDim)}. A file in which a low-rank change (LoRA) was trained holds the sum of both, which is what this layer reads. Keras: {@code
 * keras.layers.Embedding}.
 */
public final class Embedding extends BaseEmbedding<Embedding> {
    Embedding() {}

    /** Vectors of length {@code outputDim} for the numbers from 0 to {@code inputDim - 1}, the size of a vocabulary. */
    public Embedding(int inputDim, int outputDim) {
        sizes(inputDim, outputDim);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return vectorsOf(x);
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return maskOf(inputs.get(0));
    }
}
