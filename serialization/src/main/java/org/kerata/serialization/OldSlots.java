package org.kerata.serialization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.training.optimizers.Optimizer;

/**
 * The state of an optimizer as versions before 3 store it: the number of steps, if at all, then one slot of all weights after the other.
 * Keras 1 has the weights in the order of their names, later versions in that of the model. The optimizers of 2.11 and later store the
 * slots of a weight side by side, as Keras 3 does. None has the learning rate, which stands in the optimizer's config.
 */
final class OldSlots {
    /** The slots of each optimizer in the order of the file, under today's names. One that the optimizer does without is not there. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "SGD", List.of("momentum"),
            "RMSprop", List.of("velocity", "momentum", "average_gradient"),
            "Adagrad", List.of("accumulator"),
            "Adadelta", List.of("accumulated_grad", "accumulated_delta_var"),
            "Adam", List.of("momentum", "velocity", "velocity_hat"),
            "AdamW", List.of("momentum", "velocity", "velocity_hat"),
            "Adamax", List.of("momentum", "norm"),
            "Nadam", List.of("momentum", "velocity"),
            "Ftrl", List.of("accumulator", "linear"));

    /** A number of Nadam: behind the number of steps in files of tf.keras up to 2.10, in no others. */
    private static final String PRODUCT = "u_product";

    /**
     * A weight as the file has it: one of the arrays of a group.
     *
     * @param name its name in the file
     * @param shape its shape there
     * @param group what it belongs to
     * @param at its place in the group
     */
    @SuppressWarnings("ArrayRecordComponent") // lengths of axes, which nobody compares
    record Filed(String name, long[] shape, OldLayout.Group group, int at) {
        Variable weight() {
            return group.weight(at);
        }
    }

    private final Optimizer optimizer;
    private final List<Variable> trainable;
    private final List<Filed> filed;
    private final List<Hdf5Dataset> stored;

    private OldSlots(Optimizer optimizer, List<Variable> trainable, List<Filed> filed, List<Hdf5Dataset> stored) {
        this.optimizer = optimizer;
        this.trainable = trainable;
        this.filed = filed;
        this.stored = stored;
    }

    /**
     * The state in the order of a built optimizer's variables. What is not understood is given back as it is.
     *
     * @param trainable the weights for which the optimizer was built
     * @param filed all weights of the model as the file has them
     * @param byName whether the file has them in the order of their names
     */
    static List<Hdf5Dataset> arranged(
            Optimizer optimizer,
            List<Variable> trainable,
            List<Filed> filed,
            boolean byName,
            List<Hdf5Dataset> stored) {
        Map<Variable, Integer> places = new IdentityHashMap<>();
        trainable.forEach(v -> places.put(v, places.size()));
        List<Filed> own = new ArrayList<>();
        filed.stream().filter(f -> places.containsKey(f.weight())).forEach(own::add);
        own.sort(
                byName
                        ? Comparator.comparing(Filed::name)
                        : Comparator.comparingInt(f -> places.getOrDefault(f.weight(), 0)));
        if (stored.isEmpty() || own.isEmpty()) {
            return stored;
        }
        List<Hdf5Dataset> out = new OldSlots(optimizer, trainable, own, stored).arranged();
        return out == null ? stored : out;
    }

    private @Nullable List<Hdf5Dataset> arranged() {
        List<Variable> own = optimizer.variables();
        int before = own.size() > 1 && own.get(1).name().equals("learning_rate") ? 2 : 1;
        boolean sideBySide = stored.get(0).name().matches("iteration(:0)?");
        int header = header(sideBySide);
        List<Hdf5Dataset> out = new ArrayList<>();
        out.add(header > 0 ? stored.get(0) : ConvertedArrays.of(own.get(0).name(), own.get(0)));
        if (before == 2) {
            out.add(ConvertedArrays.of(own.get(1).name(), own.get(1)));
        }
        Variable last = own.get(own.size() - 1);
        boolean product = last.name().equals(PRODUCT);
        List<Hdf5Dataset> slots = sideBySide
                ? stored.subList(header, stored.size())
                : slots(own.subList(before, own.size() - (product ? 1 : 0)), header);
        if (slots == null) {
            return null;
        }
        out.addAll(slots);
        if (product) {
            out.add(header == 2 && !sideBySide ? stored.get(1) : ConvertedArrays.of(PRODUCT, last));
        }
        return out;
    }

    /** How many single numbers stand in front of the slots. */
    private int header(boolean sideBySide) {
        int scalars = 0;
        while (scalars < Math.min(2, stored.size()) && stored.get(scalars).shape().length == 0) {
            scalars++;
        }
        while (!sideBySide && scalars > 0 && (stored.size() - scalars) % filed.size() != 0) {
            scalars--;
        }
        return scalars;
    }

    private @Nullable List<Hdf5Dataset> slots(List<Variable> own, int header) {
        Map<String, Map<Variable, Hdf5Dataset>> blocks = new HashMap<>();
        int at = header;
        List<String> kinds = KINDS.getOrDefault(optimizer.className(), List.of());
        for (String kind : kinds) {
            if (own.stream().anyMatch(v -> isOf(kind, v))) {
                Map<Variable, Hdf5Dataset> block = block(at);
                if (block == null) {
                    return null;
                }
                blocks.put(kind, block);
                at += filed.size();
            }
        }
        Map<String, Integer> next = new HashMap<>();
        List<Hdf5Dataset> out = new ArrayList<>();
        for (Variable slot : own) {
            String kind = kinds.stream().filter(k -> isOf(k, slot)).findFirst().orElse("");
            int i = next.merge(kind, 1, Integer::sum) - 1;
            Map<Variable, Hdf5Dataset> block = blocks.get(kind);
            Hdf5Dataset d = block == null || i >= trainable.size() ? null : block.get(trainable.get(i));
            if (d == null) {
                return null;
            }
            out.add(d);
        }
        return out;
    }

    private static boolean isOf(String kind, Variable slot) {
        return slot.name().endsWith("_" + kind);
    }

    /** A slot of all weights, from a place of the file on; null if shapes do not fit. */
    private @Nullable Map<Variable, Hdf5Dataset> block(int from) {
        if (from + filed.size() > stored.size()) {
            return null;
        }
        Map<OldLayout.Group, Hdf5Dataset[]> parts = new LinkedHashMap<>();
        for (int i = 0; i < filed.size(); i++) {
            Filed f = filed.get(i);
            Hdf5Dataset d = stored.get(from + i);
            if (!Arrays.equals(d.shape(), f.shape())) {
                return null;
            }
            parts.computeIfAbsent(f.group(), g -> new Hdf5Dataset[g.stored()])[f.at()] = d;
        }
        Map<Variable, Hdf5Dataset> out = new IdentityHashMap<>();
        parts.forEach((group, arrays) -> {
            List<Hdf5Dataset> arranged = group.arranged(Arrays.asList(arrays));
            for (int i = 0; i < arranged.size(); i++) {
                out.put(group.weights().get(i), arranged.get(i));
            }
        });
        return out;
    }
}
