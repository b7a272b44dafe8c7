package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Bodies;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.ops.Control;

/** Loops and branches. Their bodies are recorded once; what they use from outside, variables too, gets its gradients. */
public abstract class ControlOps extends RandomOps {
    /** Not made: its methods are static. */
    protected ControlOps() {}

    /**
     * Repeats a step for each part of some tensors along their first axis, handing a carry from step to step. Keras: {@code
     * keras.ops.scan}.
     *
     * @param init what the carry begins with; its types and shapes stay as they are
     * @param xs at least one tensor, all with equally long first axes, which is the number of steps
     * @throws ShapeException if the lengths differ, or the body changes the type or the shape of a carry
     */
    public static Scan scan(Scan.Body body, List<Tensor> init, List<Tensor> xs) {
        if (xs.isEmpty()) {
            throw new ConfigException(
                    "scan: without tensors to scan, the number of steps must be given. Use scan(body, init, xs, length, reverse).");
        }
        for (Tensor x : xs) {
            requireAxis(x);
        }
        return repeat(body, init, xs, xs.get(0).shape().dim(0), false);
    }

    /**
     * As {@link #scan(Scan.Body, List, List)} with a number of steps, which must be the length of each x's first axis.
     *
     * @param xs may be empty
     * @param length the number of steps; -1 for the length of the first axis of xs
     * @param reverse whether the last part comes first; each step's outputs then lie at the place of its part
     */
    public static Scan scan(Scan.Body body, List<Tensor> init, List<Tensor> xs, int length, boolean reverse) {
        boolean asLongAsGiven = length == Shape.UNKNOWN && !xs.isEmpty();
        if (length < 0 && !asLongAsGiven) {
            throw new ConfigException("scan: the number of steps must be 0 or more. Received: " + length + ".");
        }
        if (asLongAsGiven) {
            requireAxis(xs.get(0));
        }
        return repeat(body, init, xs, asLongAsGiven ? xs.get(0).shape().dim(0) : length, reverse);
    }

    private static void requireAxis(Tensor x) {
        if (x.rank() == 0) {
            throw new ShapeException("scan: every scanned tensor needs an axis to step along. Received: " + x.spec()
                    + ". Capture it in the body instead.");
        }
    }

    private static Scan repeat(Scan.Body body, List<Tensor> init, List<Tensor> xs, long length, boolean reverse) {
        List<Spec> step = new ArrayList<>();
        for (Tensor t : init) {
            step.add(t.spec());
        }
        for (int i = 0; i < xs.size(); i++) {
            requireAxis(xs.get(i));
            long n = xs.get(i).shape().dim(0);
            if (n != length && n != Shape.UNKNOWN && length != Shape.UNKNOWN) {
                throw new ShapeException("scan: the first axis of every scanned tensor must be the number of steps, "
                        + length + ". Received for tensor " + i + ": "
                        + xs.get(i).shape() + ".");
            }
            step.add(Control.part(xs.get(i).spec()));
        }
        List<Tensor> inputs = new ArrayList<>(init);
        inputs.addAll(xs);
        int[] carries = new int[1];
        Bodies.Closed closed = Bodies.loop("scan", inputs, step, in -> {
            Scan s =
                    body.step(List.copyOf(in.subList(0, init.size())), List.copyOf(in.subList(init.size(), in.size())));
            carries[0] = s.carry().size();
            List<Tensor> all = new ArrayList<>(s.carry());
            all.addAll(s.outputs());
            return all;
        });
        if (carries[0] != init.size()) {
            throw new ShapeException("scan: the body must return as many carries as there are at the beginning, "
                    + init.size() + ". Received: " + carries[0] + ".");
        }
        Control.Loop loop = new Control.Loop(closed.graph(), init.size(), xs.size(), length, reverse);
        if (closed.graph().outputs().isEmpty()) {
            return new Scan(List.of(), List.of());
        }
        inputs.addAll(closed.captured());
        if (length == 0) {
            return nothing(loop, init, inputs);
        }
        List<Tensor> out = Control.SCAN.apply(loop, inputs);
        return new Scan(out.subList(0, init.size()), out.subList(init.size(), out.size()));
    }

    /** No step at all. */
    private static Scan nothing(Control.Loop loop, List<Tensor> init, List<Tensor> inputs) {
        List<Spec> out = Control.SCAN.infer(inputs.stream().map(Tensor::spec).toList(), loop);
        List<Tensor> empty = new ArrayList<>();
        for (Spec s : out.subList(init.size(), out.size())) {
            empty.add(Ops.zeros(s.shape(), s.dtype()));
        }
        return new Scan(init.stream().map(Ops::identity).toList(), empty);
    }

    /**
     * Repeats a step for {@code i} from {@code lower} to below {@code upper}. Keras: {@code keras.ops.fori_loop}. Both bounds are Java
     * numbers: how often a compiled step is repeated is known when it is compiled. For a loop that ends when some value is reached, see
     * {@link #whileLoop}.
     *
     * @param body from the step's number, an {@code int32} scalar, and the values the new values
     * @param init the values at the beginning; their types and shapes stay as they are
     */
    public static List<Tensor> foriLoop(
            int lower, int upper, BiFunction<Tensor, List<Tensor>, List<Tensor>> body, List<Tensor> init) {
        List<Tensor> start = new ArrayList<>(init);
        start.add(Tensor.scalar(lower, DType.INT32));
        Scan.Body step = (carry, none) -> {
            Tensor i = carry.get(init.size());
            List<Tensor> next =
                    new ArrayList<>(sameCount("fori_loop", body.apply(i, carry.subList(0, init.size())), init));
            next.add(i.plus(Tensor.scalar(1, DType.INT32)));
            return new Scan(next, List.of());
        };
        return scan(step, start, List.of(), Math.max(0, upper - lower), false)
                .carry()
                .subList(0, init.size());
    }

    /**
     * Repeats a step while a condition holds. Keras: {@code keras.ops.while_loop}.
     *
     * <p>With a bound, the loop is part of the graph: it has that many steps, and those after the condition has failed do nothing; gradients
     * pass through it. Without one, how often the step is repeated depends on values, so the loop runs in Java, reads the condition and the
     * values after every step, and no gradient passes; in compiled functions that is an error.
     *
     * @param condition from the values a single truth value
     * @param body from the values the new values
     * @param init the values at the beginning; their types and shapes stay as they are
     * @param maximumIterations the most steps there are; null for no bound
     */
    public static List<Tensor> whileLoop(
            Function<List<Tensor>, Tensor> condition,
            UnaryOperator<List<Tensor>> body,
            List<Tensor> init,
            @Nullable Integer maximumIterations) {
        if (maximumIterations != null) {
            return scan(
                            (values, none) -> new Scan(
                                    condAll(
                                            condition.apply(values),
                                            () -> sameCount("while_loop", body.apply(values), init),
                                            () -> values),
                                    List.of()),
                            init,
                            List.of(),
                            maximumIterations,
                            false)
                    .carry();
        }
        if (Trace.current() != null || init.stream().anyMatch(Tensor::isSymbolic)) {
            throw new KerataException(
                    "while_loop: in a compiled function the number of steps must have a bound. Give maximumIterations, or compile with"
                            + " runEagerly(true).");
        }
        List<Tensor> values = init;
        while (condition.apply(values).booleans()[0]) {
            List<Tensor> next = sameCount("while_loop", body.apply(values), init);
            for (int i = 0; i < next.size(); i++) {
                if (!next.get(i).spec().equals(init.get(i).spec())) {
                    throw new ShapeException("while_loop: value " + i + " must keep its type and shape. Expected: "
                            + init.get(i).spec() + ", as it begins. Received from the body: "
                            + next.get(i).spec() + ".");
                }
            }
            Tensor.evaluate(next);
            values = next;
        }
        return values;
    }

    private static List<Tensor> sameCount(String op, List<Tensor> next, List<Tensor> init) {
        if (next.size() != init.size()) {
            throw new ShapeException(op + ": the body must return as many values as there are at the beginning, "
                    + init.size() + ". Received: " + next.size() + ".");
        }
        return next;
    }

    /** Applies a function to each part of a tensor along its first axis and stacks the results. Keras: {@code keras.ops.map}. */
    public static Tensor map(Function<Tensor, Tensor> f, Tensor xs) {
        return scan((none, in) -> new Scan(none, List.of(f.apply(in.get(0)))), List.of(), List.of(xs))
                .outputs()
                .get(0);
    }

    /**
     * One of two results, of which only the chosen one is computed. Keras: {@code keras.ops.cond}. To choose element by element, use
     * {@link Ops#where}.
     *
     * @param predicate a single truth value; numbers are true unless 0
     * @param whenTrue runs once, to record what it does; it may use tensors and variables from outside, but not assign variables
     * @param whenFalse likewise; its result has the same type and shape
     */
    public static Tensor cond(Tensor predicate, Supplier<Tensor> whenTrue, Supplier<Tensor> whenFalse) {
        return condAll(predicate, () -> List.of(whenTrue.get()), () -> List.of(whenFalse.get()))
                .get(0);
    }

    /** As {@link #cond} for several results. */
    public static List<Tensor> condAll(
            Tensor predicate, Supplier<List<Tensor>> whenTrue, Supplier<List<Tensor>> whenFalse) {
        if (predicate.shape().isKnown() && predicate.size() != 1) {
            throw new ShapeException("cond: the predicate must be a single truth value. Received: " + predicate.spec()
                    + ". To choose element by element, use Ops.where.");
        }
        Tensor p = Ops.cast(predicate.rank() == 0 ? predicate : Ops.reshape(predicate), DType.BOOL);
        Bodies.Closed yes = Bodies.branch("cond", p, whenTrue);
        Bodies.Closed no = Bodies.branch("cond", p, whenFalse);
        Set<Tensor> all = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Tensor> captured = new ArrayList<>();
        for (Bodies.Closed c : List.of(yes, no)) {
            for (Tensor t : c.captured()) {
                if (all.add(t)) {
                    captured.add(t);
                }
            }
        }
        List<Tensor> inputs = new ArrayList<>(List.of(p));
        inputs.addAll(captured);
        return Control.COND.apply(
                new Control.Branches(Bodies.withInputs(yes, captured), Bodies.withInputs(no, captured)), inputs);
    }
}
