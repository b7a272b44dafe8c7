package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.GateLoops;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** The way back through gated recurrent units for the samples of a slice. */
public final class GruGradientKernel implements Kernel {
    private final RecurrentSteps s;
    private final Memory m;
    private final int units;
    private final float[] dstates;
    private final float[] direct;
    private final float[][] gate;
    private final float[] before;
    private final float[] dh;
    private final GateSums sums;
    private int step;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param gates of each step z, r and the candidate
     * @param outputs the state behind each step
     * @param products of each step the product behind r
     * @param firstH the state to begin with
     * @param doutputs the gradient of the state behind each step
     * @param dlastH the gradient of the state behind the last step
     * @param dx the gradient of the gates' inputs; may be the memory of the gates
     * @param dproduct the gradient of the state's products
     * @param dfirstH the gradient of the state to begin with
     * @param sums the sums of dx over steps and samples
     * @param productSums the sums of dproduct
     */
    public record Memory(
            FloatBuffer gates,
            FloatBuffer outputs,
            FloatBuffer products,
            @Nullable FloatBuffer firstH,
            @Nullable FloatBuffer doutputs,
            @Nullable FloatBuffer dlastH,
            FloatBuffer dx,
            FloatBuffer dproduct,
            FloatBuffer dfirstH,
            @Nullable FloatBuffer sums,
            @Nullable FloatBuffer productSums) {}

    /** On this memory. */
    public GruGradientKernel(RecurrentSteps s, Memory m) {
        this.s = s;
        this.m = m;
        this.units = s.units();
        this.dstates = new float[s.rows() * units];
        this.direct = new float[s.rows() * units];
        this.gate = s.blocks(4);
        float[][] more = s.blocks(2);
        this.before = more[0];
        this.dh = more[1];
        this.sums = new GateSums(m.sums == null && m.productSums == null ? 0 : 4, s);
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        s.begin(dstates, m.dlastH);
        sums.clear();
        for (step = s.steps() - 1; step >= 0; step--) {
            int place = s.place(step);
            s.blocks(place, this::step);
            s.multiply(w, place);
            s.states().get(0, dstates);
            addDirect();
        }
        m.dfirstH.put(0, dstates);
        if (m.sums != null) {
            sums.write(m.sums, 0, 1, 2);
        }
        if (m.productSums != null) {
            sums.write(m.productSums, 0, 1, 3);
        }
    }

    /** The products of masked steps are 0, so that what arrives there goes on as it is. */
    private void addDirect() {
        GateLoops.add(dstates, direct, dstates.length);
    }

    private void step(int first, int end, int place) {
        int n = (end - first) * units;
        for (int g = 0; g < 3; g++) {
            s.read(m.gates, first, end, place, 3 * units, g, gate[g]);
        }
        s.readStates(m.products, first, end, place, gate[3]);
        System.arraycopy(dstates, first * units, dh, 0, n);
        FloatBuffer doutputs = m.doutputs;
        if (doutputs != null) {
            s.readStates(doutputs, first, end, place, before);
            GateLoops.add(dh, before, n);
        }
        System.arraycopy(dh, 0, direct, first * units, n);
        readBefore(first, end);
        GateLoops.mixGradient(gate[0], gate[2], dh, before, n);
        GateLoops.resetGradient(gate[1], gate[3], gate[2], n);
        for (int row = first; row < end && s.mask() != null; row++) {
            if (!s.counts(row, place)) {
                int at = (row - first) * units;
                for (float[] g : gate) {
                    Arrays.fill(g, at, at + units, 0);
                }
                System.arraycopy(direct, row * units, dh, at, units);
            }
        }
        System.arraycopy(dh, 0, direct, first * units, n);
        for (int g = 0; g < 4 && (m.sums != null || m.productSums != null); g++) {
            sums.add(g, gate[g], n);
        }
        for (int g = 0; g < 3; g++) {
            s.write(m.dx, first, end, place, 3 * units, g, gate[g]);
            float[] d = g == 2 ? gate[3] : gate[g];
            s.write(m.dproduct, first, end, place, 3 * units, g, d);
        }
    }

    private void readBefore(int first, int end) {
        FloatBuffer firstH = m.firstH;
        if (step > 0) {
            s.readStates(m.outputs, first, end, s.place(step - 1), before);
        } else if (firstH != null) {
            firstH.get(first * units, before, 0, (end - first) * units);
        } else {
            Arrays.fill(before, 0);
        }
    }
}
