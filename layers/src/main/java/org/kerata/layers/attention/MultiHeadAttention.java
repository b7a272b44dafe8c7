package org.kerata.layers.attention;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Attention of several heads: each compares projections of query and key, and takes projections of the value by the softmax of the scaled
 * products.
 *
 * <p>Inputs: query {@code (batch, T, dim)}, value {@code (batch, S, dim)}, perhaps the key {@code (batch, S, dim)}, by default the value,
 * and perhaps a mask {@code (batch, T, S)} of whole numbers or truth values. Outputs: {@code (batch, T, dim of the query)} and, with {@code
 * returnAttentionScores}, the weights {@code (batch, heads, T, S)}. Weights: kernel {@code (dim, heads, size)} and bias {@code (heads,
 * size)} for query, key and value, kernel {@code (heads, size, dim)} and bias {@code (dim)} for the output. Vaswani et al.: Attention Is
 * All You Need. Keras: {@code keras.layers.MultiHeadAttention}.
 */
public final class MultiHeadAttention extends ProjectedAttention<MultiHeadAttention> {
    private final Option<Integer> numHeads = required("num_heads", Kind.positiveInteger());
    private final Option<Integer> keyDim = required("key_dim", Kind.positiveInteger());
    private final Option<Integer> valueDim = optional("value_dim", Kind.positiveInteger());
    private final Option<int[]> outputShape = optional(
            "output_shape",
            Kind.integers(
                    "a size of at least 1, or several",
                    s -> s.length > 0 && Arrays.stream(s).allMatch(n -> n >= 1)));
    private final Option<int[]> attentionAxes =
            optional("attention_axes", Kind.integers("an axis or a list of axes", a -> a.length > 0));

    MultiHeadAttention() {}

    /** Of so many heads whose queries and keys have this size. */
    public MultiHeadAttention(int numHeads, int keyDim) {
        this.numHeads.set(numHeads);
        this.keyDim.set(keyDim);
        this.valueDim.set(keyDim);
    }

    /** The size of a head of values; that of the keys by default. */
    public MultiHeadAttention valueDim(int valueDim) {
        return with(this.valueDim, valueDim);
    }

    /** The last axes of the output; the query's last axis by default. */
    public MultiHeadAttention outputShape(int... shape) {
        return with(outputShape, shape);
    }

    /** The axes that are looked along, the batch being axis 0; all but batch and features by default. */
    public MultiHeadAttention attentionAxes(int... axes) {
        return with(attentionAxes, axes);
    }

    @Override
    int heads() {
        return numHeads.get();
    }

    @Override
    int pairs() {
        return numHeads.get();
    }

    @Override
    int keySize() {
        return keyDim.get();
    }

    @Override
    int valueSize() {
        return valueDim.isSet() ? valueDim.get() : keyDim.get();
    }

    @Override
    Shape outputSize(Shape query) {
        int[] given = outputShape.orNull();
        return given == null
                ? Shape.of(query.last())
                : Shape.of(Arrays.stream(given).asLongStream().toArray());
    }

    /**
     * As in Keras, the layer takes the masks off its inputs, so that what reads them later sees none, and goes by the mask that the query
     * carried, even if another one was given for it. The output carries that too.
     */
    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor carried = call.maskOf(xs.get(0));
        for (Tensor x : xs.subList(0, isKeyGiven(xs) ? 3 : 2)) {
            call.setMask(x, null);
        }
        List<Tensor> out = attend(xs, carried, call);
        call.setMask(out.get(0), carried);
        return out;
    }

    @Override
    int[] axes(int rank) {
        int[] given = attentionAxes.orNull();
        if (given == null) {
            return IntStream.range(1, rank - 1).toArray();
        }
        int[] axes = Arrays.stream(given).map(a -> a < 0 ? a + rank : a).toArray();
        if (Arrays.stream(axes).anyMatch(a -> a < 1 || a > rank - 2)) {
            throw new ShapeException("attentionAxes must lie between the batch and the last of the " + rank
                    + " axes of the query. Received: " + Arrays.toString(given) + ".");
        }
        return axes;
    }
}
