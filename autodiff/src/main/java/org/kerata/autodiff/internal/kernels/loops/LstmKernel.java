package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.GateLoops;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Long short-term memory for the samples of a slice. */
public final class LstmKernel implements Kernel {
    private final RecurrentSteps s;
    private final Memory m;
    private final int units;
    private final float[] cells;
    private final float[][] gate;
    private final float[] product;
    private final float[] c;
    private final float[] h;

    /**
     * The slice's parts of the operands; null for what is not there.
     *
     * @param x the gates' inputs
     * @param firstH the state h to begin with
     * @param firstC the state c to begin with
     * @param outputs h behind each step
     * @param lastH h behind the last step
     * @param lastC c behind the last step
     * @param cells c behind each step
     * @param gates the gates of each step; may be the memory of x
     */
    public record Memory(
            FloatBuffer x,
            @Nullable FloatBuffer firstH,
            @Nullable FloatBuffer firstC,
            FloatBuffer outputs,
            FloatBuffer lastH,
            FloatBuffer lastC,
            @Nullable FloatBuffer cells,
            @Nullable FloatBuffer gates) {}

    /** On this memory. */
    public LstmKernel(RecurrentSteps s, Memory m) {
        this.s = s;
        this.m = m;
        this.units = s.units();
        this.cells = new float[s.rows() * units];
        this.gate = s.blocks(4);
        float[][] more = s.blocks(3);
        this.product = more[0];
        this.c = more[1];
        this.h = more[2];
    }

    @Override
    public void run(Worker w) {
        s.pack(w);
        s.begin(cells, m.firstH);
        s.states().put(0, cells);
        s.begin(cells, m.firstC);
        for (int i = 0; i < s.steps(); i++) {
            int place = s.place(i);
            s.multiply(w, place);
            s.blocks(place, this::step);
        }
        m.lastH.put(0, s.states(), 0, cells.length);
        m.lastC.put(0, cells);
    }

    private void step(int first, int end, int t) {
        int n = (end - first) * units;
        for (int g = 0; g < 4; g++) {
            s.read(m.x, first, end, t, 4 * units, g, gate[g]);
            s.readProduct(first, end, 4 * units, g, product);
            if (g == 2) {
                GateLoops.tanhOfSum(gate[g], product, n);
            } else {
                GateLoops.sigmoidOfSum(gate[g], product, n);
            }
        }
        System.arraycopy(cells, first * units, c, 0, n);
        GateLoops.cell(c, gate[1], gate[0], gate[2], n);
        GateLoops.output(h, gate[3], c, n);
        FloatBuffer gates = m.gates;
        for (int g = 0; g < 4 && gates != null; g++) {
            s.write(gates, first, end, t, 4 * units, g, gate[g]);
        }
        for (int row = first; row < end && s.mask() != null; row++) {
            if (!s.counts(row, t)) {
                System.arraycopy(cells, row * units, c, (row - first) * units, units);
                s.states().get(row * units, h, (row - first) * units, units);
            }
        }
        System.arraycopy(c, 0, cells, first * units, n);
        s.states().put(first * units, h, 0, n);
        s.writeStates(m.outputs, first, end, t, h);
        FloatBuffer allCells = m.cells;
        if (allCells != null) {
            s.writeStates(allCells, first, end, t, c);
        }
    }
}
