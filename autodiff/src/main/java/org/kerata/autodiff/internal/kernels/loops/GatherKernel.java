package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Copies rows of a table to where their numbers stand. A number out of range is an error that names its place. */
public final class GatherKernel implements Kernel {
    private final ByteBuffer table;
    private final Numbers numbers;
    private final ByteBuffer out;
    private final int bytes;
    private final int first;
    private final int count;

    /**
     * For a stretch of the numbers.
     *
     * @param table the rows
     * @param numbers which rows
     * @param out all of the output
     * @param bytes the length of a row
     * @param first the first number of the stretch
     * @param count how many numbers
     */
    public GatherKernel(ByteBuffer table, Numbers numbers, ByteBuffer out, int bytes, int first, int count) {
        this.table = table;
        this.numbers = numbers;
        this.out = out;
        this.bytes = bytes;
        this.first = first;
        this.count = count;
    }

    @Override
    public void run(Worker w) {
        for (int i = first; i < first + count; i++) {
            out.put(i * bytes, table, numbers.row(i) * bytes, bytes);
        }
    }

    /**
     * Row numbers, checked as they are read.
     *
     * @param op the op, for messages
     * @param values the numbers as they stand in memory
     * @param wide whether they are {@code int64}
     * @param shape their shape
     * @param rows how many rows there are
     * @param fromEnd whether negative numbers count from the end
     */
    public record Numbers(String op, ByteBuffer values, boolean wide, Shape shape, int rows, boolean fromEnd) {

        /** How many there are. */
        public int count() {
            return (int) shape.size();
        }

        /** The row that a number means. */
        public int row(int i) {
            long v = wide ? values.getLong(i * Long.BYTES) : values.getInt(i * Integer.BYTES);
            long r = v < 0 && fromEnd ? v + rows : v;
            if (r < 0 || r >= rows) {
                throw outOfRange(v, i);
            }
            return (int) r;
        }

        private KerataException outOfRange(long v, int at) {
            long[] place = new long[shape.rank()];
            long rest = at;
            for (int i = place.length - 1; i >= 0; i--) {
                place[i] = rest % shape.dim(i);
                rest /= shape.dim(i);
            }
            return new KerataException(op + ": index " + v + " at position " + Arrays.toString(place)
                    + " is out of range. Expected " + (fromEnd ? -rows : 0) + " to " + (rows - 1)
                    + ", axis 0 having length " + rows + ".");
        }
    }
}
