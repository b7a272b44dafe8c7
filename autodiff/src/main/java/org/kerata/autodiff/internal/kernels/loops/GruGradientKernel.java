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
    private int step;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param dy the gradient of the outputs
     * @param outputs the state behind each step
     * @param gates of each step z, r, the candidate and the product behind r
     * @param firstH the state to begin with
     * @param dx the gradient of the gates' inputs
     * @param dproduct the gradient of the state's products
     * @param dfirstH the gradient of the state to begin with
     */
    public record Memory(
            FloatBuffer dy,
            FloatBuffer outputs,
            FloatBuffer gates,
            @Nullable FloatBuffer firstH,
            FloatBuffer dx,
            FloatBuffer dproduct,
            FloatBuffer dfirstH) {}

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
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        Arrays.fill(dstates, 0);
        for (step = s.steps() - 1; step >= 0; step--) {
            int place = s.place(step);
            s.blocks(place, this::step);
            s.multiply(w);
            s.states().get(0, dstates);
            addDirect();
        }
        m.dfirstH.put(0, dstates);
    }

    /** The products of masked steps are 0, so that what arrives there goes on as it is. */
    private void addDirect() {
        GateLoops.add(dstates, direct, dstates.length);
    }

    private void step(int first, int end, int place) {
        int n = (end - first) * units;
        for (int g = 0; g < 4; g++) {
            s.read(m.gates, first, end, place, 4 * units, g, gate[g]);
        }
        s.read(m.dy, first, end, place, units, 0, dh);
        System.arraycopy(dstates, first * units, before, 0, n);
        GateLoops.add(dh, before, n);
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
        for (int g = 0; g < 3; g++) {
            s.write(m.dx, first, end, place, 3 * units, g, gate[g]);
            float[] d = g == 2 ? gate[3] : gate[g];
            s.write(m.dproduct, first, end, place, 3 * units, g, d);
            s.writeProduct(first, end, 3 * units, g, d);
        }
    }

    private void readBefore(int first, int end) {
        FloatBuffer firstH = m.firstH;
        if (step > 0) {
            s.read(m.outputs, first, end, s.place(step - 1), units, 0, before);
        } else if (firstH != null) {
            firstH.get(first * units, before, 0, (end - first) * units);
        } else {
            Arrays.fill(before, 0);
        }
    }
}
