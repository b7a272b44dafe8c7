package org.kerata.serialization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.serialization.hdf5.Hdf5File;

/**
 * Weights that are spread over several HDF5 files, with a map in JSON ({@code .weights.json}) that says which groups are in which. What
 * Keras's {@code save_weights} writes with {@code max_shard_size}.
 */
final class Shards implements AutoCloseable {
    private static final String MAP = "weight_map";
    private static final int MOST = 100_000;
    private static final long LONGEST_MAP = 64 << 20;

    private final List<Hdf5File> files = new ArrayList<>();

    private Shards() {}

    /**
     * Opens all files that a map names.
     *
     * @param name the map's name for messages
     * @throws ModelFileException if it is no such map, or a file is missing or lacks what the map says
     */
    static Shards open(String name, Path map) throws IOException {
        Map<String, Set<String>> groups = read(name, map);
        Map<String, Hdf5File> opened = new LinkedHashMap<>();
        Shards shards = new Shards();
        try {
            groups.forEach((group, shardNames) -> shardNames.forEach(shard -> {
                Hdf5File f = opened.computeIfAbsent(shard, s -> Hdf5File.open(beside(name, map, s)));
                if (f.root().find(group) == null) {
                    throw ModelFileException.at(
                            name,
                            group,
                            "the map says it is in \"" + shard + "\", which does not hold it. The files are not of one"
                                    + " save; get them again.");
                }
            }));
            shards.files.addAll(opened.values());
            return shards;
        } catch (RuntimeException e) {
            opened.values().forEach(Hdf5File::close);
            throw e;
        }
    }

    private static Path beside(String name, Path map, String shard) {
        Path file = map.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw ModelFileException.at(
                    name,
                    null,
                    "the weights are spread over several files, of which \"" + shard
                            + "\" is missing beside it. Put all of them into one folder.");
        }
        return file;
    }

    /** The files that a map names, by groups. */
    static Map<String, Set<String>> read(String name, Path map) throws IOException {
        if (Files.size(map) > LONGEST_MAP) {
            throw ModelFileException.at(
                    name, null, "it is too long for a map of weights: " + Files.size(map) + " bytes.");
        }
        Map<String, @Nullable Object> all = Json.parse(name, Files.readString(map));
        if (!(all.get(MAP) instanceof Map<?, ?> weights) || weights.isEmpty()) {
            throw ModelFileException.at(
                    name,
                    null,
                    "it is JSON, but no map of weights, which would have \"" + MAP + "\". Found: " + all.keySet() + "."
                            + " A model's config is read by Model.fromJson.");
        }
        Map<String, Set<String>> out = new LinkedHashMap<>();
        weights.forEach((group, value) -> {
            Set<String> names = new LinkedHashSet<>();
            for (Object shard : value instanceof List<?> l ? l : List.of(String.valueOf(value))) {
                names.add(plain(name, String.valueOf(shard)));
            }
            out.put(String.valueOf(group), names);
        });
        if (out.values().stream().mapToInt(Set::size).sum() > MOST) {
            throw ModelFileException.at(name, MAP, "it names more than " + MOST + " files.");
        }
        return out;
    }

    private static String plain(String name, String shard) {
        if (shard.isEmpty()
                || shard.equals("..")
                || shard.contains("/")
                || shard.contains("\\")
                || shard.contains(":")) {
            throw ModelFileException.at(
                    name, MAP, "files must lie beside it. Received: \"" + shard + "\". Do not use the file.");
        }
        return shard;
    }

    /** The files, in the order of the map. */
    List<Hdf5File> files() {
        return files;
    }

    @Override
    public void close() {
        files.forEach(Hdf5File::close);
    }
}
