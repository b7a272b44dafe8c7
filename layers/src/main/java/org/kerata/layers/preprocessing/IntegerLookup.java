package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Indices for whole numbers of any size, by a vocabulary that is given or found by {@code adapt}. Works on data and within models; there not
 * with {@code invert}, nor where unknown numbers are an error or go by a hash.
 *
 * <p>Input whole numbers; output as {@link StringLookup} gives, {@code int64} indices in the input's shape or {@code float32} rows. With
 * {@code invert(true)}, indices become numbers. Keras: {@code keras.layers.IntegerLookup}.
 */
public final class IntegerLookup extends IndexLookup<Long, IntegerLookup> {
    private static final Kind<Long> LONG = Kind.of(
            "a whole number",
            v -> v instanceof Number n && n.doubleValue() == n.longValue() ? n.longValue() : null,
            n -> n);

    private static final String FLOORMOD = "floormod";

    private final Option<String> oovMethod = option("oov_method", Kind.oneOf(FLOORMOD, "farmhash"), FLOORMOD);

    /** No limits, one index for unknown numbers. */
    public IntegerLookup() {
        super(LONG, -1L, OutputMode.values());
        tolerate("vocabulary_dtype", "int64");
    }

    /** How unknown numbers are spread: {@code "floormod"} (the default), the remainder; {@code "farmhash"}, a hash. */
    public IntegerLookup oovMethod(String method) {
        return with(oovMethod, method);
    }

    /** Finds the vocabulary in numbers; each row of a tensor with several axes is a document. */
    public void adapt(Tensor numbers) {
        List<List<Long>> documents = new ArrayList<>();
        long[] all = numbers.longs();
        int length = numbers.rank() < 2 ? 1 : (int) numbers.shape().last();
        for (int i = 0; i + length <= all.length && length > 0; i += length) {
            documents.add(row(all, i, length));
        }
        adaptTo(documents);
    }

    private static List<Long> row(long[] all, int from, int length) {
        List<Long> row = new ArrayList<>(length);
        for (int k = 0; k < length; k++) {
            row.add(all[from + k]);
        }
        return row;
    }

    @Override
    protected boolean castsInputs() {
        return false;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (Trace.current() != null) {
            return inProgram(x);
        }
        long[] all = x.longs();
        if (isInverse()) {
            long[] out = new long[all.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = token(all[i]);
            }
            return Tensor.of(out, x.shape().dims());
        }
        return switch (mode()) {
            case INT ->
                indices(List.of(row(all, 0, all.length)), all.length)
                        .reshape(x.shape().dims());
            case ONE_HOT -> oneHot(all, x.shape());
            default -> rows(all, x.shape());
        };
    }

    private static boolean isSingle(Shape shape) {
        return shape.rank() > 1 && shape.last() == 1;
    }

    /** Known without the vocabulary, which comes last when a model is loaded. */
    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape x = inputs.get(0).shape();
        if (mode() == OutputMode.INT) {
            return List.of(new Spec(DType.INT64, x));
        }
        Shape outer = x.rank() == 0 || (mode() == OutputMode.ONE_HOT && !isSingle(x)) ? x : x.slice(0, x.rank() - 1);
        return List.of(new Spec(DType.FLOAT32, outer.append(depth())));
    }

    private Tensor inProgram(Tensor x) {
        if (isInverse() || buckets() == 0 || (buckets() > 1 && !oovMethod.get().equals(FLOORMOD))) {
            throw new KerataException(at()
                    + " with invert, with numOovIndices of 0, or with a hash for unknown numbers works on data only. Apply it"
                    + " before the model, not within.");
        }
        Vocabulary<Long> v = vocabularyForProgram();
        boolean index = mode() == OutputMode.INT;
        Tensor ids = NumberSearch.indices(x, v.tokens(), v.start(), oovStart(), buckets(), maskToken(), index ? 0 : -1);
        if (index) {
            return ids;
        }
        boolean single = isSingle(x.shape());
        Tensor rows = Ops.oneHot(mode() == OutputMode.ONE_HOT && single ? Ops.squeeze(ids, -1) : ids, depth());
        float[] weights = v.weights();
        return switch (mode()) {
            case ONE_HOT -> rows;
            case MULTI_HOT -> x.rank() == 0 ? rows : rows.max(-2);
            default -> {
                Tensor counts = x.rank() == 0 ? rows : rows.sum(-2);
                yield weights == null ? counts : counts.times(Tensor.of(weights));
            }
        };
    }

    private Tensor oneHot(long[] all, Shape shape) {
        List<List<Long>> each = new ArrayList<>();
        for (long n : all) {
            each.add(List.of(n));
        }
        Tensor flat = numbers(each);
        Shape kept = isSingle(shape) ? shape.slice(0, shape.rank() - 1) : shape;
        return flat.reshape(kept.append(flat.shape().last()).dims());
    }

    private Tensor rows(long[] all, Shape shape) {
        int length = shape.rank() == 0 ? 1 : (int) shape.last();
        List<List<Long>> rows = new ArrayList<>();
        for (int i = 0; i + length <= all.length && length > 0; i += length) {
            rows.add(row(all, i, length));
        }
        Tensor flat = numbers(rows);
        Shape outer = shape.rank() == 0 ? Shape.SCALAR : shape.slice(0, shape.rank() - 1);
        return flat.reshape(outer.append(flat.shape().last()).dims());
    }

    @Override
    Comparator<Long> order() {
        return Comparator.naturalOrder();
    }

    @Override
    int bucket(Long unknown, int buckets) {
        if (oovMethod.get().equals("floormod")) {
            return (int) Math.floorMod(unknown, (long) buckets);
        }
        return Salt.bucket(Long.toString(unknown), salt.orNull(), buckets);
    }

    @Override
    Long fromLine(String line) {
        try {
            return Long.valueOf(line.strip());
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    className() + ": a vocabulary must hold a whole number on each line. Received: \"" + line + "\".");
        }
    }

    @Override
    boolean takesEmpty() {
        return false;
    }

    /** The number that stands for "nothing here" and gets index 0; none by default. */
    @Override
    public IntegerLookup maskToken(@Nullable Long token) {
        return super.maskToken(token);
    }
}
