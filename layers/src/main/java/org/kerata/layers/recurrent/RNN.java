package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.layers.Option;

/**
 * Runs any cell along sequences.
 *
 * <p>Input {@code (batch, steps, …features)} and perhaps the cell's states; output {@code (batch, size)}, or {@code (batch, steps, size)}
 * with {@code returnSequences}. Weights: the cell's. Keras: {@code keras.layers.RNN}.
 */
public final class RNN extends BaseRNN<RNN> {
    private final Option<Cell<?>> cell = required("cell", Cells.ONE);
    private @Nullable Cell<?> tracked;

    RNN() {}

    /** Of this cell. */
    public RNN(Cell<?> cell) {
        this.cell.set(cell);
        take();
    }

    /** Of several cells, each of which gets the output of the one before. */
    public RNN(List<? extends Cell<?>> cells) {
        this(new StackedRNNCells(cells));
    }

    private Cell<?> take() {
        Cell<?> c = cell.get();
        if (tracked != c) {
            if (tracked != null) {
                untrack(tracked);
            }
            tracked = track("cell", c);
        }
        return c;
    }

    @Override
    public Cell<?> cell() {
        return take();
    }

    /** Also of the cells. */
    @Override
    public RNN dtype(String dtype) {
        layersWithin().forEach(l -> l.dtype(dtype));
        return super.dtype(dtype);
    }

    @Override
    protected List<Layer> layersWithin() {
        if (cell.isSet()) {
            take();
        }
        return super.layersWithin();
    }
}
