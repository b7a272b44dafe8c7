package org.kerata.autodiff.ops;

import java.util.Collections;
import java.util.List;

/**
 * What happens at the borders of convolutions and pooling.
 *
 * @param rule how the padding is found
 * @param before with {@link Rule#GIVEN}, padded elements in front, for each spatial axis
 * @param after with {@link Rule#GIVEN}, padded elements behind; negative where elements at the end are not looked at
 */
public record Padding(Rule rule, List<Integer> before, List<Integer> after) {
    /** How the padding is found. */
    public enum Rule {
        /** There is none. */
        VALID,
        /** As much as {@link Padding#SAME} says. */
        SAME,
        /** As much as {@link Padding#CAUSAL} says. */
        CAUSAL,
        /** It is given. */
        GIVEN
    }

    /** Windows lie inside the input. */
    public static final Padding VALID = of(Rule.VALID);

    /**
     * There are as many windows as steps of the stride fit into the input; what they lack is padded in halves, the larger half at the end,
     * as TensorFlow does.
     */
    public static final Padding SAME = of(Rule.SAME);

    /** As many windows as for {@link #SAME}, with all that they lack in front: no window sees what comes after its own place. */
    public static final Padding CAUSAL = of(Rule.CAUSAL);

    public Padding {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** So many elements in front of and behind each spatial axis. */
    public static Padding given(List<Integer> before, List<Integer> after) {
        return new Padding(Rule.GIVEN, before, after);
    }

    private static Padding of(Rule rule) {
        return new Padding(rule, List.of(), List.of());
    }

    /** The padding of a single axis, as the only one. */
    public Padding along(int axis) {
        return rule == Rule.GIVEN
                ? given(Collections.singletonList(before.get(axis)), Collections.singletonList(after.get(axis)))
                : this;
    }

    /** With an axis in front that is not padded. */
    public Padding withAxisInFront() {
        return rule == Rule.GIVEN ? given(zeroThen(before), zeroThen(after)) : this;
    }

    private static List<Integer> zeroThen(List<Integer> list) {
        List<Integer> out = new java.util.ArrayList<>(List.of(0));
        out.addAll(list);
        return out;
    }

    @Override
    public String toString() {
        return rule == Rule.GIVEN ? before + "/" + after : rule.toString();
    }
}
