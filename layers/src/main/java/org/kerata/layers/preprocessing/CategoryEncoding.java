package org.kerata.layers.preprocessing;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Whole numbers as vectors of zeros and ones, or of counts.
 *
 * <p>Input of numbers from 0 to {@code numTokens} - 1, the samples along the first axis. Output {@code (batch, numTokens)} of a batch of
 * rows: with ones for the numbers that are in the row ({@code "multi_hot"}), or with how often they are ({@code "count"}); with {@code
 * "one_hot"} each number is a vector of its own. A second input gives the numbers' weights where they are counted. Keras: {@code
 * keras.layers.CategoryEncoding}.
 */
public final class CategoryEncoding extends FluentLayer<CategoryEncoding> {
    private final Option<Integer> numTokens = required("num_tokens", Kind.positiveInteger());
    private final Option<OutputMode> outputMode = option(
            "output_mode",
            OutputMode.oneOf(OutputMode.MULTI_HOT, OutputMode.ONE_HOT, OutputMode.COUNT),
            OutputMode.MULTI_HOT);

    CategoryEncoding() {
        tolerate("sparse", false);
    }

    /** Of so many numbers. */
    public CategoryEncoding(int numTokens) {
        this();
        this.numTokens.set(numTokens);
    }

    /** What comes out: {@code "multi_hot"} (the default), {@code "one_hot"} or {@code "count"}. */
    public CategoryEncoding outputMode(String mode) {
        return with(outputMode, mode);
    }

    @Override
    protected boolean castsInputs() {
        return false;
    }

    @Override
    public List<String> callArguments() {
        return List.of("inputs", "count_weights");
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor weights = xs.size() > 1 ? xs.get(1) : null;
        if (weights != null && outputMode.get() != OutputMode.COUNT) {
            throw new ShapeException(
                    "Weights are used where numbers are counted, outputMode(\"count\"). Received two inputs.");
        }
        Tensor x = xs.get(0).cast(DType.INT32);
        return List.of(Encoding.of(x, outputMode.get(), numTokens.get(), dtype(), weights));
    }
}
