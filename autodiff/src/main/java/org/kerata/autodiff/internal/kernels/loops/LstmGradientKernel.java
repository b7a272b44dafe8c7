package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.GateLoops;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** The way back through long short-term memory for the samples of a slice. */
public final class LstmGradientKernel implements Kernel {
    private final RecurrentSteps s;
    private final Memory m;
    private final int units;
    private final float[] dstates;
    private final float[] dcells;
    private final float[][] gate;
    private final float[] t;
    private final float[] before;
    private final float[] dh;
    private final float[] dc;
    private int step;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param dy the gradient of the outputs
     * @param cells c behind each step
     * @param gates the gates of each step
     * @param firstC the state c to begin with
     * @param dcells the gradient of c behind each step
     * @param dx the gradient of the gates' inputs
     * @param dfirstH the gradient of the state h to begin with
     * @param dfirstC the gradient of the state c to begin with
     */
    public record Memory(
            FloatBuffer dy,
            FloatBuffer cells,
            FloatBuffer gates,
            @Nullable FloatBuffer firstC,
            @Nullable FloatBuffer dcells,
            FloatBuffer dx,
            FloatBuffer dfirstH,
            FloatBuffer dfirstC) {}

    /** On this memory. */
    public LstmGradientKernel(RecurrentSteps s, Memory m) {
        this.s = s;
        this.m = m;
        this.units = s.units();
        this.dstates = new float[s.rows() * units];
        this.dcells = new float[s.rows() * units];
        this.gate = s.blocks(4);
        float[][] more = s.blocks(4);
        this.t = more[0];
        this.before = more[1];
        this.dh = more[2];
        this.dc = more[3];
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        Arrays.fill(dstates, 0);
        Arrays.fill(dcells, 0);
        for (step = s.steps() - 1; step >= 0; step--) {
            int place = s.place(step);
            s.blocks(place, this::step);
            s.multiply(w);
            takeStates(place);
        }
        m.dfirstH.put(0, dstates);
        m.dfirstC.put(0, dcells);
    }

    /** What reaches the states before a step; a masked step hands on what it got. */
    private void takeStates(int place) {
        if (s.mask() == null) {
            s.states().get(0, dstates);
            return;
        }
        for (int row = 0; row < s.rows(); row++) {
            if (s.counts(row, place)) {
                s.states().get(row * units, dstates, row * units, units);
            }
        }
    }

    private void step(int first, int end, int place) {
        int n = (end - first) * units;
        for (int g = 0; g < 4; g++) {
            s.read(m.gates, first, end, place, 4 * units, g, gate[g]);
        }
        s.read(m.dy, first, end, place, units, 0, dh);
        System.arraycopy(dstates, first * units, t, 0, n);
        GateLoops.add(dh, t, n);
        System.arraycopy(dcells, first * units, dc, 0, n);
        FloatBuffer more = m.dcells;
        if (more != null) {
            s.read(more, first, end, place, units, 0, t);
            GateLoops.add(dc, t, n);
        }
        // What is kept for masked steps, which hand on what arrives.
        System.arraycopy(dh, 0, dstates, first * units, n);
        System.arraycopy(dc, 0, dcells, first * units, n);
        s.read(m.cells, first, end, place, units, 0, t);
        GateLoops.tanh(t, n);
        readBefore(first, end);
        GateLoops.outputGradient(gate[3], dc, t, dh, n);
        GateLoops.inputGradient(gate[0], gate[2], dc, n);
        GateLoops.forgetGradient(gate[1], dc, before, n);
        for (int row = first; row < end && s.mask() != null; row++) {
            if (!s.counts(row, place)) {
                int at = (row - first) * units;
                for (float[] g : gate) {
                    Arrays.fill(g, at, at + units, 0);
                }
                System.arraycopy(dcells, row * units, dc, at, units);
            }
        }
        System.arraycopy(dc, 0, dcells, first * units, n);
        for (int g = 0; g < 4; g++) {
            s.write(m.dx, first, end, place, 4 * units, g, gate[g]);
            s.writeProduct(first, end, 4 * units, g, gate[g]);
        }
    }

    private void readBefore(int first, int end) {
        FloatBuffer firstC = m.firstC;
        if (step > 0) {
            s.read(m.cells, first, end, s.place(step - 1), units, 0, before);
        } else if (firstC != null) {
            firstC.get(first * units, before, 0, (end - first) * units);
        } else {
            Arrays.fill(before, 0);
        }
    }
}
