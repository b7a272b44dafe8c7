package org.kerata.autodiff.internal.kernels.loops;

import org.kerata.autodiff.graph.MultiPointwise;

/** A loop with several outputs. The arrays that name its registers are made once, so it belongs to one slice of one instance. */
final class Several implements Step {
    private final MultiPointwise loop;
    private final int[] in;
    private final int[] out;
    private final float[][] from;
    private final float[][] to;

    Several(MultiPointwise loop, int[] in, int[] out) {
        this.loop = loop;
        this.in = in;
        this.out = out;
        this.from = new float[in.length][];
        this.to = new float[out.length][];
    }

    @Override
    public Step own() {
        return new Several(loop, in, out);
    }

    @Override
    public void run(float[][] r, long at, int n) {
        for (int i = 0; i < in.length; i++) {
            from[i] = r[in[i]];
        }
        for (int i = 0; i < out.length; i++) {
            to[i] = r[out[i]];
        }
        loop.run(from, to, n);
    }
}
