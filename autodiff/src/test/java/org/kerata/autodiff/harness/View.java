package org.kerata.autodiff.harness;

import java.util.Arrays;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;

/** Ways in which a tensor can be part or another order of one in memory. */
enum View {
    /** All axes reversed. */
    TRANSPOSED {
        @Override
        Tensor base(Tensor x) {
            return Ops.transpose(x);
        }

        @Override
        Tensor of(Tensor base, Shape shape) {
            return Ops.transpose(base);
        }
    },
    /** A vector under another shape. */
    RESHAPED {
        @Override
        Tensor base(Tensor x) {
            return Ops.ravel(x);
        }

        @Override
        Tensor of(Tensor base, Shape shape) {
            return Ops.reshape(base, shape.dims());
        }
    },
    /** A part of something larger: one more row in front, two behind, and every second element of the last axis. */
    SLICED {
        @Override
        Tensor base(Tensor x) {
            int[][] border = new int[x.rank()][];
            Arrays.fill(border, new int[] {1, 2});
            Tensor wide = x.rank() == 0 ? x : Ops.repeat(x, 2, -1);
            return Ops.pad(wide, border, 1);
        }

        @Override
        Tensor of(Tensor base, Shape shape) {
            Slice[] s = new Slice[shape.rank()];
            Arrays.fill(s, Slice.of(1, -2));
            if (s.length > 0) {
                s[s.length - 1] = new Slice(1L, -2L, 2);
            }
            return Ops.slice(base, s);
        }
    },
    /** The first row, stretched. */
    STRETCHED {
        @Override
        Tensor base(Tensor x) {
            return x.rank() == 0 ? x : Ops.slice(x, Slice.of(0, 1));
        }

        @Override
        Tensor of(Tensor base, Shape shape) {
            return Ops.broadcastTo(base, shape);
        }
    };

    /** What lies in memory. */
    abstract Tensor base(Tensor x);

    /** The view of it that has this shape. */
    abstract Tensor of(Tensor base, Shape shape);
}
