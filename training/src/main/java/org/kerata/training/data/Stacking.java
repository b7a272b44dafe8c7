package org.kerata.training.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Batches from single samples. */
final class Stacking implements Iterator<Batch> {
    private final Iterator<Batch> from;
    private final int size;
    private final boolean dropRemainder;
    private List<Batch> next = new ArrayList<>();

    Stacking(Iterator<Batch> from, int size, boolean dropRemainder) {
        this.from = from;
        this.size = size;
        this.dropRemainder = dropRemainder;
    }

    @Override
    public boolean hasNext() {
        while (next.size() < size && from.hasNext()) {
            next.add(from.next());
        }
        return dropRemainder ? next.size() == size : !next.isEmpty();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Batch> samples = next;
        next = new ArrayList<>();
        Columns inputs = stacked(samples, Batch::inputs);
        if (inputs == null) {
            throw new IllegalStateException("Samples without inputs.");
        }
        return new Batch(inputs, stacked(samples, Batch::targets), stacked(samples, Batch::weights));
    }

    private static @Nullable Columns stacked(List<Batch> samples, Function<Batch, @Nullable Columns> side) {
        Columns first = side.apply(samples.get(0));
        if (first == null) {
            return null;
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < first.tensors().size(); i++) {
            List<Tensor> rows = new ArrayList<>();
            for (Batch s : samples) {
                Columns c = side.apply(s);
                if (c == null) {
                    throw new IllegalStateException("Some samples have what others lack.");
                }
                rows.add(c.tensors().get(i));
            }
            out.add(Ops.stack(rows, 0));
        }
        Tensor.evaluate(out);
        return first.with(out);
    }
}
