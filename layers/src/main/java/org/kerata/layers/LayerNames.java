package org.kerata.layers;

import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.kerata.autodiff.ConfigException;

/**
 * The names of the layers of one model. A layer without a name gets one here, counted within the model: {@code dense}, {@code dense_1}.
 * A name counted by another model is kept unless it is taken in this one.
 */
public final class LayerNames {
    private final IdentityHashMap<Layer, String> names = new IdentityHashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** No names yet. */
    public LayerNames() {}

    /**
     * Takes layers in.
     *
     * @throws ConfigException if two have been given the same name by the user
     */
    public synchronized void add(Collection<? extends Layer> layers) {
        layers.stream().filter(l -> !names.containsKey(l) && l.isNameGiven()).forEach(this::reserve);
        layers.stream()
                .filter(l -> !names.containsKey(l) && l.isNamed() && !taken.contains(l.name()))
                .forEach(this::reserve);
        for (Layer l : layers) {
            if (!names.containsKey(l)) {
                boolean first = !l.isNamed();
                String n = free(l.defaultName());
                names.put(l, n);
                if (first) {
                    l.counted(n);
                }
            }
        }
    }

    private void reserve(Layer l) {
        if (names.containsKey(l)) {
            return;
        }
        if (!taken.add(l.name())) {
            throw new ConfigException(
                    "Two layers of the model are named \"" + l.name() + "\". Every layer needs a name of its own.");
        }
        names.put(l, l.name());
    }

    /** The name with the lowest number that is free, which it then is no longer. */
    public synchronized String free(String base) {
        String n = base;
        for (int k = 1; !taken.add(n); k++) {
            n = base + "_" + k;
        }
        return n;
    }

    /** Lets a layer go. */
    public synchronized void remove(Layer l) {
        String n = names.remove(l);
        if (n != null) {
            taken.remove(n);
        }
    }

    /** The layer's name in this model. */
    public synchronized String of(Layer l) {
        String n = names.get(l);
        return n != null ? n : l.name();
    }
}
