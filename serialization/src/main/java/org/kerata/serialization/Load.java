package org.kerata.serialization;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.core.Lambda;

/** How a file is loaded. The arguments of Keras's {@code load_model} and {@code Model.load_weights}. */
public final class Load {
    private boolean compile = true;
    private boolean byName;
    private boolean skipMismatch;
    private boolean allowNonFinite;
    private @Nullable Progress progress;
    private final Map<String, Lambda.Body> lambdas = new LinkedHashMap<>();

    /** As Keras does: compiled as the file says, weights by their places, all of them. */
    public Load() {}

    /** Whether the model is compiled as it was when it was saved, its optimizer's state included; true by default. */
    public Load compile(boolean compile) {
        this.compile = compile;
        return this;
    }

    /** Whether weights go to the layers of the same names, and others are left as they are; false by default. */
    public Load byName(boolean byName) {
        this.byName = byName;
        return this;
    }

    /** Whether layers whose weights are missing or of other shapes are left as they are; false by default. */
    public Load skipMismatch(boolean skipMismatch) {
        this.skipMismatch = skipMismatch;
        return this;
    }

    /** Whether weights may be infinite or no numbers; false by default. */
    public Load allowNonFinite(boolean allowNonFinite) {
        this.allowNonFinite = allowNonFinite;
        return this;
    }

    /**
     * Gives a {@code Lambda} layer its function in Java, since its own is Python code. Without it such a layer is refused.
     *
     * @param layer the layer's name; {@code "inner/name"} for one in a model within, where the name alone is not enough
     * @param function what it computes, made of {@link org.kerata.autodiff.Ops}
     */
    public Load lambda(String layer, Lambda.Function function) {
        return lambdaOf(layer, Lambda.body(function));
    }

    /** Gives a {@code Lambda} layer a function of several tensors, or of the mode or masks of the call. */
    public Load lambdaOf(String layer, Lambda.Body function) {
        lambdas.put(layer, function);
        return this;
    }

    /** Who is told how far loading has come, for large files; nobody by default. */
    public Load progress(Progress progress) {
        this.progress = progress;
        return this;
    }

    boolean compile() {
        return compile;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    boolean byName() {
        return byName;
    }

    boolean skipMismatch() {
        return skipMismatch;
    }

    boolean allowNonFinite() {
        return allowNonFinite;
    }

    Map<String, Lambda.Body> lambdas() {
        return lambdas;
    }
}
