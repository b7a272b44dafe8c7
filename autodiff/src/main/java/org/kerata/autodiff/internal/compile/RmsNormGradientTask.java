package org.kerata.autodiff.internal.compile;

import java.nio.FloatBuffer;
import java.util.List;
import org.kerata.autodiff.internal.kernels.loops.RmsNormGradientKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * The gradient of root-mean-square normalisation: from x, scale, mean squares and dy to dx and the partial sums of the scale's gradient,
 * with an axis of slices in front. The rows are cut.
 */
final class RmsNormGradientTask extends Task {
    private final double epsilon;

    RmsNormGradientTask(String scope, double epsilon, List<Operand> inputs, List<Operand> outputs) {
        super("rms_norm_backward", scope, inputs, outputs);
        this.epsilon = epsilon;
    }

    private long length() {
        return inputs().get(0).shape().last();
    }

    private long rows() {
        return inputs().get(0).size() / length();
    }

    @Override
    public void cut(int slices) {
        Operand parts = outputs().get(1);
        if (slices == 1 || parts.shape().dim(0) < slices) {
            uncut(slices);
            return;
        }
        long[] bounds = RowNormTask.rowBounds(inputs().get(0), slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, i == 1 ? o.all() : RowNormTask.ofRows(o, bounds[s], bounds[s + 1], rows()));
            }
            writes(0, s, RowNormTask.ofRows(outputs().get(0), bounds[s], bounds[s + 1], rows()));
            writes(1, s, parts.part(s * length(), (s + 1) * length()));
        }
    }

    @Override
    public boolean staysWithin(int input) {
        return true;
    }

    @Override
    public boolean staysWithin() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Region r = reads(0, slice);
        return new RmsNormGradientKernel(
                floats(b, inputs().get(0), r, slice),
                floats(b, inputs().get(1), reads(1, slice), slice),
                floats(b, inputs().get(2), reads(2, slice), slice),
                floats(b, inputs().get(3), reads(3, slice), slice),
                floats(b, outputs().get(0), writes(0, slice), slice),
                floats(b, outputs().get(1), writes(1, slice), slice),
                (int) ((r.hi() - r.lo()) / length()),
                (int) length(),
                epsilon);
    }

    private static FloatBuffer floats(Binding b, Operand o, Region r, int slice) {
        return b.floats(o, slice, r.lo() - o.offset(), r.hi() - o.offset());
    }
}
