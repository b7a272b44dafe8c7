package org.kerata.training.data;

import java.util.Iterator;
import java.util.function.Supplier;

/** A data set that is walked through with iterators. */
final class IterableDataset extends Dataset {
    private final Supplier<Iterator<Batch>> walks;
    private final long size;
    private final boolean batched;

    IterableDataset(Supplier<Iterator<Batch>> walks, long size, boolean batched) {
        this.walks = walks;
        this.size = size;
        this.batched = batched;
    }

    @Override
    public Iterator<Batch> iterator() {
        return walks.get();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isBatched() {
        return batched;
    }
}
