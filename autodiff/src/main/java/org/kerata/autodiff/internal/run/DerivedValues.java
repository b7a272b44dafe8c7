package org.kerata.autodiff.internal.run;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.internal.memory.NativeBuffer;

/**
 * The values of a program that change only when variables do: packed weights, folded scales. All instances share them; the first run after
 * a change computes them anew, while others wait. The caller's lock keeps variables from changing during a run.
 */
final class DerivedValues {
    private final NativeBuffer memory;
    private final Variable[] sources;
    private final long[] versions;
    private final boolean any;
    private boolean computed;

    DerivedValues(Program.Plan plan) {
        this.memory = NativeBuffer.allocate(plan.derivedBytes());
        Set<Variable> written = new HashSet<>(plan.writes());
        this.sources = plan.reads().stream()
                .filter(v -> !written.contains(v))
                .distinct()
                .toArray(Variable[]::new);
        this.versions = new long[sources.length];
        this.any = plan.derivedPhases() > 0;
    }

    /** Where they lie. */
    NativeBuffer memory() {
        return memory;
    }

    /** Computes them with the kernels of any instance if a variable has changed since; null if all went well. */
    @Nullable
    Failure refresh(Kernel[][][] kernels) {
        if (!any) {
            return null;
        }
        synchronized (this) {
            boolean fresh = computed;
            for (int i = 0; i < sources.length; i++) {
                long now = sources[i].version();
                fresh &= now == versions[i];
                versions[i] = now;
            }
            if (fresh) {
                return null;
            }
            Failure f = Team.run(kernels, 0);
            computed = f == null;
            return f;
        }
    }
}
