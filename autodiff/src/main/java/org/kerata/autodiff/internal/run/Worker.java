package org.kerata.autodiff.internal.run;

/** What belongs to one thread while it runs kernels: blocks of floats that stay in the first-level cache. */
public final class Worker {
    /** The length of a block, in floats. */
    public static final int BLOCK = 512;

    private static final ThreadLocal<Worker> MINE = ThreadLocal.withInitial(Worker::new);

    private float[][] registers = new float[16][BLOCK];

    private Worker() {}

    /** This thread's. */
    public static Worker mine() {
        return MINE.get();
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
