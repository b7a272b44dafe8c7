package org.kerata.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;

/**
 * What all layers have of their own accord: a name, an element type, whether they train, and the config that says so. A step to {@link
 * Layer}.
 */
abstract sealed class NamedLayer extends NestingLayer permits WeightedLayer {
    private @Nullable String name;
    private boolean nameGiven;
    boolean trainable = true;
    private DTypePolicy policy = DTypePolicy.FLOAT32;

    @Nullable
    Regularizer activityRegularizer;

    private Layer self() {
        return (Layer) this;
    }

    /** Names the layer; without it the model does: {@code dense}, {@code dense_1}, … */
    public Layer name(String name) {
        beforeChange("name");
        if (name.isEmpty()) {
            throw new ConfigException(className() + ": name must not be empty.");
        }
        this.name = name;
        this.nameGiven = true;
        return self();
    }

    /** The element type of weights and computations, or a {@link DTypePolicy} by name; {@code "float32"} by default. */
    public Layer dtype(String dtype) {
        beforeChange("dtype");
        this.policy = DTypePolicy.of(dtype);
        return self();
    }

    /** Whether training changes the weights of this layer and of the layers in it. May be changed at any time; counts from {@code compile}. */
    public Layer trainable(boolean trainable) {
        this.trainable = trainable;
        for (Layer l : layersWithin()) {
            l.trainable(trainable);
        }
        return self();
    }

    /** A penalty on the layer's output, divided by the batch size and added to the loss; none by default. */
    public Layer activityRegularizer(@Nullable Regularizer regularizer) {
        beforeChange("activityRegularizer");
        this.activityRegularizer = regularizer;
        return self();
    }

    /** The name; until a model has taken the layer in and counted, the class name in snake case. */
    public final String name() {
        String n = name;
        return n != null ? n : defaultName();
    }

    /**
     * What the layer is called while it has no name, and where it stands in weight files: the class name in snake case. Only a layer whose
     * class has another name in Keras than the layer tells another.
     */
    public String defaultName() {
        return Names.snakeCase(className());
    }

    /** Whether the user chose the name. */
    final boolean isNameGiven() {
        return nameGiven;
    }

    /** Whether the name is fixed: chosen by the user or counted by a model. */
    final boolean isNamed() {
        return name != null;
    }

    final void counted(String automaticName) {
        this.name = automaticName;
    }

    /** The element type of weights and computations. */
    public final DType dtype() {
        return policy.dtype();
    }

    /** Whether training changes the weights. */
    public final boolean isTrainable() {
        return trainable;
    }

    /** The penalty on the output; null if there is none. */
    public final @Nullable Regularizer activityRegularizer() {
        return activityRegularizer;
    }

    /** For messages: {@code Layer "dense_1" (Dense)}. */
    protected String at() {
        return "Layer \"" + name() + "\" (" + className() + ")";
    }

    /** Whether the weights exist. */
    public abstract boolean isBuilt();

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("name", name());
        out.put("trainable", trainable);
        out.put("dtype", policy.config());
        Regularizer r = activityRegularizer;
        out.putAll(super.config());
        if (r != null) {
            out.put("activity_regularizer", Regularizers.NAMES.write(r));
        }
        return out;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(config);
        if (rest.remove("name") instanceof String n) {
            name(n);
        }
        if (rest.remove("trainable") instanceof Boolean t) {
            trainable(t);
        }
        Object type = rest.remove("dtype");
        if (type != null) {
            dtype(DTypePolicy.read(type).name());
        }
        Object activity = rest.remove("activity_regularizer");
        if (activity != null) {
            activityRegularizer(Regularizers.NAMES.read(activity));
        }
        super.configure(rest);
    }

    /** What the layer's {@code dtype} stands for. */
    public final DTypePolicy dtypePolicy() {
        return policy;
    }

    @Override
    protected void beforeChange(String option) {
        if (isBuilt()) {
            throw new ConfigException(at() + ": " + option
                    + " cannot be changed any more, since the layer has been built. Set it before the"
                    + " layer is first applied.");
        }
    }

    @Override
    public String toString() {
        return className() + "(\"" + name() + "\")";
    }
}
