package org.kerata.autodiff.internal.kernels.loops;

import java.util.List;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Runs a list of loops block by block over a stretch of elements. */
public final class LoopKernel implements Kernel {
    private final Loads.Load[] once;
    private final Loads.Load[] each;
    private final Step[] steps;
    private final Stores.Store[] stores;
    private final int registers;
    private final long lo;
    private final long hi;
    private final int block;

    /** A kernel over elements {@code lo} to {@code hi}. */
    public LoopKernel(Loads.Load[] loads, Step[] steps, Stores.Store[] stores, int registers, long lo, long hi, int block) {
        this.once = pick(loads, true);
        this.each = pick(loads, false);
        this.steps = steps;
        this.stores = stores;
        this.registers = registers;
        this.lo = lo;
        this.hi = hi;
        this.block = block;
    }

    /** The longest block that holds each of the repeating operands a whole number of times. */
    public static int block(List<Long> periods) {
        long common = 1;
        for (long p : periods) {
            if (p > Worker.BLOCK) {
                continue;
            }
            long both = common / gcd(common, p) * p;
            common = both <= Worker.BLOCK ? both : common;
        }
        return (int) (Worker.BLOCK / common * common);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static Loads.Load[] pick(Loads.Load[] all, boolean fixed) {
        return java.util.Arrays.stream(all).filter(l -> l.isFixed() == fixed).toArray(Loads.Load[]::new);
    }

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(registers);
        int most = (int) Math.min(block, hi - lo);
        for (Loads.Load l : once) {
            l.load(r, lo, most);
        }
        for (long at = lo; at < hi; at += block) {
            int n = (int) Math.min(block, hi - at);
            for (Loads.Load l : each) {
                l.load(r, at, n);
            }
            for (Step s : steps) {
                s.loop().run(r[s.a()], r[s.b()], r[s.c()], r[s.out()], n);
            }
            for (Stores.Store s : stores) {
                s.store(r, at, n);
            }
        }
    }
}
