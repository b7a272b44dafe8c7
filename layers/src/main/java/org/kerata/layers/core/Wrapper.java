package org.kerata.layers.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Option;

/**
 * A layer around another one, which it applies in a way of its own. Keras: {@code keras.layers.Wrapper}.
 *
 * @param <L> the layer's own type
 */
public abstract class Wrapper<L extends Wrapper<L>> extends FluentLayer<L> {
    private static final Kind<Layer> LAYER = Kind.named(() -> Layers.NAMES, Layer.class);

    private final Option<Layer> layer = required("layer", LAYER);
    private @Nullable Layer tracked;

    /** For subclasses; a config says which layer it is around. */
    protected Wrapper() {}

    /** Says which layer it is around; for constructors. */
    protected final void wrap(Layer layer) {
        this.layer.set(layer);
        layer();
    }

    /** The layer within. */
    public final Layer layer() {
        Layer l = layer.get();
        if (tracked != l) {
            if (tracked != null) {
                untrack(tracked);
            }
            tracked = track("layer", l);
        }
        return l;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        if (layer.isSet()) {
            layer();
        }
    }

    /** Also of the layer within. */
    @Override
    public L dtype(String dtype) {
        layersWithin().forEach(l -> l.dtype(dtype));
        return super.dtype(dtype);
    }
}
