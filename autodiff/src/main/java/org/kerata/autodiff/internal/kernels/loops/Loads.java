package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Region;
import org.kerata.autodiff.internal.run.Binding;

/** Fills registers from operands, stretching them as broadcasting asks. */
public final class Loads {
    private Loads() {}

    /** Fills one register. */
    public interface Load extends Step {
        /** Whether every block gets the same contents, so that filling once will do. */
        default boolean isFixed() {
            return false;
        }
    }

    private record Fixed(int register, float value) implements Load {
        @Override
        public void run(float[][] r, long at, int n) {
            Arrays.fill(r[register], 0, n, value);
        }

        @Override
        public boolean isFixed() {
            return true;
        }
    }

    /** A register full of one number. */
    public static Load number(int register, float value) {
        return new Fixed(register, value);
    }

    /** A load for elements {@code lo} to {@code hi} of an iteration of this shape, in blocks that start at multiples of {@code block}. */
    public static Load of(int register, Operand o, Shape iteration, Binding b, int slice, long lo, long hi, int block) {
        Reader read = o.dtype() == DType.FLOAT32 ? null : reader(o, b, slice);
        if (o.size() == iteration.size()) {
            return read == null ? new Dense(register, b.floats(o, slice, lo, hi), lo) : new Converted(register, read);
        }
        Reader any = read == null ? floats(b.floats(o, slice, 0, o.size())) : read;
        if (o.size() == 1) {
            return new Scalar(register, any);
        }
        long period = period(o, iteration);
        if (period > 1 && block % period == 0 && lo % period == 0) {
            return new Tiled(register, any, (int) period);
        }
        return new Strided(register, any, new Strides(o.shape(), iteration));
    }

    /** After how many elements the operand repeats, if all it does is repeat; else 0. */
    public static long period(Operand o, Shape iteration) {
        if (o.size() == iteration.size() || o.size() <= 1) {
            return 0;
        }
        int rank = iteration.rank();
        Shape s = o.shape();
        long n = 1;
        boolean repeating = false;
        for (int i = 1; i <= rank; i++) {
            long d = i <= s.rank() ? s.dim(s.rank() - i) : 1;
            if (d == iteration.dim(rank - i) && !repeating) {
                n *= d;
            } else if (d == 1) {
                repeating = true;
            } else {
                return 0;
            }
        }
        return n == o.size() ? n : 0;
    }

    /** What elements {@code lo} to {@code hi} of the iteration need of the operand. */
    public static Region region(Operand o, Shape iteration, long lo, long hi) {
        long inner = 1;
        Shape s = o.shape();
        int rank = iteration.rank();
        int i = 1;
        for (; i <= rank; i++) {
            long d = i <= s.rank() ? s.dim(s.rank() - i) : 1;
            if (d != 1) {
                break;
            }
            inner *= iteration.dim(rank - i);
        }
        boolean prefix = true;
        for (; i <= rank; i++) {
            long d = i <= s.rank() ? s.dim(s.rank() - i) : 1;
            prefix &= d == iteration.dim(rank - i);
        }
        return prefix && o.size() > 1 ? o.part(lo / inner, (hi + inner - 1) / inner) : o.all();
    }

    /** Reads single elements as floats. */
    private interface Reader {
        float at(int i);

        default void copy(int from, float[] to, int at, int n) {
            for (int i = 0; i < n; i++) {
                to[at + i] = at(from + i);
            }
        }
    }

    private static Reader floats(FloatBuffer buffer) {
        return new Reader() {
            @Override
            public float at(int i) {
                return buffer.get(i);
            }

            @Override
            public void copy(int from, float[] to, int at, int n) {
                buffer.get(from, to, at, n);
            }
        };
    }

    private static Reader reader(Operand o, Binding b, int slice) {
        ByteBuffer bytes = b.bytes(o, slice);
        return switch (o.dtype()) {
            case BOOL -> bytes::get;
            case INT32 -> i -> bytes.getInt(i * 4);
            case INT64 -> i -> bytes.getLong(i * 8);
            case FLOAT64 -> i -> (float) bytes.getDouble(i * 8);
            case FLOAT32 -> i -> bytes.getFloat(i * 4);
        };
    }

    private record Dense(int register, FloatBuffer from, long lo) implements Load {
        @Override
        public void run(float[][] r, long at, int n) {
            from.get((int) (at - lo), r[register], 0, n);
        }
    }

    private record Converted(int register, Reader from) implements Load {
        @Override
        public void run(float[][] r, long at, int n) {
            from.copy((int) at, r[register], 0, n);
        }
    }

    private record Scalar(int register, Reader from) implements Load {
        @Override
        public void run(float[][] r, long at, int n) {
            Arrays.fill(r[register], 0, n, from.at(0));
        }

        @Override
        public boolean isFixed() {
            return true;
        }
    }

    private record Tiled(int register, Reader from, int period) implements Load {
        @Override
        public void run(float[][] r, long at, int n) {
            float[] to = r[register];
            from.copy(0, to, 0, Math.min(period, n));
            for (int done = period; done < n; done *= 2) {
                System.arraycopy(to, 0, to, done, Math.min(done, n - done));
            }
        }

        @Override
        public boolean isFixed() {
            return true;
        }
    }

    /** Any other broadcasting: runs along the innermost axes, copied or filled. */
    private static final class Strided implements Load {
        private final int register;
        private final Reader from;
        private final Strides strides;

        Strided(int register, Reader from, Strides strides) {
            this.register = register;
            this.from = from;
            this.strides = strides;
        }

        @Override
        public void run(float[][] r, long at, int n) {
            float[] to = r[register];
            int done = 0;
            while (done < n) {
                long here = at + done;
                int run = (int) Math.min(n - done, strides.run - here % strides.run);
                int source = (int) strides.offset(here);
                if (strides.innermost == 0) {
                    Arrays.fill(to, done, done + run, from.at(source));
                } else {
                    from.copy(source, to, done, run);
                }
                done += run;
            }
        }
    }
}
