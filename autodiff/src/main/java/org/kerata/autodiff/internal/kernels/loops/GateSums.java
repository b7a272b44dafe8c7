package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.GateLoops;

/** Sums of gates over samples and steps, taken while their blocks are in the cache: as wide as a block, folded at the end. */
final class GateSums {
    private final float[][] sums;
    private final int units;

    /** For so many gates. */
    GateSums(int gates, RecurrentSteps s) {
        this.sums = s.blocks(gates);
        this.units = s.units();
    }

    /** Begins anew. */
    void clear() {
        for (float[] sum : sums) {
            Arrays.fill(sum, 0);
        }
    }

    /** Adds a block of a gate. */
    void add(int gate, float[] block, int n) {
        GateLoops.add(sums[gate], block, n);
    }

    /** Writes the sums of these gates one behind the other. */
    void write(FloatBuffer to, int... gates) {
        for (int i = 0; i < gates.length; i++) {
            float[] sum = sums[gates[i]];
            for (int row = units; row < sum.length; row += units) {
                for (int u = 0; u < units; u++) {
                    sum[u] += sum[row + u];
                }
                Arrays.fill(sum, row, row + units, 0);
            }
            to.put(i * units, sum, 0, units);
        }
    }
}
