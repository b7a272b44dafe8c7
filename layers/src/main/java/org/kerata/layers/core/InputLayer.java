package org.kerata.layers.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSource;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Where a model begins: says the shape and type of an input and computes nothing. Applications make an {@code Input} instead.
 *
 * <p>Output {@code (batch, …shape)}. Keras: {@code keras.layers.InputLayer}.
 */
public final class InputLayer extends FluentLayer<InputLayer> implements InputSource {
    private final Option<Shape> batchShape = required("batch_shape", Kind.shape());

    InputLayer() {}

    /** An input of this shape, the batch axis left out. */
    public InputLayer(long... shape) {
        batchShape.set(Shape.of(shape).prepend(Shape.UNKNOWN));
    }

    /** An input of this shape, the batch axis included. */
    public InputLayer(Shape batchShape) {
        this.batchShape.set(batchShape);
    }

    /** The shape, the batch axis included. */
    public Shape batchShape() {
        return batchShape.get();
    }

    /** The tensor that stands for the input in a model's graph. */
    @Override
    public synchronized Tensor output() {
        return calls().isEmpty() ? applyAll(List.of()).get(0) : super.output();
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        return List.of(new Spec(dtype(), batchShape.get()));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        return xs;
    }

    /** Keras writes the type as plain text here. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        Map<String, @Nullable Object> all = super.config();
        out.put("batch_shape", all.get("batch_shape"));
        out.put("dtype", dtypePolicy().name());
        out.put("sparse", false);
        out.put("ragged", false);
        out.put("name", name());
        return out;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(config);
        rest.keySet().removeAll(List.of("sparse", "ragged", "optional"));
        super.configure(rest);
    }
}
