package org.kerata;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.InputLayer;

/**
 * Where a model begins: a tensor without a value, of which shape and type are known. {@code new Input(28, 28, 1)} stands for batches of
 * images, shape {@code (None, 28, 28, 1)}. Immutable: {@link #name(String)} and {@link #dtype(String)} give another input, to be used
 * instead. Keras: {@code keras.Input}.
 */
public final class Input extends Tensor {
    private final InputLayer layer;

    /** An input of {@code float32}; the shape without the batch axis, -1 for an axis of any length. */
    public Input(long... shape) {
        this(new InputLayer(shape));
    }

    private Input(InputLayer layer) {
        super(layer.output().node(), 0, layer.output().spec());
        this.layer = layer;
    }

    /** An input with a batch axis of fixed length: the shape includes it. */
    public static Input ofBatchShape(long... batchShape) {
        return new Input(new InputLayer(Shape.of(batchShape)));
    }

    /** The same input under a name; without one the model counts: {@code input_layer}, {@code input_layer_1}, … */
    public Input name(String name) {
        return new Input(new InputLayer(shape()).dtype(dtype().toString()).name(name));
    }

    /** The same input of another element type. */
    public Input dtype(String dtype) {
        InputLayer l = new InputLayer(shape()).dtype(dtype);
        return new Input(hasName() ? l.name(layer.name()) : l);
    }

    private boolean hasName() {
        return !layer.name().equals("input_layer");
    }

    /** The layer that stands for it in the model. */
    InputLayer layer() {
        return layer;
    }

    @Override
    public Tensor canonical() {
        return node().output();
    }
}
