package org.kerata.autodiff.internal.run;

import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.onednn.Dnnl;

/** What belongs to one thread while it runs kernels: blocks of floats that stay in the first-level cache. */
public final class Worker {
    /** The length of a block, in floats. */
    public static final int BLOCK = 512;

    private static final ThreadLocal<Worker> MINE = ThreadLocal.withInitial(Worker::new);

    private float[] large = {};
    private float[][] registers = new float[16][BLOCK];

    private @Nullable dnnl_stream stream;

    private Worker() {}

    /** This thread's oneDNN stream. */
    public dnnl_stream stream() {
        dnnl_stream s = stream;
        if (s == null) {
            s = Dnnl.stream();
            stream = s;
        }
        return s;
    }

    /** This thread's. */
    public static Worker mine() {
        return MINE.get();
    }

    /** An array of at least this length, for what does not fit into a block. */
    public float[] large(int n) {
        if (large.length < n) {
            large = new float[n];
        }
        return large;
    }

    /** At least so many blocks. */
    public float[][] registers(int n) {
        if (n > registers.length) {
            float[][] more = new float[Math.max(n, 2 * registers.length)][];
            System.arraycopy(registers, 0, more, 0, registers.length);
            for (int i = registers.length; i < more.length; i++) {
                more[i] = new float[BLOCK];
            }
            registers = more;
        }
        return registers;
    }
}
