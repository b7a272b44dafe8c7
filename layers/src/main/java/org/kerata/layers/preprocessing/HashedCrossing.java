package org.kerata.layers.preprocessing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;

/**
 * Numbers for pairs (or more) of categories, by a hash of them together. Of whole numbers also within models; texts are {@linkplain #cross
 * crossed} outside of them.
 *
 * <p>Inputs {@code (batch)} or {@code (batch, 1)}, two or more of one shape; output indices from 0 to {@code numBins - 1} in this shape, or with
 * {@code outputMode("one_hot")} vectors {@code (batch, numBins)}. Keras: {@code keras.layers.HashedCrossing}.
 */
public final class HashedCrossing extends BaseHashing<HashedCrossing> {
    private static final long KEY = 0xDECAFCAFFEL;

    HashedCrossing() {
        super(OutputMode.INT, OutputMode.ONE_HOT);
    }

    /** Into so many bins. */
    public HashedCrossing(int numBins) {
        this();
        this.numBins.set(numBins);
    }

    /** The numbers of texts that stand in the same place of each list. */
    public Tensor cross(List<? extends List<String>> features) {
        int n = length(features);
        if (features.size() < 2) {
            throw tooFew(features.size());
        }
        long[] bins = new long[n];
        for (int i = 0; i < n; i++) {
            long hash = KEY;
            for (List<String> feature : features) {
                hash = Fingerprints.cat(hash, FarmHash.of(feature.get(i).getBytes(StandardCharsets.UTF_8)));
            }
            bins[i] = Long.remainderUnsigned(hash, numBins.get());
        }
        return encoded(Tensor.of(bins));
    }

    private static ShapeException tooFew(int inputs) {
        return new ShapeException("It crosses two inputs or more. Received: " + inputs + ".");
    }

    @Override
    protected void build(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw tooFew(inputs.size());
        }
        Shape first = inputs.get(0);
        boolean column = first.rank() < 2 || (first.rank() == 2 && first.last() == 1);
        if (!column || !inputs.stream().allMatch(first::matches)) {
            throw new ShapeException(
                    "Its inputs have one shape, (), (batch) or (batch, 1). Received: shapes " + inputs + ".");
        }
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        return List.of(new Spec(outputType(), encodedShape(inputs.get(0).shape())));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor hash = Tensor.of(new long[] {KEY}).reshape();
        for (Tensor x : xs) {
            if (x.dtype().isFloating()) {
                throw new ShapeException("It crosses whole numbers. Received: " + x.dtype() + ".");
            }
            hash = Fingerprints.cat(hash, x.cast(DType.INT64));
        }
        return List.of(encoded(Fingerprints.bucket(hash, numBins.get())));
    }
}
