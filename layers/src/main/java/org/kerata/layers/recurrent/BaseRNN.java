package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Option;

/**
 * A layer that runs a cell along sequences. It is applied to a sequence {@code (batch, steps, …features)}, or to a list of a sequence and
 * the states to begin with; its first output is the output of the last step, {@code (batch, size)}, or with {@code returnSequences} all
 * outputs, {@code (batch, steps, size)}; with {@code returnState} the states behind the last step follow.
 *
 * @param <L> the layer's own type
 */
public abstract class BaseRNN<L extends BaseRNN<L>> extends FluentLayer<L> {
    private final Option<Boolean> returnSequences = option("return_sequences", BOOL, false);
    private final Option<Boolean> returnState = option("return_state", BOOL, false);
    private final Option<Boolean> goBackwards = option("go_backwards", BOOL, false);
    private final Option<Boolean> stateful = option("stateful", BOOL, false);
    private final Option<Boolean> unroll = option("unroll", BOOL, false);
    private final Option<Boolean> zeroOutputForMask = option("zero_output_for_mask", BOOL, false);

    private List<Variable> states = List.of();

    BaseRNN() {
        supportsMasking(true);
        tolerate("time_major", false);
    }

    /** The cell. */
    public abstract Cell<?> cell();

    // ---- options ----

    /** Whether all outputs are returned instead of the last; false by default. */
    public L returnSequences(boolean returnSequences) {
        return with(this.returnSequences, returnSequences);
    }

    /** Whether the last states are returned behind the output; false by default. */
    public L returnState(boolean returnState) {
        return with(this.returnState, returnState);
    }

    /** Whether the steps are taken from the last to the first, and outputs returned in that order; false by default. */
    public L goBackwards(boolean goBackwards) {
        return with(this.goBackwards, goBackwards);
    }

    /** Whether a batch begins with the states with which the batch before ended, sample by sample; false by default. */
    public L stateful(boolean stateful) {
        return with(this.stateful, stateful);
    }

    /** Whether each step is computed by ops of its own, so that nothing is a loop; for short sequences. False by default. */
    public L unroll(boolean unroll) {
        return with(this.unroll, unroll);
    }

    /** Whether the output of a masked step is 0, not that of the step before; false by default. */
    public L zeroOutputForMask(boolean zeroOutputForMask) {
        return with(this.zeroOutputForMask, zeroOutputForMask);
    }

    /** Whether all outputs are returned. */
    public boolean returnsSequences() {
        return returnSequences.get();
    }

    /** Whether the last states are returned. */
    public boolean returnsState() {
        return returnState.get();
    }

    /** Whether the last step comes first. */
    public boolean goesBackwards() {
        return goBackwards.get();
    }

    /** Whether states are kept from batch to batch. */
    public boolean isStateful() {
        return stateful.get();
    }

    /** Whether each step is computed by ops of its own. */
    final boolean unroll() {
        return unroll.get();
    }

    /** Whether the output of a masked step is 0. */
    final boolean zeroesMasked() {
        return zeroOutputForMask.get();
    }

    // ---- states ----

    /** The states that the next batch begins with, if the layer is stateful and built. They are no weights. */
    public List<Variable> states() {
        return states;
    }

    /**
     * Begins anew: the next batch starts with zeros.
     *
     * @throws KerataException if the layer is not stateful
     */
    public void resetStates() {
        if (!isStateful()) {
            throw new KerataException(
                    at() + " keeps no states that could be reset. Set stateful(true) before it is first applied.");
        }
        states.forEach(s -> s.assign(Ops.zerosLike(s)));
    }

    // ---- the layer ----

    /** What a step of a sequence of this shape is for the cell. */
    Shape step(Shape x) {
        return x.without(1);
    }

    /** The shape of each state of a sample. */
    List<Shape> stateShapes() {
        return cell().stateShapes();
    }

    /** The shape of an output of a sample. */
    Shape outputShape() {
        return cell().outputShape();
    }

    @Override
    public List<String> callArguments() {
        return List.of("sequences", "initial_state...");
    }

    @Override
    protected void build(List<Shape> inputs) {
        Shape x = inputs.get(0);
        if (x.rank() < 3) {
            throw new ShapeException("It needs a sequence (batch, steps, …features). Received: shape " + x + ".");
        }
        cell().buildFor(List.of(step(x)));
        if (isStateful()) {
            if (x.dim(0) == Shape.UNKNOWN) {
                throw new ShapeException(
                        "It is stateful, so the number of samples in a batch must be known. Received: shape " + x
                                + ". Declare it: Input.ofBatchShape(32, 10, 8).");
            }
            List<Variable> made = new ArrayList<>();
            for (Shape state : stateShapes()) {
                made.add(Variable.zeros("rnn_state", dtype(), state.prepend(x.dim(0)), false));
            }
            states = List.copyOf(made);
        }
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape x = inputs.get(0).shape();
        if (unroll() && x.dim(1) == Shape.UNKNOWN) {
            throw new ShapeException("It is unrolled, so the number of steps must be known. Received: shape " + x
                    + ". Declare it: new Input(10, 8).");
        }
        Shape one = outputShape();
        List<Spec> out = new ArrayList<>();
        out.add(new Spec(dtype(), returnsSequences() ? one.prepend(x.dim(0), x.dim(1)) : one.prepend(x.dim(0))));
        if (returnsState()) {
            stateShapes().forEach(s -> out.add(new Spec(dtype(), s.prepend(x.dim(0)))));
        }
        return out;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor x = xs.get(0);
        check(xs);
        addPenalties(cell(), call);
        // As in Keras: with states given, a mask counts only if it is given too.
        Tensor mask = xs.size() == 1 || call.isMaskGiven(0) ? call.mask() : null;
        Steps steps = run(x, initial(xs), mask, call);
        for (int i = 0; i < states.size(); i++) {
            states.get(i).assign(steps.states().get(i));
        }
        List<Tensor> out = new ArrayList<>();
        out.add(!returnsSequences() ? steps.last() : goesBackwards() ? Ops.flip(steps.outputs(), 1) : steps.outputs());
        if (returnsState()) {
            out.addAll(steps.states());
        }
        return out;
    }

    private void check(List<Tensor> xs) {
        Tensor x = xs.get(0);
        if (x.rank() < 3 || x.shape().dim(1) == 0) {
            throw new ShapeException(
                    "It needs a sequence (batch, steps, …features) of at least one step. Received: shape " + x.shape()
                            + ".");
        }
        if (!states.isEmpty() && x.shape().dim(0) != states.get(0).shape().dim(0)) {
            throw new ShapeException("It is stateful and was built for batches of "
                    + states.get(0).shape().dim(0) + " samples. Received: shape " + x.shape() + ".");
        }
        if (xs.size() == 1) {
            return;
        }
        List<Shape> expected = new ArrayList<>();
        stateShapes().forEach(s -> expected.add(s.prepend(x.shape().dim(0))));
        List<Shape> given = xs.subList(1, xs.size()).stream().map(Tensor::shape).toList();
        if (!expected.equals(given)) {
            throw new ShapeException("Its states have the shapes " + expected + ". Received: " + given + ".");
        }
    }

    /** The states to begin with; empty for zeros. */
    private List<Tensor> initial(List<Tensor> xs) {
        if (xs.size() > 1) {
            return xs.subList(1, xs.size());
        }
        List<Tensor> kept = new ArrayList<>();
        states.forEach(s -> kept.add(s.read()));
        return kept;
    }

    /** Runs the cell. */
    Steps run(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        Cell<?> cell = cell();
        List<Tensor> start = initial.isEmpty() ? cell.initialStates(x.shape().dim(0)) : initial;
        Cell.Step step = cell.start(x.shape().without(1), call);
        Steps.Way way = new Steps.Way(goesBackwards(), unroll(), zeroOutputForMask.get());
        return Steps.of(cell, step, x, start, mask, way);
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return returnsSequences() ? call.mask() : null;
    }
}
