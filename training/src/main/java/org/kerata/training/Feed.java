package org.kerata.training;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Elements;
import org.kerata.training.internal.RowCopy;

/** The batches of one walk after the other through some data, copied straight into the slots of a program. */
abstract class Feed {
    private final RowCopy copy = new RowCopy();

    /** The columns that the present batch is taken from. */
    protected List<Elements> columns = List.of();

    /** The numbers of the rows; null if they are one after the other. */
    protected int @Nullable [] order;

    /** Where the batch begins in the order. */
    protected int first;

    /** How many rows it has. */
    protected int count;

    /** How many batches a walk has; -1 if not known. */
    abstract long batches();

    /** Begins a new walk. */
    abstract void restart();

    /** Leaves out so many walks, so that the next one has the order of those after them. */
    abstract void passOver(int walks);

    /** Goes to the next batch; false if there is none. */
    abstract boolean next();

    /** How many samples the present batch has. */
    final int count() {
        return count;
    }

    /** Where arguments go. */
    interface Slots {
        /** The slot of an argument. */
        ByteBuffer argument(int i);
    }

    /** Copies the present batch into the arguments of a program. */
    final void fill(Layout layout, Slots to) {
        for (int i = 0; i < columns.size(); i++) {
            copy.copy(
                    columns.get(i),
                    order,
                    first,
                    count,
                    to.argument(i),
                    layout.columns().get(i).type());
        }
    }
}
