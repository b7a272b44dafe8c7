package org.kerata.training.data;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Seeds;

/**
 * Samples that are shuffled, put into batches and changed on their way to a model: {@code Dataset.of(x, y).shuffle(1024,
 * 42).batch(32)}. May be walked through any number of times; each time shuffling gives another order. What {@code tf.data} is to Keras.
 */
public abstract class Dataset implements Iterable<Batch> {
    /** For this package. */
    Dataset() {}

    /** Samples with inputs alone: the rows of a tensor. */
    public static Dataset of(Tensor x) {
        return of(Columns.of(x), null, null);
    }

    /** Samples with inputs and targets: the rows of tensors. */
    public static Dataset of(Tensor x, Tensor y) {
        return of(Columns.of(x), Columns.of(y), null);
    }

    /** Samples with inputs, targets and weights: the rows of tensors. */
    public static Dataset of(Tensor x, Tensor y, Tensor sampleWeight) {
        return of(Columns.of(x), Columns.of(y), Columns.of(sampleWeight));
    }

    /** Samples with inputs and targets by name: the rows of tensors. */
    public static Dataset of(Map<String, ? extends Tensor> x, Map<String, ? extends Tensor> y) {
        return of(Columns.of(x), Columns.of(y), null);
    }

    /** Samples: the rows of tensors. */
    public static Dataset of(Columns x, @Nullable Columns y, @Nullable Columns sampleWeight) {
        return new RowDataset(new Batch(x, y, sampleWeight));
    }

    /** Batches that are made elsewhere; each walk asks for an iterator of its own. */
    public static Dataset ofBatches(Iterable<Batch> batches) {
        return new IterableDataset(batches::iterator, -1, true);
    }

    /** How many samples, or batches once there are any, a walk gives; -1 if not known. */
    public abstract long size();

    /** Whether it gives batches, not single samples. */
    public abstract boolean isBatched();

    /**
     * In random order: what comes next is drawn from a buffer that is kept full. A buffer as large as the data set shuffles it thoroughly.
     * Batches are shuffled as a whole, so shuffle before.
     *
     * @param buffer how many samples are held, 1 or more
     * @param seed what the order depends on; each walk has another
     */
    public Dataset shuffle(int buffer, long seed) {
        if (buffer < 1) {
            throw new ConfigException("Dataset.shuffle: the buffer must hold at least 1. Received: " + buffer + ".");
        }
        Supplier<Iterator<Batch>> shuffled = Shuffle.of(this::iterator, buffer, seed);
        return new IterableDataset(shuffled, size(), isBatched());
    }

    /** {@link #shuffle(int, long)} with a seed that follows from {@code Kerata.setRandomSeed}. */
    public Dataset shuffle(int buffer) {
        return shuffle(buffer, Seeds.next());
    }

    /** In batches of this size; the last one may be smaller. */
    public Dataset batch(int size) {
        return batch(size, false);
    }

    /**
     * In batches of this size.
     *
     * @param size samples in a batch, 1 or more
     * @param dropRemainder whether a last smaller batch is left out
     */
    public Dataset batch(int size, boolean dropRemainder) {
        if (size < 1) {
            throw new ConfigException("Dataset.batch: the size must be at least 1. Received: " + size + ".");
        }
        if (isBatched()) {
            throw new ConfigException("Dataset.batch: the data set has batches already.");
        }
        return batched(size, dropRemainder);
    }

    /** In batches, by stacking samples. */
    Dataset batched(int size, boolean dropRemainder) {
        return new IterableDataset(
                () -> new Stacking(iterator(), size, dropRemainder), batches(size(), size, dropRemainder), true);
    }

    static long batches(long samples, int size, boolean dropRemainder) {
        return samples < 0 ? -1 : dropRemainder ? samples / size : (samples + size - 1) / size;
    }

    /** With each sample, or batch once there are any, changed. */
    public Dataset map(UnaryOperator<Batch> change) {
        return new IterableDataset(
                () -> {
                    Iterator<Batch> from = iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return from.hasNext();
                        }

                        @Override
                        public Batch next() {
                            return change.apply(from.next());
                        }
                    };
                },
                size(),
                isBatched());
    }
}
