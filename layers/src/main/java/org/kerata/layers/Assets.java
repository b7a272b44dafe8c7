package org.kerata.layers;

import java.util.Map;

/** A layer with state that is neither config nor weights: a vocabulary. In a {@code .keras} file it stands in files of its own. */
public interface Assets {
    /** The files by their names, such as {@code vocabulary.txt}; empty if everything stands in the config. */
    Map<String, String> saveAssets();

    /** Numbers that stand by a name among the layer's weights, by their place below the layer; none by default. */
    default Map<String, float[]> saveNumbers() {
        return Map.of();
    }

    /** Takes back what {@link #saveNumbers} gave, before {@link #loadAssets}. */
    default void loadNumbers(Map<String, float[]> numbers) {}

    /** Takes back what {@link #saveAssets} gave. */
    void loadAssets(Map<String, String> files);
}
