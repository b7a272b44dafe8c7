package org.kerata.layers;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where seeds come from that nobody gave. Every layer takes one when it is constructed, so its draws depend on the seed set here and on
 * the order in which layers are made, not on when they are built. Every thread has a sequence of its own: threads that make models at the
 * same time do not disturb each other, and differ.
 */
public final class Seeds {
    private static final ThreadLocal<@Nullable Stream> STREAM = new ThreadLocal<>();
    private static volatile Root root = new Root(ThreadLocalRandom.current().nextLong());

    private static final class Root {
        final long seed;
        final AtomicLong streams = new AtomicLong();

        Root(long seed) {
            this.seed = seed;
        }
    }

    private static final class Stream {
        final Root root;
        final boolean own;
        final long id;
        long count;

        Stream(Root root, boolean own, long id) {
            this.root = root;
            this.own = own;
            this.id = id;
        }
    }

    private Seeds() {}

    /** Starts all sequences again from this seed; the calling thread's keeps to it whatever other threads set later. */
    public static void set(long seed) {
        Root r = new Root(seed);
        root = r;
        STREAM.set(new Stream(r, true, 0));
    }

    /** The next seed of this thread's sequence: 0 or more, below 2⁵³. */
    public static long next() {
        Root now = root;
        Stream s = STREAM.get();
        if (s == null || (!s.own && s.root != now)) {
            s = new Stream(now, false, now.streams.incrementAndGet());
            STREAM.set(s);
        }
        return mix(mix(s.root.seed, s.id), s.count++);
    }

    /** A seed that depends on two numbers: 0 or more, below 2⁵³, which a JSON number holds exactly. */
    public static long mix(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b * 0xD1B54A32D192ED03L + 0x2545F4914F6CDD1DL;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 11;
    }
}
