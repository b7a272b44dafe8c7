package org.kerata.serialization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.kerata.layers.Assets;
import org.kerata.layers.Layer;

/** Vocabularies and the like: files below {@code assets}, at the layer's place. */
final class AssetFiles {
    private static final String FOLDER = "assets/";

    private AssetFiles() {}

    /** The files of a model, by their paths in the {@code .keras} file. */
    static Map<String, String> of(Layer model) {
        Map<String, String> out = new LinkedHashMap<>();
        WeightTree.of(model).forEach((path, layer) -> {
            if (layer instanceof Assets a) {
                a.saveAssets().forEach((name, text) -> out.put(FOLDER + path + "/" + name, text));
            }
        });
        return out;
    }

    /**
     * Gives the layers of a model their files.
     *
     * @param names all paths there are
     * @param text the text of a file
     */
    static void restore(Layer model, Iterable<String> names, Function<String, String> text) {
        WeightTree.of(model).forEach((path, layer) -> {
            if (layer instanceof Assets a) {
                String folder = FOLDER + path + "/";
                Map<String, String> own = new LinkedHashMap<>();
                for (String n : names) {
                    if (n.startsWith(folder) && n.indexOf('/', folder.length()) < 0 && n.length() > folder.length()) {
                        own.put(n.substring(folder.length()), text.apply(n));
                    }
                }
                if (!own.isEmpty()) {
                    a.loadAssets(own);
                }
            }
        });
    }
}
