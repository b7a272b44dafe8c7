package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Option;

/**
 * Several cells as one: each gets the output of the one before.
 *
 * <p>Inputs {@code (batch, …features)} and the states of all cells, the first cell's first; outputs the last cell's output and all new
 * states. Keras: {@code keras.layers.StackedRNNCells}.
 */
public final class StackedRNNCells extends Cell<StackedRNNCells> {
    private final Option<List<Cell<?>>> cells = required("cells", Cells.LIST);
    private List<Cell<?>> tracked = List.of();

    StackedRNNCells() {}

    /** Of these cells. */
    public StackedRNNCells(List<? extends Cell<?>> cells) {
        this.cells.set(cells);
    }

    /** The cells. */
    public List<Cell<?>> cells() {
        if (cells.isSet() && tracked != cells.get()) {
            tracked.forEach(this::untrack);
            tracked = cells.get();
            trackAll("cells", tracked);
        }
        return cells.get();
    }

    /** Also of the cells. */
    @Override
    public StackedRNNCells dtype(String dtype) {
        layersWithin().forEach(l -> l.dtype(dtype));
        return super.dtype(dtype);
    }

    @Override
    protected List<Layer> layersWithin() {
        if (cells.isSet()) {
            cells();
        }
        return super.layersWithin();
    }

    @Override
    public List<Integer> stateSizes() {
        List<Integer> all = new ArrayList<>();
        cells().forEach(c -> all.addAll(c.stateSizes()));
        return all;
    }

    @Override
    public int outputSize() {
        return last().outputSize();
    }

    private Cell<?> last() {
        return cells().get(cells().size() - 1);
    }

    @Override
    protected int outputState() {
        return stateSizes().size() - last().stateSizes().size() + last().outputState();
    }

    @Override
    public List<Tensor> initialStates(long batch) {
        List<Tensor> all = new ArrayList<>();
        cells().forEach(c -> all.addAll(c.initialStates(batch)));
        return all;
    }

    @Override
    protected void build(Shape input) {
        Shape x = input;
        for (Cell<?> c : cells()) {
            c.buildFor(List.of(x));
            x = Shape.of(input.dim(0), c.outputSize());
        }
    }

    @Override
    protected Step start(Shape input, Call call) {
        List<Step> steps = new ArrayList<>();
        Shape x = input;
        for (Cell<?> c : cells()) {
            addPenalties(c, call);
            steps.add(c.start(x, call));
            x = Shape.of(input.dim(0), c.outputSize());
        }
        return new Step() {
            @Override
            public Tensor prepare(Tensor sequence) {
                return steps.get(0).prepare(sequence);
            }

            @Override
            public List<Tensor> of(Tensor prepared, List<Tensor> states) {
                return through(steps, prepared, states);
            }
        };
    }

    private List<Tensor> through(List<Step> steps, Tensor prepared, List<Tensor> states) {
        List<Tensor> next = new ArrayList<>();
        Tensor y = prepared;
        int from = 0;
        for (int i = 0; i < steps.size(); i++) {
            int to = from + cells().get(i).stateSizes().size();
            Step step = steps.get(i);
            List<Tensor> made = step.of(i == 0 ? y : step.prepare(y), states.subList(from, to));
            y = made.get(0);
            next.addAll(made.subList(1, made.size()));
            from = to;
        }
        next.add(0, y);
        return next;
    }
}
