package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;

/**
 * One step of a recurrence: from the input of the step and the states before it to its output and the states behind it. An {@link RNN} runs
 * it along a sequence. A subclass makes its weights in {@link #build(Shape)} for the input of a step, says how many numbers its states
 * hold, and computes in {@link #step}.
 *
 * <p>Inputs {@code (batch, …features)} and a state {@code (batch, size)} for each of {@link #stateSizes()}; outputs the output and the
 * states behind the step.
 *
 * @param <C> the cell's own type
 */
public abstract class Cell<C extends Cell<C>> extends FluentLayer<C> {
    /** For subclasses. */
    protected Cell() {}

    /** One step, once everything that all steps have in common is there. */
    public interface Step {
        /** What of the input's part can be computed for all steps at once: from {@code (batch, …, features)}. By default nothing. */
        default Tensor prepare(Tensor x) {
            return x;
        }

        /** From a step's prepared input and the states before it: its output, and the states behind it. */
        List<Tensor> of(Tensor x, List<Tensor> states);
    }

    /** How many numbers each state holds for a sample. */
    public abstract List<Integer> stateSizes();

    /** How many numbers the output holds for a sample; as many as the first state by default. */
    public int outputSize() {
        return stateSizes().get(0);
    }

    /** The shape of each state of a sample; vectors by default. */
    List<Shape> stateShapes() {
        return stateSizes().stream().map(n -> Shape.of(n)).toList();
    }

    /** The shape of the output of a sample; a vector by default. */
    Shape outputShape() {
        return Shape.of(outputSize());
    }

    /** The state that stands in for the output where a step is masked. */
    protected int outputState() {
        return 0;
    }

    /** The states before the first step; zeros by default. */
    public List<Tensor> initialStates(long batch) {
        List<Tensor> out = new ArrayList<>();
        for (Shape state : stateShapes()) {
            out.add(Ops.full(state.prepend(batch), 0, dtype()));
        }
        return out;
    }

    /** Computes a step: the output, and behind it the new states. */
    protected List<Tensor> step(Tensor x, List<Tensor> states, Call call) {
        throw new KerataException(
                className() + " must define step(Tensor, List<Tensor>, Call), or start(Shape, Call).");
    }

    /**
     * Begins a sequence whose steps have inputs of this shape: draws what all steps share. By default every step is {@link #step} alone.
     */
    protected Step start(Shape input, Call call) {
        return (x, states) -> step(x, states, call);
    }

    @Override
    public List<String> callArguments() {
        return List.of("inputs", "states...");
    }

    @Override
    protected void build(List<Shape> inputs) {
        build(inputs.get(0));
    }

    @Override
    protected final List<Tensor> call(List<Tensor> xs, Call call) {
        if (xs.size() != 1 + stateSizes().size()) {
            throw new ShapeException("It takes the input of a step and "
                    + (stateSizes().size() == 1 ? "1 state" : stateSizes().size() + " states") + ". Received: "
                    + xs.size() + (xs.size() == 1 ? " input." : " inputs."));
        }
        Tensor x = xs.get(0);
        Step step = start(x.shape(), call);
        return step.of(step.prepare(x), xs.subList(1, xs.size()));
    }
}
