package org.kerata.training;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Shape;
import org.kerata.training.internal.Finite;

/** Looks at data before native code does: numbers must be finite, labels must be classes. Messages name the row. */
final class Inspection {
    private final String who;
    private final boolean allowNonFinite;
    private final Finite finite = new Finite();

    Inspection(String who, boolean allowNonFinite) {
        this.who = who;
        this.allowNonFinite = allowNonFinite;
    }

    /** Looks at all rows of a column. */
    void check(Layout.Column column, Elements e) {
        if (!allowNonFinite) {
            long bad = finite.firstBad(e);
            if (bad >= 0) {
                throw nonFinite(column, bad, value(e, (int) bad));
            }
        }
        if (column.type() == DType.INT32 && e.dtype() != DType.INT32 && e.dtype() != DType.BOOL) {
            checkWhole(column, e);
        }
        if (column.classes() > 0) {
            checkLabels(column, e);
        }
    }

    /** Looks at a batch in a Java array. */
    void check(Layout.Column column, float[] x) {
        int bad = allowNonFinite ? -1 : finite.firstBad(x);
        if (bad >= 0) {
            throw nonFinite(column, bad, x[bad]);
        }
        if (column.classes() > 0) {
            for (int i = 0; i < x.length; i++) {
                checkLabel(column, i, x[i]);
            }
        }
    }

    /** Looks at a batch in a Java array. */
    void check(Layout.Column column, int[] labels) {
        if (column.classes() > 0) {
            for (int i = 0; i < labels.length; i++) {
                checkLabel(column, i, labels[i]);
            }
        }
    }

    private ConfigException nonFinite(Layout.Column column, long at, double value) {
        Shape row = column.row();
        long size = Math.max(row.size(), 1);
        String place = "row " + at / size;
        long within = at % size;
        if (row.rank() == 1) {
            place += ", column " + within;
        } else if (row.rank() > 1) {
            long[] index = new long[row.rank()];
            for (int i = row.rank() - 1; i >= 0; i--) {
                index[i] = within % row.dim(i);
                within /= row.dim(i);
            }
            place += ", place " + Arrays.toString(index);
        }
        return new ConfigException(who + ": " + column.title() + " holds " + value + " in " + place
                + ". Clean the data, or let it pass with allowNonFinite(true).");
    }

    private void checkWhole(Layout.Column column, Elements e) {
        int n = Math.toIntExact(e.shape().size());
        for (int i = 0; i < n; i++) {
            double v = value(e, i);
            if (v != (int) v) {
                throw new ConfigException(
                        who + ": " + column.title() + " must hold whole numbers of 32 bits. Received: " + v + " in row "
                                + i / Math.max(column.row().size(), 1) + ".");
            }
        }
    }

    private void checkLabels(Layout.Column column, Elements e) {
        int n = Math.toIntExact(e.shape().size());
        for (int i = 0; i < n; i++) {
            checkLabel(column, i, value(e, i));
        }
    }

    private void checkLabel(Layout.Column column, int i, double label) {
        Integer ignored = column.ignored();
        boolean counts = ignored == null || label != ignored;
        if (counts && !(label >= 0 && label < column.classes() && label == Math.rint(label))) {
            String text = label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label);
            throw new ConfigException(who + ": " + column.title() + " must hold class numbers from 0 to "
                    + (column.classes() - 1) + ". Received: " + text + " in row "
                    + i / Math.max(column.row().size(), 1) + ".");
        }
    }

    private static double value(Elements e, int i) {
        ByteBuffer b = e.bytes();
        return switch (e.dtype()) {
            case FLOAT32 -> b.getFloat(i * 4);
            case FLOAT64 -> b.getDouble(i * 8);
            case INT32 -> b.getInt(i * 4);
            case INT64 -> b.getLong(i * 8);
            case BOOL -> b.get(i);
        };
    }
}
