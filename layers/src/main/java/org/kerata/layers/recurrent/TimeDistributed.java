package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Layer;
import org.kerata.layers.core.Wrapper;

/**
 * Applies a layer to every step of sequences, always with the same weights.
 *
 * <p>Input {@code (batch, steps, …)}, output {@code (batch, steps, …)}. Weights: the layer's. Keras: {@code keras.layers.TimeDistributed}.
 */
public final class TimeDistributed extends Wrapper<TimeDistributed> {
    /** Families whose layers treat every sample for itself, so that steps may be taken as samples. */
    private static final Set<String> BY_SAMPLE =
            Set.of("activation", "convolutional", "core", "pooling", "reshaping", "recurrent");

    TimeDistributed() {
        supportsMasking(true);
        inputSpec(InputSpec.minRank(3));
    }

    /** Of this layer. */
    public TimeDistributed(Layer layer) {
        this();
        wrap(layer);
    }

    @Override
    protected void build(Shape input) {
        layer().buildFor(List.of(input.without(1)));
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape x = inputs.get(0).shape();
        List<Spec> out = new ArrayList<>();
        for (Shape y : layer().computeOutputShapes(List.of(x.without(1)))) {
            out.add(new Spec(
                    layer().dtype(),
                    Shape.of(y.dim(0), x.dim(1)).append(y.slice(1, y.rank()).dims())));
        }
        return out;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor mask = call.mask();
        if (mask != null && !startsAs(x.shape(), mask.shape())) {
            throw new ShapeException("The mask must have the batch and the steps of the input. Received: mask "
                    + mask.shape() + " and input " + x.shape() + ".");
        }
        return treatsSamplesAlone(layer()) ? asSamples(x, mask, call) : stepByStep(x, mask, call);
    }

    private static boolean startsAs(Shape x, Shape mask) {
        return mask.rank() >= 2 && mask.dim(0) == x.dim(0) && mask.dim(1) == x.dim(1);
    }

    private static boolean treatsSamplesAlone(Layer l) {
        if (l instanceof TimeDistributed within) {
            return treatsSamplesAlone(within.layer());
        }
        if ((l instanceof BaseRNN<?> r && r.isStateful())
                || (l instanceof Bidirectional b && !b.states().isEmpty())) {
            return false;
        }
        String name = l.getClass().getPackageName();
        String family = name.substring(name.lastIndexOf('.') + 1);
        return name.equals("org.kerata.layers." + family)
                && BY_SAMPLE.contains(family)
                && !l.className().equals("Lambda");
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    /** All steps at once, as samples of one large batch. */
    private Tensor asSamples(Tensor x, @Nullable Tensor mask, Call call) {
        Shape s = x.shape();
        long batch = s.dim(0);
        long steps = s.dim(1);
        Tensor flat = Ops.reshape(x, s.slice(2, s.rank()).prepend(batch * steps).dims());
        if (mask != null && layer().supportsMasking()) {
            Shape m = mask.shape();
            call.setMask(
                    flat,
                    Ops.reshape(
                            mask, m.slice(2, m.rank()).prepend(batch * steps).dims()));
        }
        Tensor y = layer().applyAll(List.of(flat), call).get(0);
        return Ops.reshape(
                y,
                Shape.of(batch, steps)
                        .append(y.shape().slice(1, y.rank()).dims())
                        .dims());
    }

    /** One step after the other, as for layers that look at a batch as a whole. */
    private Tensor stepByStep(Tensor x, @Nullable Tensor mask, Call call) {
        List<Tensor> out = new ArrayList<>();
        for (int t = 0; t < x.shape().dim(1); t++) {
            Tensor step = Ops.get(x, t, 1);
            if (mask != null && layer().supportsMasking()) {
                call.setMask(step, Ops.get(mask, t, 1));
            }
            out.add(layer().applyAll(List.of(step), call).get(0));
        }
        return Ops.stack(out, 1);
    }
}
