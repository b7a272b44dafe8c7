package org.kerata.serialization;

import org.jspecify.annotations.Nullable;

/** How a file is loaded. The arguments of Keras's {@code load_model} and {@code Model.load_weights}. */
public final class Load {
    private boolean compile = true;
    private boolean byName;
    private boolean skipMismatch;
    private boolean allowNonFinite;
    private @Nullable Progress progress;

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
}
