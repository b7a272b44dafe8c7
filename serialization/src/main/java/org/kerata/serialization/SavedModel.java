package org.kerata.serialization;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;
import org.kerata.training.Savable;
import org.kerata.training.optimizers.Optimizer;

/** What files need of a model beyond its network: how it was compiled. The models of the API implement it. */
public interface SavedModel extends Network, Savable {
    /** What the model was compiled with, as a config; null if it has not been. */
    @Nullable
    Map<String, @Nullable Object> compileConfig();

    /** Compiles the model as a config says. */
    void compileFrom(Map<String, ? extends @Nullable Object> config);

    /** The optimizer the model was compiled with; null if it has not been. */
    @Nullable
    Optimizer optimizerOrNull();

    /** Does something while no step changes a weight. */
    <T> T whileStill(Supplier<T> work);

    /** Sets weights while nobody reads them. */
    void restore(Runnable assignments);

    @Override
    default void requireSavable() {
        ArchiveWriter.requireWritable((Layer) this);
    }
}
