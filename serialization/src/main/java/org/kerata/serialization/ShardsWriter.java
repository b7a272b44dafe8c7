package org.kerata.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.GroupDraft;
import org.kerata.serialization.hdf5.Hdf5Writer;

/**
 * Writes the weights of a model into several files and a map of them, as Keras does. The files get names that the map of an earlier save
 * does not use, and the map is replaced at the end, at once: whatever happens, it stands for a whole save.
 */
final class ShardsWriter {
    private static final String MAP_ENDING = ".weights.json";
    private static final String ENDING = ".weights.h5";

    private final Path map;
    private final String base;
    private final long most;
    private final Meter meter;
    private final List<Hdf5Writer> shards = new ArrayList<>();
    private final Map<String, Set<Integer>> groups = new LinkedHashMap<>();
    private long total;
    private long inShard;

    private ShardsWriter(Path map, long most, Meter meter) {
        this.map = map;
        String name = String.valueOf(map.getFileName());
        this.base = name.substring(0, name.length() - MAP_ENDING.length());
        this.most = most;
        this.meter = meter;
        shards.add(new Hdf5Writer());
    }

    /** Writes the weights of a model, and its optimizer's state, with no more than a number of bytes of weights in a file. */
    static void write(Layer model, Path map, long most, Meter meter) {
        ShardsWriter w = new ShardsWriter(map, most, meter);
        WeightsWriter.walk(model, w::put);
        w.write();
    }

    private void put(String path, String name, List<Variable> variables) {
        String group = WeightTree.vars(path);
        shards.get(shards.size() - 1).root().group(group).attribute("name", name);
        for (int i = 0; i < variables.size(); i++) {
            Variable v = variables.get(i);
            long bytes = v.size() * v.dtype().bytes();
            if (bytes > most) {
                throw new ModelFileException("The weight " + i + " (\"" + v.name() + "\") of \"" + name + "\" takes "
                        + bytes + " bytes, and a file may hold " + most + ". Raise maxShardSize.");
            }
            if (inShard + bytes > most) {
                shards.add(new Hdf5Writer());
                inShard = 0;
            }
            inShard += bytes;
            total += bytes;
            int last = shards.size() - 1;
            GroupDraft vars = shards.get(last).root().group(group);
            vars.dataset(String.valueOf(i), v);
            groups.computeIfAbsent("/" + group, g -> new LinkedHashSet<>()).add(last);
        }
    }

    private void write() {
        Set<String> old = used();
        int first = 0;
        for (int i = 0; i < shards.size() && first == 0; i++) {
            first = old.contains(shard(i)) ? last(old) + 1 : 0;
        }
        Set<String> made = new LinkedHashSet<>();
        for (Hdf5Writer w : shards) {
            meter.expect(w.size());
            w.watch(meter::add);
        }
        try {
            for (int i = 0; i < shards.size(); i++) {
                String name = shard(first + i);
                made.add(name);
                AtomicFile.write(map.resolveSibling(name), shards.get(i)::writeTo);
            }
            meter.finish();
            byte[] text = Json.write(config(first)).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(map, channel -> {
                for (ByteBuffer b = ByteBuffer.wrap(text); b.hasRemaining(); ) {
                    channel.write(b);
                }
            });
        } catch (RuntimeException e) {
            delete(made);
            throw e;
        }
        if (first > 0) {
            // Keras opens the file of this name whatever the map says.
            AtomicFile.write(map.resolveSibling(shard(0)), new Hdf5Writer()::writeTo);
        }
        old.removeAll(made);
        old.remove(shard(0));
        delete(old);
    }

    private String shard(int i) {
        return base + "_" + String.format("%05d", i) + ENDING;
    }

    private Map<String, @Nullable Object> config(int first) {
        Map<String, Object> files = new LinkedHashMap<>();
        groups.forEach((group, numbers) -> {
            List<String> names = numbers.stream().map(n -> shard(first + n)).toList();
            files.put(group, names.size() == 1 ? names.get(0) : names);
        });
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("metadata", Map.of("total_size", total));
        out.put("weight_map", files);
        return out;
    }

    /** The files of the save that is there; if its map cannot be read, all that might be. */
    private Set<String> used() {
        Set<String> out = new LinkedHashSet<>();
        if (!Files.exists(map)) {
            return out;
        }
        try {
            Shards.read(map.toString(), map).values().forEach(out::addAll);
            out.removeIf(n -> number(n) < 0);
        } catch (IOException | KerataException e) {
            for (int i = 0; Files.exists(map.resolveSibling(shard(i))); i++) {
                out.add(shard(i));
            }
        }
        return out;
    }

    private int last(Set<String> names) {
        return names.stream().mapToInt(this::number).max().orElse(-1);
    }

    /** The number of a file of ours; -1 if it is none. */
    private int number(String name) {
        if (!name.startsWith(base + "_") || !name.endsWith(ENDING)) {
            return -1;
        }
        String digits = name.substring(base.length() + 1, name.length() - ENDING.length());
        return digits.matches("\\d{5,9}") ? Integer.parseInt(digits) : -1;
    }

    private void delete(Set<String> names) {
        for (String n : names) {
            try {
                Files.deleteIfExists(map.resolveSibling(n));
            } catch (IOException e) {
                // what no map names does no harm
            }
        }
    }
}
