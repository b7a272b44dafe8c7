package org.kerata.training.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Nearest;

/** What samples consist of on one side, inputs, targets or weights: one tensor, several in order, or several by name. */
public final class Columns {
    private final List<Tensor> tensors;
    private final @Nullable List<String> names;

    private Columns(List<Tensor> tensors, @Nullable List<String> names) {
        this.tensors = tensors;
        this.names = names;
    }

    /** A single tensor, {@code (samples, …)}. */
    public static Columns of(Tensor tensor) {
        return new Columns(List.of(tensor), null);
    }

    /** Several tensors, in the order of the model's inputs or outputs. */
    public static Columns of(List<? extends Tensor> tensors) {
        return new Columns(List.copyOf(tensors), null);
    }

    /** Tensors by the name of the model's input or output. */
    public static Columns of(Map<String, ? extends Tensor> tensors) {
        Map<String, Tensor> copy = new LinkedHashMap<>(tensors);
        return new Columns(List.copyOf(copy.values()), List.copyOf(copy.keySet()));
    }

    /** The tensors, in the order in which they were given. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** The names; null if there are none. */
    public @Nullable List<String> names() {
        return names;
    }

    /** The only tensor. */
    public Tensor only() {
        if (tensors.size() != 1) {
            throw new ShapeException("There are " + tensors.size() + " tensors"
                    + (names == null ? "" : " (" + String.join(", ", names) + ")") + ", not one.");
        }
        return tensors.get(0);
    }

    /**
     * The tensor with this name.
     *
     * @throws ConfigException if there is none; the message proposes the nearest
     */
    public Tensor get(String name) {
        int i = names == null ? -1 : names.indexOf(name);
        if (i < 0) {
            throw new ConfigException("There is no \"" + name + "\"."
                    + (names == null ? " The tensors have no names." : Nearest.hint(name, names)));
        }
        return tensors.get(i);
    }

    /** The same columns with other tensors. */
    public Columns with(List<Tensor> others) {
        return new Columns(List.copyOf(others), names);
    }

    /**
     * The tensors in the order of names that a model has.
     *
     * @param who for messages, such as {@code fit}
     * @param what for messages, such as {@code input}
     * @param expected the names, in order
     * @param needed those that must be there; by order, only these or all must be given
     * @return a tensor for each expected name, null where none is needed or given
     * @throws ConfigException if a name is unknown or missing
     */
    public List<@Nullable Tensor> inOrder(String who, String what, List<String> expected, Set<String> needed) {
        return names == null ? byPlace(who, what, expected, needed) : byName(who, what, expected, needed, names);
    }

    private List<@Nullable Tensor> byPlace(String who, String what, List<String> expected, Set<String> needed) {
        boolean all = tensors.size() == expected.size();
        if (!all && tensors.size() != needed.size()) {
            throw new ShapeException(
                    who + ": the model has " + expected.size() + " " + what + (expected.size() == 1 ? "" : "s") + " ("
                            + String.join(", ", expected) + "). Received: " + tensors.size() + ".");
        }
        List<@Nullable Tensor> out = new ArrayList<>();
        int next = 0;
        for (String name : expected) {
            boolean given = all || needed.contains(name);
            out.add(given ? tensors.get(next++) : null);
        }
        return out;
    }

    private List<@Nullable Tensor> byName(
            String who, String what, List<String> expected, Set<String> needed, List<String> given) {
        for (String n : given) {
            if (!expected.contains(n)) {
                throw new ConfigException(
                        who + ": the model has no " + what + " \"" + n + "\"." + Nearest.hint(n, expected));
            }
        }
        Set<String> missing = new TreeSet<>(needed);
        given.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new ConfigException(
                    who + ": the " + what + " \"" + missing.iterator().next() + "\" is missing. Received: "
                            + String.join(", ", new TreeSet<>(given)) + ".");
        }
        List<@Nullable Tensor> out = new ArrayList<>();
        for (String name : expected) {
            int i = given.indexOf(name);
            out.add(i < 0 ? null : tensors.get(i));
        }
        return out;
    }
}
