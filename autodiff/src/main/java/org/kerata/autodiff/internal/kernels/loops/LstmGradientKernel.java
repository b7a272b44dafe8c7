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
    private final GateSums sums;
    private int step;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param gates the gates of each step
     * @param cells c behind each step
     * @param firstC the state c to begin with
     * @param doutputs the gradient of h behind each step
     * @param dlastH the gradient of h behind the last step
     * @param dlastC the gradient of c behind the last step
     * @param dx the gradient of the gates' inputs; may be the memory of the gates
     * @param dfirstH the gradient of the state h to begin with
     * @param dfirstC the gradient of the state c to begin with
     * @param sums the sums of dx over steps and samples
     */
    public record Memory(
            FloatBuffer gates,
            FloatBuffer cells,
            @Nullable FloatBuffer firstC,
            @Nullable FloatBuffer doutputs,
            @Nullable FloatBuffer dlastH,
            @Nullable FloatBuffer dlastC,
            FloatBuffer dx,
            FloatBuffer dfirstH,
            FloatBuffer dfirstC,
            @Nullable FloatBuffer sums) {}

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
        this.sums = new GateSums(m.sums == null ? 0 : 4, s);
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        s.begin(dstates, m.dlastH);
        s.begin(dcells, m.dlastC);
        sums.clear();
        for (step = s.steps() - 1; step >= 0; step--) {
            int place = s.place(step);
            s.blocks(place, this::step);
            s.multiply(w, place);
            takeStates(place);
        }
        m.dfirstH.put(0, dstates);
        m.dfirstC.put(0, dcells);
        if (m.sums != null) {
            sums.write(m.sums, 0, 1, 2, 3);
        }
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
        System.arraycopy(dstates, first * units, dh, 0, n);
        FloatBuffer doutputs = m.doutputs;
        if (doutputs != null) {
            s.readStates(doutputs, first, end, place, t);
            GateLoops.add(dh, t, n);
            // What is kept for masked steps, which hand on what arrives.
            System.arraycopy(dh, 0, dstates, first * units, n);
        }
        System.arraycopy(dcells, first * units, dc, 0, n);
        s.readStates(m.cells, first, end, place, t);
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
            if (m.sums != null) {
                sums.add(g, gate[g], n);
            }
        }
    }

    private void readBefore(int first, int end) {
        FloatBuffer firstC = m.firstC;
        if (step > 0) {
            s.readStates(m.cells, first, end, s.place(step - 1), before);
        } else if (firstC != null) {
            firstC.get(first * units, before, 0, (end - first) * units);
        } else {
            Arrays.fill(before, 0);
        }
    }
}
