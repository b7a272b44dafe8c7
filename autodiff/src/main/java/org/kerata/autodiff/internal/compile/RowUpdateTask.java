package org.kerata.autodiff.internal.compile;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.MultiPointwise;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.RowUpdateKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Updates;

/** An optimizer's step on the rows of a weight that were looked up or whose slots are not zero, each slice on its own rows. */
public final class RowUpdateTask extends Task {
    private final MultiPointwise rule;
    private final String ruleName;
    private final int state;
    private final int part;

    private RowUpdateTask(OpNode n, Updates.Rows a, MultiPointwise rule, List<Operand> in, List<Operand> out) {
        super(n.name(), n.scope(), in, out);
        Shape table = in.get(0).shape();
        this.rule = rule;
        this.ruleName = a.rule().name();
        this.state = a.state();
        this.part = (int) table.product(1, table.rank());
    }

    /** How to make the task; null for other types than float32, rules without a loop, and where there is nothing to do. */
    public static Lowering.@Nullable Maker lower(OpNode n, Updates.Rows a) {
        MultiPointwise rule = loop(a);
        Tensor rows = n.inputs().get(a.state() + 1);
        boolean numbers = n.inputs().stream().skip(a.state() + 2L).allMatch(t -> t.size() == 1);
        for (int i = 0; i < a.state(); i++) {
            numbers &= n.inputs().get(i).dtype() == DType.FLOAT32
                    && n.inputs().get(i).size() < Integer.MAX_VALUE / Float.BYTES;
        }
        return rule != null && numbers && rows.size() > 0 && rows.size() < Integer.MAX_VALUE / Float.BYTES
                ? (in, out) -> new RowUpdateTask(n, a, rule, in, out)
                : null;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable MultiPointwise loop(Updates.Rows a) {
        var loop = ((Op<Object>) a.rule()).multiPointwise();
        return loop == null ? null : loop.apply(a.settings());
    }

    /** Most of the table is passed over, as long as most of it was never looked up. */
    @Override
    public long work() {
        return inputs().get(0).size() + 2L * state * inputs().get(state + 1).size();
    }

    @Override
    public void cut(int slices) {
        Operand table = inputs().get(0);
        Operand checks = outputs().get(state);
        int parts = (int) Math.min(slices, Math.min(checks.size(), table.shape().dim(0)));
        cutInto(slices);
        for (int s = 0; s < parts; s++) {
            long lo = table.shape().dim(0) * s / parts * part;
            long hi = table.shape().dim(0) * (s + 1) / parts * part;
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, i < state ? o.part(lo, hi) : o.all());
            }
            for (int i = 0; i < state; i++) {
                writes(i, s, outputs().get(i).part(lo, hi));
            }
            writes(state, s, checks.part(s, s == parts - 1 ? checks.size() : s + 1));
        }
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand table = inputs().get(0);
        long lo = reads(0, slice).lo() - table.offset();
        long hi = reads(0, slice).hi() - table.offset();
        FloatBuffer[] from = new FloatBuffer[state];
        FloatBuffer[] to = new FloatBuffer[state];
        Variable[] watched = new Variable[state];
        boolean stays = true;
        for (int i = 0; i < state; i++) {
            Operand in = inputs().get(i);
            Operand out = outputs().get(i);
            from[i] = b.floats(in, slice, lo, hi);
            to[i] = b.floats(out, slice, lo, hi);
            Variable v = in.value().variable();
            stays &= v != null && in.value() == out.value();
            if (v != null) {
                watched[i] = v;
            }
        }
        Operand rows = inputs().get(state + 1);
        FloatBuffer[] numbers = new FloatBuffer[inputs().size() - state - 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = b.floats(inputs().get(state + 2 + i), slice, 0, 1);
        }
        Operand checks = outputs().get(state);
        Region w = writes(state, slice);
        return new RowUpdateKernel(
                rule,
                from,
                to,
                stays ? watched : null,
                b.bytes(inputs().get(state), slice).asIntBuffer(),
                b.floats(rows, slice, 0, rows.size()),
                numbers,
                b.floats(checks, slice, w.lo() - checks.offset(), w.hi() - checks.offset()),
                (int) (lo / part),
                (int) (hi / part),
                part);
    }

    @Override
    public String implementation() {
        return "rows(" + Objects.requireNonNull(ruleName) + ")";
    }
}
