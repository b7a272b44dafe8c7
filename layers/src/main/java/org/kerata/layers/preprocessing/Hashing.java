package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.TextInput;

/**
 * Numbers for categories, texts or whole numbers, by a hash: no vocabulary, but different ones may get the same number. Works outside of
 * compiled programs; in front of a model that is given texts it lets pass on what it has given.
 *
 * <p>With {@code outputMode("int")} indices from 0 to {@code numBins - 1}, in the shape of the categories; else vectors of that length. With a
 * {@link #maskValue} index 0 is kept for it. Keras: {@code keras.layers.Hashing}.
 */
public final class Hashing extends BaseHashing<Hashing> implements TextInput {
    private final Option<Object> maskValue = optional(
            "mask_value",
            Kind.of(
                    "a text or a whole number",
                    v -> v instanceof String
                            ? v
                            : v instanceof Number n && n.doubleValue() == n.longValue() ? (Object) n.longValue() : null,
                    v -> v));
    private final Option<List<Long>> salt = optional("salt", Salt.KIND);

    private boolean inFront;

    Hashing() {
        super(OutputMode.INT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT);
    }

    /** Into so many bins, that of the mask value included. */
    public Hashing(int numBins) {
        this();
        this.numBins.set(numBins);
    }

    /** The text that stands for "nothing here" and gets index 0; none by default. */
    public Hashing maskValue(String text) {
        return with(maskValue, text);
    }

    /** The number that stands for "nothing here" and gets index 0; none by default. */
    public Hashing maskValue(long number) {
        return with(maskValue, number);
    }

    /** Another hash, SipHash with this key. */
    public Hashing salt(long first, long second) {
        return with(salt, List.of(first, second));
    }

    /** The numbers of texts: {@code (texts)} indices, {@code (texts, numBins)} for one-hot rows, or one row for all of them. */
    public Tensor apply(String... texts) {
        return apply(Arrays.asList(texts));
    }

    @Override
    public Tensor apply(Collection<String> texts) {
        inFront = true;
        return encoded(Tensor.of(texts.stream().mapToLong(this::bin).toArray()));
    }

    /** The numbers of rows of texts, all of one length: {@code (rows, length)} indices, or vectors. */
    public Tensor apply(String[][] rows) {
        List<List<String>> all = Arrays.stream(rows).map(Arrays::asList).toList();
        int length = length(all);
        long[] bins = all.stream().flatMap(List::stream).mapToLong(this::bin).toArray();
        return encoded(Tensor.of(bins, all.size(), length));
    }

    private long bin(String text) {
        int bins = numBins.get();
        Object mask = maskValue.orNull();
        if (mask == null || bins == 1) {
            return Salt.bucket(text, salt.orNull(), bins);
        }
        return text.equals(mask.toString()) ? 0 : 1 + Salt.bucket(text, salt.orNull(), bins - 1);
    }

    @Override
    public Spec textSpec() {
        inFront = true;
        long bins = numBins.get();
        return new Spec(
                outputType(),
                switch (mode()) {
                    case INT -> Shape.of(Shape.UNKNOWN);
                    case ONE_HOT -> Shape.of(Shape.UNKNOWN, bins);
                    default -> Shape.of(bins);
                });
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape x = inputs.get(0).shape();
        return List.of(new Spec(outputType(), inFront ? x : encodedShape(x)));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (inFront) {
            return x;
        }
        if (Trace.current() != null) {
            throw new KerataException(
                    at() + " works on data only: apply it to the numbers before the model, not within. Texts may be"
                            + " given to a model that it stands in front of.");
        }
        long[] numbers = x.dtype().isFloating() ? x.cast(DType.INT64).longs() : x.longs();
        long[] bins = Arrays.stream(numbers).map(n -> bin(Long.toString(n))).toArray();
        return encoded(Tensor.of(bins, x.shape().dims()));
    }
}
