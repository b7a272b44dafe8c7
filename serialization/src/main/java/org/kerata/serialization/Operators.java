package org.kerata.serialization;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.Op;

/** The ops that may stand between the layers of a model file, family by family. */
final class Operators {
    private static final Map<String, Operator> BY_CLASS = new LinkedHashMap<>();
    private static final Map<Op<?>, Operator> BY_OP = new IdentityHashMap<>();

    static {
        add(ElementwiseOperators.arithmetic());
        add(ElementwiseOperators.comparisons());
        add(ElementwiseOperators.functions());
        add(ElementwiseOperators.types());
        add(ActivationOperators.all());
        add(ReductionOperators.all());
        add(ShapeOperators.all());
        add(PartOperators.all());
        add(ProductOperators.all());
        add(ImageOperators.all());
    }

    private Operators() {}

    private static void add(List<Operator> family) {
        for (Operator o : family) {
            BY_CLASS.putIfAbsent(key(o.module(), o.className()), o);
            if (o.op() != null) {
                BY_OP.putIfAbsent(o.op(), o);
            }
        }
    }

    private static String key(String module, String className) {
        return module + "." + className;
    }

    /** How an op is written; null if no file can hold it. */
    static @Nullable Operator of(Op<?> op) {
        return BY_OP.get(op);
    }

    /** Whether this is a module of operations, not of layers. */
    static boolean isModule(@Nullable Object module) {
        return module instanceof String s && (s.startsWith("keras.src.ops.") || s.startsWith("keras.ops"));
    }

    /** The operation of this class; null if it is not known. */
    static @Nullable Operator find(@Nullable Object module, String className) {
        if (!isModule(module)) {
            return null;
        }
        String m = String.valueOf(module);
        return BY_CLASS.get(key(m.substring(m.lastIndexOf('.') + 1), className));
    }

    /** Keras's names of the operations that are known. */
    static List<String> known() {
        List<String> out = new ArrayList<>();
        BY_CLASS.values().forEach(o -> out.add(o.className()));
        return out;
    }
}
