package org.kerata.layers.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Option;

/**
 * A function of tensors as a layer. It must be made of {@link org.kerata.autodiff.Ops} and keep nothing between calls.
 *
 * <p>Shapes are those of the function. A model file cannot hold code, only a name: a function that is to be saved is {@linkplain #FUNCTIONS
 * registered}, as Keras's with {@code register_keras_serializable}. Keras: {@code keras.layers.Lambda}.
 */
public final class Lambda extends FluentLayer<Lambda> {
    /** Functions by the name under which they stand in model files; users add their own as {@code "package>name"}. */
    public static final Names<Body> FUNCTIONS = new Names<>("function", "builtins");

    /** A function of one tensor. */
    public interface Function {
        /** The output. */
        Tensor apply(Tensor x);
    }

    /** A function of several tensors, or one that looks at the mode or the masks of the call. */
    public interface Body {
        /** The outputs. */
        List<Tensor> apply(List<Tensor> xs, Call call);
    }

    /** The mask of the output. */
    public interface Mask {
        /** The mask; null for none. */
        @Nullable
        Tensor of(List<Tensor> xs, Call call);
    }

    private final Option<Body> function = required("function", Kind.of("a function", Lambda::read, Lambda::written));

    private @Nullable Mask mask;

    Lambda() {
        // Shapes follow from the function.
        tolerate("output_shape");
        tolerate("arguments", Map.of());
    }

    /** Computes this. */
    public Lambda(Function function) {
        this((xs, call) -> List.of(function.apply(only(xs))));
    }

    private Lambda(Body body) {
        this();
        function.set(body);
    }

    /** Computes this of all inputs. */
    public static Lambda of(Body body) {
        return new Lambda(body);
    }

    /** Gives the output this mask; by default a mask ends here, with a warning. */
    public Lambda mask(Mask mask) {
        beforeChange("mask");
        this.mask = mask;
        supportsMasking(true);
        return this;
    }

    /** For {@link #FUNCTIONS}: a function of one tensor. */
    public static Body body(Function function) {
        return (xs, call) -> List.of(function.apply(only(xs)));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        return function.get().apply(xs, call);
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return mask == null ? null : mask.of(inputs, call);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        if (mask != null) {
            throw new ConfigException(
                    at() + ": its mask is code, which a model file cannot hold. Write a class of your own.");
        }
        out.put("arguments", new LinkedHashMap<>());
        return out;
    }

    private static Tensor only(List<Tensor> xs) {
        if (xs.size() != 1) {
            throw new org.kerata.autodiff.ShapeException(
                    "Its function takes one tensor. Received: " + xs.size() + ". Make it with Lambda.of for several.");
        }
        return xs.get(0);
    }

    private static Body read(Object value) {
        if (value instanceof Body b) {
            return b;
        }
        Map<String, @Nullable Object> m = value instanceof String s ? Map.of("config", s) : Kind.toMap(value);
        if ("__lambda__".equals(m.get("class_name"))) {
            throw new ConfigException(
                    "The function is Python code, which Java cannot run. Give the layer its function in Java when the"
                            + " model is loaded: new Load().lambda(\"name of the layer\", function). Or save the model in Python with a"
                            + " registered function, and register one of that name in Lambda.FUNCTIONS.");
        }
        Object name = m.get("registered_name") instanceof String r && FUNCTIONS.knows(r) ? r : m.get("config");
        return FUNCTIONS.make(String.valueOf(name));
    }

    private static Map<String, @Nullable Object> written(Body function) {
        String name = FUNCTIONS.registeredAs(function);
        if (name == null) {
            throw new ConfigException("Lambda: its function is code, which a model file cannot hold. Register it: "
                    + "Lambda.FUNCTIONS.register(\"package>name\", () -> function), always the same object, and make the layer with "
                    + "Lambda.of(function). Or write a class of your own, or save the weights alone.");
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "builtins");
        out.put("class_name", "function");
        out.put("config", name);
        out.put("registered_name", "function");
        return out;
    }
}
