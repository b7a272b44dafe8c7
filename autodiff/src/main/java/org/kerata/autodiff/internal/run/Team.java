package org.kerata.autodiff.internal.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Engine;

/**
 * The workers of the process. One caller at a time has them; a caller that does not get them runs its slices itself, with the same
 * bits. A slice runs on the worker of its number modulo the number of workers as long as that one is there, so its data stays in that core's
 * cache.
 */
final class Team {
    private static final int SPINS = 20_000;
    private static final int YIELDS = 200;
    private static final long NAP_NANOS = 50_000;
    /** Counters of different slices lie in different cache lines. */
    private static final int APART = 16;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile @Nullable Team team;

    private final int size;
    private final boolean fits;
    private final Thread[] threads;
    private volatile @Nullable Job job;
    private volatile boolean closed;

    private Team(int size) {
        this.size = size;
        this.fits = size <= Runtime.getRuntime().availableProcessors();
        this.threads = new Thread[size - 1];
        for (int i = 0; i < threads.length; i++) {
            int number = i + 1;
            threads[i] = new Thread(() -> work(number), "kerata-worker-" + number);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Runs the phases from one on; null if all went well. */
    static @Nullable Failure run(Kernel[][][] kernels, int from) {
        if (from >= kernels.length) {
            return null;
        }
        int workers = Math.min(Engine.threads(), kernels[0].length);
        try (Omp single = Omp.single()) {
            if (workers > 1 && !Threads.isVirtual() && LOCK.tryLock()) {
                try {
                    return of(workers).lead(new Job(kernels, from, workers));
                } finally {
                    LOCK.unlock();
                }
            }
            return alone(kernels, from);
        }
    }

    private static @Nullable Failure alone(Kernel[][][] kernels, int from) {
        Worker w = Worker.mine();
        for (int p = from; p < kernels.length; p++) {
            try {
                for (Kernel[] slice : kernels[p]) {
                    for (Kernel k : slice) {
                        k.run(w);
                    }
                }
            } catch (Throwable e) {
                return new Failure(p, e);
            }
        }
        return null;
    }

    private static Team of(int size) {
        Team t = team;
        if (t == null || t.size != size) {
            if (t != null) {
                t.closed = true;
                for (Thread thread : t.threads) {
                    LockSupport.unpark(thread);
                }
            }
            t = new Team(size);
            team = t;
        }
        return t;
    }

    private @Nullable Failure lead(Job j) {
        job = j;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        j.run(0, fits);
        int spins = 0;
        while (!j.isOver()) {
            spins = pause(spins, fits);
        }
        return j.failure;
    }

    private void work(int number) {
        Omp.single();
        Job last = null;
        int spins = 0;
        while (!closed) {
            Job j = job;
            if (j != null && j != last) {
                last = j;
                spins = 0;
                j.run(number, fits);
            } else if (spins < (fits ? SPINS : YIELDS)) {
                spins = pause(spins, fits);
            } else {
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static int pause(int spins, boolean fits) {
        if (fits && spins < SPINS) {
            Thread.onSpinWait();
        } else if (spins < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
        return fits || spins >= SPINS ? spins + 1 : SPINS;
    }

    /**
     * One run. A slice of a phase belongs to whoever claims it first; a worker that has done its own looks for those of others that have not
     * come yet, so one that the system keeps from running holds nobody up. A phase is over when all of its slices are done. Claims and
     * completions are read-modify-writes, because native code may have non-temporal stores in flight.
     */
    private static final class Job {
        final Kernel[][][] kernels;
        final int from;
        final int workers;
        final int slices;
        /** For each slice the next phase that nobody has claimed. */
        final AtomicIntegerArray unclaimed;

        final AtomicInteger done = new AtomicInteger();
        final AtomicInteger running = new AtomicInteger();
        volatile @Nullable Failure failure;

        Job(Kernel[][][] kernels, int from, int workers) {
            this.kernels = kernels;
            this.from = from;
            this.workers = workers;
            this.slices = kernels[0].length;
            this.unclaimed = new AtomicIntegerArray(slices * APART);
            for (int s = 0; s < slices; s++) {
                unclaimed.setPlain(s * APART, from);
            }
        }

        void run(int number, boolean fits) {
            Worker w = Worker.mine();
            int target = 0;
            for (int p = from; p < kernels.length && failure == null; p++) {
                for (int turn = 0; turn < workers; turn++) {
                    int owner = (number + turn) % workers;
                    for (int s = owner; s < slices; s += workers) {
                        if (unclaimed.get(s * APART) == p && unclaimed.compareAndSet(s * APART, p, p + 1)) {
                            run(w, p, s);
                        }
                    }
                }
                target += slices;
                int spins = 0;
                while (done.get() < target && failure == null) {
                    spins = pause(spins, fits);
                }
            }
        }

        private void run(Worker w, int phase, int slice) {
            running.incrementAndGet();
            try {
                if (failure == null) {
                    for (Kernel k : kernels[phase][slice]) {
                        k.run(w);
                    }
                    done.incrementAndGet();
                }
            } catch (Throwable e) {
                failure = new Failure(phase, e);
            } finally {
                running.decrementAndGet();
            }
        }

        /** Whether nobody works on it any more: all is done, or it has failed and whoever was at it has stopped. */
        boolean isOver() {
            return done.get() == slices * (kernels.length - from) || (failure != null && running.get() == 0);
        }
    }
}
