package org.kerata.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.RowCopy;

/** Batches of rows of tensors. A training loop copies them straight from where they lie. */
public final class RowBatches extends Dataset {
    private final Batch all;
    private final Supplier<Iterator<Integer>> orders;
    private final long rows;
    private final int batchSize;
    private final boolean dropRemainder;

    RowBatches(Batch all, Supplier<Iterator<Integer>> orders, long rows, int batchSize, boolean dropRemainder) {
        this.all = all;
        this.orders = orders;
        this.rows = rows;
        this.batchSize = batchSize;
        this.dropRemainder = dropRemainder;
    }

    /** The tensors whose rows these are. */
    public Batch all() {
        return all;
    }

    @Override
    public long size() {
        return batches(rows, batchSize, dropRemainder);
    }

    @Override
    public boolean isBatched() {
        return true;
    }

    /** A walk through the numbers of the rows in each batch. */
    public Iterator<int[]> indices() {
        Iterator<Integer> order = orders.get();
        return new Iterator<>() {
            private int @Nullable [] next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    int[] batch = new int[batchSize];
                    int n = 0;
                    while (n < batchSize && order.hasNext()) {
                        batch[n++] = order.next();
                    }
                    next = n == batchSize ? batch : n == 0 || dropRemainder ? null : Arrays.copyOf(batch, n);
                }
                return next != null;
            }

            @Override
            public int[] next() {
                int[] batch = hasNext() ? next : null;
                if (batch == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return batch;
            }
        };
    }

    @Override
    public Iterator<Batch> iterator() {
        Iterator<int[]> indices = indices();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return indices.hasNext();
            }

            @Override
            public Batch next() {
                return rows(all, indices.next(), false);
            }
        };
    }

    /** Copies of some rows; of a single one without the axis of rows, if asked. */
    static Batch rows(Batch all, int[] rows, boolean single) {
        Columns inputs = rows(all.inputs(), rows, single);
        Columns targets = all.targets();
        Columns weights = all.weights();
        return new Batch(
                inputs,
                targets == null ? null : rows(targets, rows, single),
                weights == null ? null : rows(weights, rows, single));
    }

    private static Columns rows(Columns from, int[] rows, boolean single) {
        List<Tensor> out = new ArrayList<>();
        for (Tensor t : from.tensors()) {
            out.add(RowCopy.tensor(t, rows, single));
        }
        return from.with(out);
    }
}
