package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.kerata.autodiff.internal.kernels.loops.MomentsKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * The moments of each channel over a batch, in two steps with a barrier between them. First each slice finds, for its own part of the
 * batch, the mean and the sum of squared differences from it: output (slices, 2, channels). Then every slice combines all parts for
 * itself: outputs mean and variance.
 */
final class StatisticsTask extends Task {
    private final long rows;
    private final long perRow;
    private final int channels;
    private final boolean combine;

    StatisticsTask(
            String scope,
            long rows,
            long perRow,
            int channels,
            boolean combine,
            List<Operand> inputs,
            List<Operand> outputs) {
        super(combine ? "combine_moments" : "moments", scope, inputs, outputs);
        this.rows = rows;
        this.perRow = perRow;
        this.channels = channels;
        this.combine = combine;
    }

    @Override
    public void cut(int slices) {
        if (combine) {
            replicate(slices);
            return;
        }
        cutInto(slices);
        Operand x = inputs().get(0);
        Operand out = outputs().get(0);
        for (int s = 0; s < slices; s++) {
            reads(0, s, x.part(rows * s / slices * perRow, rows * (s + 1) / slices * perRow));
            writes(0, s, out.part(2L * channels * s, 2L * channels * (s + 1)));
        }
    }

    @Override
    public boolean staysWithin(int input) {
        return !combine;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand in = inputs().get(0);
        if (combine) {
            int slices = (int) (in.size() / channels / 2);
            long[] counts = new long[slices];
            for (int s = 0; s < slices; s++) {
                counts[s] = (rows * (s + 1) / slices - rows * s / slices) * perRow / channels;
            }
            return MomentsKernel.combine(
                    b.floats(in, slice, 0, in.size()),
                    b.floats(outputs().get(0), slice, 0, channels),
                    b.floats(outputs().get(1), slice, 0, channels),
                    counts,
                    channels);
        }
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        Operand out = outputs().get(0);
        return MomentsKernel.partial(
                b.floats(in, slice, r.lo() - in.offset(), r.hi() - in.offset()),
                b.floats(out, slice, w.lo() - out.offset(), w.hi() - out.offset()),
                (int) (r.hi() - r.lo()),
                channels);
    }
}
