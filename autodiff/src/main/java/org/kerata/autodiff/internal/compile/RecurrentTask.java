package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.RecurrentSteps;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/**
 * A recurrence along sequences: each slice takes its own samples through all steps without waiting for others. A step is one product by
 * oneDNN, with the recurrent kernel packed once a run, and loops for the gates. The first input has an entry for each sample and step, the
 * second is the recurrent kernel.
 */
abstract class RecurrentTask extends Task {
    private static final long SMALL = 64 * 1024;
    private static final long ALIGNMENT = 64;

    final Recurrence settings;
    private final int gates;
    private final boolean backward;
    private Primitive[] @Nullable [] primitives = {};

    RecurrentTask(
            String name,
            String scope,
            Recurrence settings,
            int gates,
            boolean backward,
            List<Operand> inputs,
            List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.settings = settings;
        this.gates = gates;
        this.backward = backward;
    }

    /** Whether there is anything to compute, in single precision. */
    static boolean fits(OpNode n) {
        return n.inputs().get(0).dtype() == DType.FLOAT32
                && n.inputs().get(0).size() > 0
                && n.outputs().stream().allMatch(t -> t.size() > 0 && t.size() < Integer.MAX_VALUE);
    }

    private Operand kernel() {
        return inputs().get(1);
    }

    private long samples() {
        return inputs().get(0).shape().dim(0);
    }

    final int steps() {
        return inputs().get(0).shape().intDim(1);
    }

    final int units() {
        return kernel().shape().intDim(0);
    }

    /** The bias of the product, if there is one. */
    @Nullable
    Operand bias() {
        return null;
    }

    /** The mask, if there is one. */
    abstract @Nullable Operand mask();

    @Override
    public long work() {
        return kernel().size() * samples() * steps();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // operands are told apart by what they are, not by their values
    public void cut(int slices) {
        long rows = samples();
        Operand first = inputs().get(0);
        if (slices == 1 || rows == 1 || work() < SMALL) {
            uncut(slices);
            return;
        }
        long row = first.size() / rows;
        long[] bounds = Cuts.alignedTo(row, first, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = bounds[s] / row;
            long hi = bounds[s + 1] / row;
            for (int i = 0; i < inputs().size() && lo < hi; i++) {
                Operand o = inputs().get(i);
                boolean whole = o == kernel() || o == bias();
                long own = o.size() / rows;
                reads(i, s, whole ? o.all() : o.part(lo * own, hi * own));
            }
            for (int i = 0; i < outputs().size(); i++) {
                Operand o = outputs().get(i);
                long own = o.size() / rows;
                writes(i, s, o.part(lo * own, hi * own));
            }
        }
    }

    private int rows(int slice) {
        Region r = reads(0, slice);
        return Math.toIntExact((r.hi() - r.lo()) / (inputs().get(0).size() / samples()));
    }

    private long firstRow(int slice) {
        Operand o = inputs().get(0);
        return (reads(0, slice).lo() - o.offset()) / (o.size() / samples());
    }

    // ---- the product ----

    private Layout stateLayout(int slice) {
        return Layout.dense(rows(slice), units());
    }

    private Layout gateLayout(int slice) {
        return Layout.dense(rows(slice), (long) gates * units());
    }

    private Layout kernelLayout() {
        long u = units();
        long all = gates * u;
        return backward ? Layout.strided(new long[] {all, u}, new long[] {1, all}) : Layout.dense(u, all);
    }

    private Layout freeLayout() {
        long u = units();
        return backward ? Layout.any(gates * u, u) : Layout.any(u, gates * u);
    }

    private Layout biasLayout() {
        return Layout.dense(1, (long) gates * units());
    }

    private Primitive product(int slice) {
        return primitives[slice][0];
    }

    private Primitive pack(int slice) {
        return primitives[slice][1];
    }

    /** Where what is in the scratch memory begins: the primitives' own first, then the packed kernel, states, gates. */
    private record Places(long packed, long states, long gates, long end) {}

    private Places places(int slice) {
        long packed = aligned(Math.max(product(slice).scratch(), pack(slice).scratch()));
        long states = packed + aligned(product(slice).weights().bytes());
        long wide = states + aligned(stateLayout(slice).bytes());
        return new Places(packed, states, wide, wide + aligned(gateLayout(slice).bytes()));
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public final long prepare(int slice) {
        if (primitives.length <= slice) {
            primitives = Arrays.copyOf(primitives, slice + 1);
        }
        if (!isActive(slice)) {
            return 0;
        }
        Layout from = backward ? gateLayout(slice) : stateLayout(slice);
        Layout to = backward ? stateLayout(slice) : gateLayout(slice);
        Primitive product =
                Primitives.matmul(from, freeLayout(), bias() == null ? null : biasLayout(), to, new PostOps());
        primitives[slice] = new Primitive[] {product, Primitives.reorder(kernelLayout(), product.weights())};
        return places(slice).end;
    }

    /** The steps of a slice. */
    final RecurrentSteps stepsOf(Binding b, int slice) {
        Places at = places(slice);
        Primitive product = product(slice);
        Primitive pack = pack(slice);
        Pointer scratch = at.packed == 0 ? null : b.scratch(this, slice, 0, at.packed);
        Pointer packed = b.scratch(this, slice, at.packed, product.weights().bytes());
        Pointer states = b.scratch(this, slice, at.states, stateLayout(slice).bytes());
        Pointer wide = b.scratch(this, slice, at.gates, gateLayout(slice).bytes());
        Kernel packing = Execution.of(pack)
                .with(DNNL_ARG_SRC, kernelLayout(), b.pointer(kernel(), slice, 0, kernel().size()))
                .with(DNNL_ARG_DST, product.weights(), packed)
                .scratch(scratch)
                .build();
        Execution.Builder e = Execution.of(product)
                .with(DNNL_ARG_SRC, backward ? gateLayout(slice) : stateLayout(slice), backward ? wide : states)
                .with(DNNL_ARG_WEIGHTS, product.weights(), packed)
                .with(DNNL_ARG_DST, backward ? stateLayout(slice) : gateLayout(slice), backward ? states : wide);
        Operand bias = bias();
        if (bias != null) {
            e.with(DNNL_ARG_BIAS, biasLayout(), b.pointer(bias, slice, 0, bias.size()));
        }
        return new RecurrentSteps(
                rows(slice),
                steps(),
                units(),
                settings.reverse(),
                maskBytes(b, slice),
                packing,
                e.scratch(scratch).build(),
                b.scratchFloats(this, slice, at.states, stateLayout(slice).bytes()),
                b.scratchFloats(this, slice, at.gates, gateLayout(slice).bytes()));
    }

    private @Nullable ByteBuffer maskBytes(Binding b, int slice) {
        Operand mask = mask();
        if (mask == null) {
            return null;
        }
        int from = Math.toIntExact(firstRow(slice) * steps());
        return b.bytes(mask, slice).slice(from, rows(slice) * steps());
    }

    // ---- memory ----

    final FloatBuffer reading(Binding b, int input, int slice) {
        Operand o = inputs().get(input);
        Region r = reads(input, slice);
        return b.floats(o, slice, r.lo() - o.offset(), r.hi() - o.offset());
    }

    final FloatBuffer writing(Binding b, int output, int slice) {
        Operand o = outputs().get(output);
        Region w = writes(output, slice);
        return b.floats(o, slice, w.lo() - o.offset(), w.hi() - o.offset());
    }

    final @Nullable FloatBuffer writingIfAny(Binding b, int output, int slice) {
        return output < outputs().size() ? writing(b, output, slice) : null;
    }

    @Override
    public final boolean staysWithin(int input) {
        return true;
    }

    @Override
    public final boolean staysWithin() {
        return true;
    }

    @Override
    public final String implementation() {
        for (Primitive[] p : primitives) {
            if (p != null) {
                return p[0].implementation();
            }
        }
        return "onednn";
    }

    /** The products without the gates. */
    @Override
    public final Task primitivesAlone() {
        return new Products(this);
    }

    /** What of a recurrence is oneDNN's. */
    private static final class Products extends Task {
        private final RecurrentTask of;

        Products(RecurrentTask of) {
            super(of.name() + " products", of.scope(), of.inputs(), of.outputs());
            this.of = of;
            phase(of.phase());
        }

        @Override
        public void cut(int slices) {
            throw new IllegalStateException("It is cut as the whole is.");
        }

        @Override
        public boolean isActive(int slice) {
            return of.isActive(slice);
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            return of.stepsOf(b, slice).productsAlone();
        }
    }
}
