package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void startAgainFromTheSeed() {
        Seeds.set(1);
        long a = Seeds.next();
        long b = Seeds.next();
        Seeds.set(1);
        assertEquals(a, Seeds.next());
        assertEquals(b, Seeds.next());
        Seeds.set(2);
        assertNotEquals(a, Seeds.next());
    }

    @Test
    void everyThreadHasASequenceOfItsOwn() {
        Seeds.set(1);
        long a = Seeds.next();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            long theirs = CompletableFuture.supplyAsync(Seeds::next, other).join();
            assertNotEquals(a, theirs);
            long b = Seeds.next();
            Seeds.set(1);
            assertEquals(a, Seeds.next());
            assertEquals(b, Seeds.next());
            CompletableFuture.runAsync(() -> Seeds.set(99), other).join();
            Seeds.next();
            Seeds.set(1);
            assertEquals(a, Seeds.next());
        } finally {
            other.shutdown();
        }
    }

    @Test
    void areExactInJsonAndDoNotRepeat() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            for (int k = 0; k < 10; k++) {
                long s = Seeds.mix(i, k);
                assertTrue(s >= 0 && s == (long) (double) s);
                assertTrue(seen.add(s));
            }
        }
    }
}
