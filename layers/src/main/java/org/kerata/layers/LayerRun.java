package org.kerata.layers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.layers.regularizers.Regularizer;

/**
 * What happens when a layer is applied: its inputs are looked at, its weights made if need be, and the call is recorded in the graph of a
 * model or computed.
 *
 * @param options of this call
 */
record LayerRun(Layer layer, CallOptions options) {

    /** The outputs: recorded in the graph of a model, or computed as part of a run. */
    List<Tensor> of(List<? extends Tensor> given, @Nullable Call outer) {
        requireKnown();
        List<Tensor> xs = new ArrayList<>(given.size());
        for (Tensor t : given) {
            xs.add(t instanceof Variable v ? v.read() : t);
        }
        if (xs.isEmpty() && !(layer instanceof InputSource)) {
            throw new ShapeException(layer.at() + " was applied to nothing. Give it a tensor.");
        }
        try (Scope scope = Scope.enter(layer.name())) {
            List<Tensor> in = layer.adapt(xs);
            layer.makeWeights(in);
            if (isGraph(in)) {
                return record(in, xs.stream().map(CallNode::maskOf).toList());
            }
            Call current = outer != null ? outer : Call.current();
            Call run = current != null ? current : Call.startUnstated();
            run.keepMasks(xs, in);
            return compute(in, run, current == null);
        } catch (ShapeException e) {
            throw layer.located(e);
        }
    }

    /** Inputs of models and what hangs behind them, outside of traces; within one only they have unknown axes. */
    private static boolean isGraph(List<Tensor> xs) {
        boolean tracing = Trace.current() != null;
        for (Tensor x : xs) {
            if (tracing ? !x.shape().isKnown() : x.isSymbolic()) {
                return true;
            }
        }
        return xs.isEmpty();
    }

    private void requireKnown() {
        for (String name : options.flags().keySet()) {
            if (!layer.flags().containsKey(name)) {
                throw new ConfigException(layer.at() + ": its call has no argument " + name + " that is true or false."
                        + Nearest.hint(name, List.copyOf(layer.flags().keySet())));
            }
        }
    }

    /** Adds a call to a graph; the inputs carry these masks there. */
    private List<Tensor> record(List<Tensor> xs, List<@Nullable Tensor> carried) {
        CallOptions effective = options.over(layer.flags());
        List<Spec> out = layer.outputSpecs(xs.stream().map(Tensor::spec).toList(), effective);
        // Keras adds the mask to the call's own arguments where it did not have to copy them.
        if (layer.takesMask()
                && !options.isGiven()
                && xs.size() == 1
                && xs.get(0).dtype() == layer.dtype()
                && carried.get(0) != null) {
            effective = effective.masks(carried);
        }
        Call call = Call.ofGraph(layer, xs, carried, effective);
        List<@Nullable Tensor> masks = xs.isEmpty() ? List.<@Nullable Tensor>of() : layer.computeMasks(xs, call);
        return layer.addCall(xs, effective, out, masks).outputs();
    }

    private List<Tensor> compute(List<Tensor> xs, Call run, boolean outermost) {
        Call call = run.of(layer, xs, options.over(layer.flags()));
        List<Tensor> in = new ArrayList<>(xs.size());
        for (Tensor x : xs) {
            boolean other = x.dtype().isFloating() && layer.dtype().isFloating() && x.dtype() != layer.dtype();
            in.add(other && layer.castsInputs() ? x.cast(layer.dtype()) : x);
        }
        call.keepMasks(xs, in);
        List<Tensor> out;
        try (Call.Active active = call.activate()) {
            out = layer.call(in, call);
            addPenalties(out, call);
        }
        if (!layer.supportsMasking() && call.masks().stream().anyMatch(m -> m != null)) {
            layer.warnOfMask();
        }
        setMasks(in, out, call);
        layer.finished(call, outermost);
        return out;
    }

    private void setMasks(List<Tensor> in, List<Tensor> out, Call call) {
        // A layer may have given its output a mask in call; that one counts.
        if (out.isEmpty() || (call.maskOf(out.get(0)) != null && !in.contains(out.get(0)))) {
            return;
        }
        List<@Nullable Tensor> masks = layer.computeMasks(in, call);
        for (int i = 0; i < masks.size() && i < out.size(); i++) {
            Tensor mask = masks.get(i);
            if (mask != null) {
                call.setMask(out.get(i), mask);
            }
        }
    }

    private void addPenalties(List<Tensor> out, Call call) {
        Regularizer activity = layer.activityRegularizer;
        if (activity != null) {
            for (Tensor y : out) {
                double samples = y.rank() == 0 ? 1 : Math.max(1, y.shape().dim(0));
                call.addLoss(activity.apply(y).div(samples));
            }
        }
        Layer.addPenalties(layer, call);
    }
}
