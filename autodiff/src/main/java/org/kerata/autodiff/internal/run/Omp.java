package org.kerata.autodiff.internal.run;

import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.NativeOps;

/**
 * The number of OpenMP threads of the calling thread: native calls made within {@link #single()} use one. The count belongs to each
 * thread, and a new thread begins with all cores.
 */
public final class Omp implements AutoCloseable {
    /** ND4J's native library itself: its whole start-up would take twice as long, and is not needed for this. */
    private static final NativeOps NATIVE = new Nd4jCpu();

    private final int before;

    private Omp(int before) {
        this.before = before;
    }

    /** Makes sure that ND4J's library, and with it the OpenMP runtime that all share, is loaded before others. */
    public static void load() {
        NATIVE.ompGetMaxThreads();
    }

    /** One thread until the result is closed. */
    public static Omp single() {
        int before = NATIVE.ompGetMaxThreads();
        NATIVE.setOmpNumThreads(1);
        return new Omp(before);
    }

    @Override
    public void close() {
        NATIVE.setOmpNumThreads(before);
    }
}
