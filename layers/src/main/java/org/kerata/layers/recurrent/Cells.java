package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;

/** How cells stand in configs. */
final class Cells {
    /** A cell; a list of cells is a stack. */
    static final Kind<Cell<?>> ONE =
            Kind.of("a cell", v -> v instanceof List<?> ? new StackedRNNCells(list(v)) : one(v), Cells::write);

    /** A list of cells. */
    static final Kind<List<Cell<?>>> LIST = Kind.of("a list of cells", Cells::listOrNull, cells -> {
        List<Object> out = new ArrayList<>();
        cells.forEach(c -> out.add(write(c)));
        return out;
    });

    private Cells() {}

    private static Object write(Cell<?> cell) {
        return Layers.NAMES.write(cell);
    }

    private static @Nullable Cell<?> one(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Layer l = value instanceof Layer given ? given : Layers.NAMES.read(value);
        return l instanceof Cell<?> c ? c : null;
    }

    private static List<Cell<?>> list(Object value) {
        List<Cell<?>> cells = listOrNull(value);
        return cells == null ? List.of() : cells;
    }

    private static @Nullable List<Cell<?>> listOrNull(Object value) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        List<Cell<?>> out = new ArrayList<>();
        for (Object v : list) {
            Cell<?> c = one(v);
            if (c == null) {
                return null;
            }
            out.add(c);
        }
        return List.copyOf(out);
    }
}
