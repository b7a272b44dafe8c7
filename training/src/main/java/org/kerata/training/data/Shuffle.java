package org.kerata.training.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.kerata.layers.Seeds;

/** Random orders. */
final class Shuffle {
    private Shuffle() {}

    /** Walks in random order through what other walks give. */
    static <T> Supplier<Iterator<T>> of(Supplier<Iterator<T>> walks, int buffer, long seed) {
        AtomicLong walk = new AtomicLong();
        return () -> new Drawing<>(walks.get(), buffer, new SplittableRandom(Seeds.mix(seed, walk.getAndIncrement())));
    }

    private static final class Drawing<T> implements Iterator<T> {
        private final Iterator<T> from;
        private final List<T> buffer = new ArrayList<>();
        private final SplittableRandom random;

        Drawing(Iterator<T> from, int size, SplittableRandom random) {
            this.from = from;
            this.random = random;
            while (buffer.size() < size && from.hasNext()) {
                buffer.add(from.next());
            }
        }

        @Override
        public boolean hasNext() {
            return !buffer.isEmpty();
        }

        @Override
        public T next() {
            if (buffer.isEmpty()) {
                throw new NoSuchElementException();
            }
            int i = random.nextInt(buffer.size());
            int last = buffer.size() - 1;
            T drawn = buffer.get(i);
            if (from.hasNext()) {
                buffer.set(i, from.next());
            } else {
                buffer.set(i, buffer.get(last));
                buffer.remove(last);
            }
            return drawn;
        }
    }
}
