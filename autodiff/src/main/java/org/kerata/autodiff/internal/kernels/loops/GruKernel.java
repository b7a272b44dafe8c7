package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.GateLoops;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Gated recurrent units for the samples of a slice; the recurrent bias is part of the product. */
public final class GruKernel implements Kernel {
    private final RecurrentSteps s;
    private final Memory m;
    private final int units;
    private final float[] states;
    private final float[][] gate;
    private final float[] product;
    private final float[] h;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param x the gates' inputs
     * @param firstH the state to begin with
     * @param outputs the state behind each step
     * @param lastH the state behind the last step
     * @param gates of each step z, r and the candidate; may be the memory of x
     * @param products of each step the product behind r
     */
    public record Memory(
            FloatBuffer x,
            @Nullable FloatBuffer firstH,
            FloatBuffer outputs,
            FloatBuffer lastH,
            @Nullable FloatBuffer gates,
            @Nullable FloatBuffer products) {}

    /** On this memory. */
    public GruKernel(RecurrentSteps s, Memory m) {
        this.s = s;
        this.m = m;
        this.units = s.units();
        this.states = new float[s.rows() * units];
        this.gate = s.blocks(3);
        float[][] more = s.blocks(2);
        this.product = more[0];
        this.h = more[1];
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        s.begin(states, m.firstH);
        s.states().put(0, states);
        for (int i = 0; i < s.steps(); i++) {
            int place = s.place(i);
            s.multiply(w, place);
            s.blocks(place, this::step);
        }
        m.lastH.put(0, states);
    }

    private void step(int first, int end, int t) {
        int n = (end - first) * units;
        for (int g = 0; g < 3; g++) {
            s.read(m.x, first, end, t, 3 * units, g, gate[g]);
            s.readProduct(first, end, 3 * units, g, product);
            if (g == 2) {
                GateLoops.candidate(gate[2], gate[1], product, n);
            } else {
                GateLoops.sigmoidOfSum(gate[g], product, n);
            }
        }
        System.arraycopy(states, first * units, h, 0, n);
        GateLoops.mix(h, gate[0], gate[2], n);
        FloatBuffer gates = m.gates;
        for (int g = 0; g < 3 && gates != null; g++) {
            s.write(gates, first, end, t, 3 * units, g, gate[g]);
        }
        FloatBuffer products = m.products;
        if (products != null) {
            s.writeStates(products, first, end, t, product);
        }
        for (int row = first; row < end && s.mask() != null; row++) {
            if (!s.counts(row, t)) {
                System.arraycopy(states, row * units, h, (row - first) * units, units);
            }
        }
        System.arraycopy(h, 0, states, first * units, n);
        s.states().put(first * units, h, 0, n);
        s.writeStates(m.outputs, first, end, t, h);
    }
}
