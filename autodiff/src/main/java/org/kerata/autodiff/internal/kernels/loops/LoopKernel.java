package org.kerata.autodiff.internal.kernels.loops;

import java.util.List;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Runs a list of steps block by block over a stretch of elements. */
public final class LoopKernel implements Kernel {
    private final Step[] once;
    private final Step[] each;
    private final Sink[] sinks;
    private final int registers;
    private final long lo;
    private final long hi;
    private final int block;

    /**
     * A kernel over elements {@code lo} to {@code hi}.
     *
     * @param once fills the registers that are the same for every block
     * @param each what is done for each block, in order
     */
    public LoopKernel(List<Step> once, List<Step> each, int registers, long lo, long hi, int block) {
        this.once = once.toArray(new Step[0]);
        this.each = each.toArray(new Step[0]);
        this.sinks = each.stream().filter(s -> s instanceof Sink).toArray(Sink[]::new);
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

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(registers);
        int most = (int) Math.min(block, hi - lo);
        for (Step s : once) {
            s.run(r, lo, most);
        }
        for (long at = lo; at < hi; at += block) {
            int n = (int) Math.min(block, hi - at);
            for (Step s : each) {
                s.run(r, at, n);
            }
        }
        for (Sink s : sinks) {
            s.finish();
        }
    }
}
