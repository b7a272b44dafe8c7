package org.kerata.layers.attention;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Attention of several heads of which neighbouring ones share keys and values.
 *
 * <p>Inputs and outputs as of {@link MultiHeadAttention}, of rank 3. Weights: kernel {@code (dim, heads, size)} and bias {@code (heads,
 * size)} for query, key and value, of which keys and values have fewer heads; kernel {@code (heads, size, dim)} and bias {@code (dim)} for
 * the output. Ainslie et al.: GQA. Keras: {@code keras.layers.GroupQueryAttention}.
 */
public final class GroupQueryAttention extends ProjectedAttention<GroupQueryAttention> {
    private final Option<Integer> headDim = required("head_dim", Kind.positiveInteger());
    private final Option<Integer> numQueryHeads = required("num_query_heads", Kind.positiveInteger());
    private final Option<Integer> numKeyValueHeads = required("num_key_value_heads", Kind.positiveInteger());

    GroupQueryAttention() {}

    /** Of heads of this size: so many of queries, and so many, which must divide them, of keys and values. */
    public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
        this.headDim.set(headDim);
        this.numQueryHeads.set(numQueryHeads);
        this.numKeyValueHeads.set(numKeyValueHeads);
        requireWhole();
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        requireWhole();
    }

    private void requireWhole() {
        if (numQueryHeads.get() % numKeyValueHeads.get() != 0) {
            throw new ConfigException(
                    "GroupQueryAttention: numQueryHeads must be a multiple of numKeyValueHeads. Received: "
                            + numQueryHeads.get() + " and " + numKeyValueHeads.get() + ".");
        }
    }

    @Override
    int heads() {
        return numQueryHeads.get();
    }

    @Override
    int pairs() {
        return numKeyValueHeads.get();
    }

    @Override
    int keySize() {
        return headDim.get();
    }

    @Override
    int valueSize() {
        return headDim.get();
    }

    @Override
    Shape outputSize(Shape query) {
        return Shape.of(query.last());
    }

    @Override
    int[] axes(int rank) {
        return new int[] {1};
    }

    @Override
    public String defaultName() {
        return "grouped_query_attention"; // Keras's class is GroupedQueryAttention
    }

    @Override
    String attribute(String projection) {
        return "_" + projection;
    }
}
