package org.kerata.training.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** Samples that are the rows of tensors, in order or shuffled: nothing is copied before it is asked for. */
final class RowDataset extends Dataset {
    private final Batch all;
    private final int rows;
    private final Supplier<Iterator<Integer>> orders;

    RowDataset(Batch all) {
        this(all, count(all), null);
    }

    private RowDataset(Batch all, int rows, @Nullable Supplier<Iterator<Integer>> orders) {
        this.all = all;
        this.rows = rows;
        this.orders = orders != null ? orders : () -> IntStream.range(0, rows).iterator();
    }

    private static int count(Batch all) {
        List<Tensor> tensors = new ArrayList<>(all.inputs().tensors());
        for (Columns c : new @Nullable Columns[] {all.targets(), all.weights()}) {
            if (c != null) {
                tensors.addAll(c.tensors());
            }
        }
        int n = -1;
        for (Tensor t : tensors) {
            if (t.rank() == 0) {
                throw new ShapeException("Dataset.of: tensors must be (samples, …). Received: a single number.");
            }
            int rows = t.shape().intDim(0);
            if (n >= 0 && rows != n) {
                throw new ShapeException(
                        "Dataset.of: all tensors must have equally many rows. Received: " + n + " and " + rows + ".");
            }
            n = rows;
        }
        return n;
    }

    /** The tensors whose rows these are. */
    Batch all() {
        return all;
    }

    @Override
    public long size() {
        return rows;
    }

    @Override
    public boolean isBatched() {
        return false;
    }

    @Override
    public Dataset shuffle(int buffer, long seed) {
        super.shuffle(buffer, seed);
        return new RowDataset(all, rows, Shuffle.of(orders, buffer, seed));
    }

    @Override
    Dataset batched(int size, boolean dropRemainder) {
        return new RowBatches(all, orders, rows, size, dropRemainder);
    }

    @Override
    public Iterator<Batch> iterator() {
        Iterator<Integer> order = orders.get();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return order.hasNext();
            }

            @Override
            public Batch next() {
                return RowBatches.rows(all, new int[] {order.next()}, true);
            }
        };
    }
}
