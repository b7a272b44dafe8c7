package org.kerata.autodiff.internal.kernels.loops;

import org.kerata.autodiff.graph.MultiPointwise;

/** A loop with several outputs. The array that names its registers is made once, so it belongs to one slice of one instance. */
final class Several implements Step {
    private final MultiPointwise loop;
    private final int[] registers;
    private final float[][] blocks;

    Several(MultiPointwise loop, int[] registers) {
        this.loop = loop;
        this.registers = registers;
        this.blocks = new float[registers.length][];
    }

    @Override
    public Step own() {
        return new Several(loop, registers);
    }

    @Override
    public void run(float[][] r, long at, int n) {
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = r[registers[i]];
        }
        loop.run(blocks, n);
    }
}
