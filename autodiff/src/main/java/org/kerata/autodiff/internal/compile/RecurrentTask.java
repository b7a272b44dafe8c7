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
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.RecurrentSteps;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.MovableExecution;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Recurrences;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/**
 * A recurrence along sequences: each slice takes its own samples through all steps without waiting for others. A step is one product by
 * oneDNN, with the recurrent kernel packed once a run, and loops for the gates. The first input has an entry for each step and sample, the
 * second is the recurrent kernel. Tensors of rank 3 have steps first, those of rank 2 samples.
 */
abstract class RecurrentTask extends Task {
    private static final long SMALL = 64 * 1024;
    private static final long ALIGNMENT = 64;
    /** Buffers hold no more bytes than an int counts. */
    private static final long MOST = Integer.MAX_VALUE / Float.BYTES;

    final Recurrence settings;
    private final int gates;
    private final boolean backward;
    private Primitive[] @Nullable [] primitives = {};
    private long[] bounds = {};

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
        return fits(n.inputs()) && n.outputs().stream().allMatch(t -> t.size() > 0 && t.size() <= MOST);
    }

    /** Whether each of so many slices has samples of a recurrence with these inputs. */
    static boolean isCut(List<Tensor> in, int slices) {
        Shape gates = in.get(0).shape();
        return fits(in) && gates.dim(1) >= slices && in.get(1).size() * gates.product(0, 2) >= SMALL;
    }

    private static boolean fits(List<Tensor> in) {
        return in.get(0).dtype() == DType.FLOAT32
                && in.get(0).size() > 0
                && in.stream().allMatch(t -> t.size() <= MOST);
    }

    private Operand kernel() {
        return inputs().get(1);
    }

    private int samples() {
        return inputs().get(0).shape().intDim(1);
    }

    final int steps() {
        return inputs().get(0).shape().intDim(0);
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
        int rows = samples();
        boolean whole = rows == 1 || work() < SMALL;
        bounds = whole ? Cuts.whole(rows, slices) : Cuts.rows(rows, 1, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            for (int i = 0; i < inputs().size() && isActive(s); i++) {
                Operand o = inputs().get(i);
                reads(i, s, o == kernel() || o == bias() ? o.all() : part(o, s));
            }
            for (int i = 0; i < outputs().size(); i++) {
                writes(i, s, part(outputs().get(i), s));
            }
        }
    }

    @Override
    public boolean isActive(int slice) {
        return bounds[slice] < bounds[slice + 1];
    }

    /** A slice's part of an operand. Where the first axis counts the slices, each has a row of its own. */
    private Region part(Operand o, int slice) {
        if (isSum(o)) {
            long row = o.shape().dim(1);
            return o.part(slice * row, (slice + 1) * row);
        }
        long lo = bounds[slice];
        long hi = bounds[slice + 1];
        if (o.shape().rank() == 3) {
            long width = o.shape().dim(2);
            return Region.columns(o.offset(), o.offset() + o.size(), samples() * width, lo * width, hi * width);
        }
        long own = o.size() / samples();
        return o.part(lo * own, hi * own);
    }

    /** Whether it is for the sums of gates, a row for each slice: on the way back they follow the gradients. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSum(Operand o) {
        for (int i = backward ? 3 : outputs().size(); i < outputs().size(); i++) {
            if (outputs().get(i) == o) {
                return true;
            }
        }
        return false;
    }

    private int rows(int slice) {
        return Math.toIntExact(bounds[slice + 1] - bounds[slice]);
    }

    private int slices() {
        return bounds.length - 1;
    }

    private int firstRow(int slice) {
        return Math.toIntExact(bounds[slice]);
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
        return new Places(
                packed,
                states,
                wide,
                backward ? wide : wide + aligned(gateLayout(slice).bytes()));
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
        Kernel packing = Execution.of(pack)
                .with(DNNL_ARG_SRC, kernelLayout(), b.pointer(kernel(), slice, 0, kernel().size()))
                .with(DNNL_ARG_DST, product.weights(), packed)
                .scratch(scratch)
                .build();
        Pointer wide = backward
                ? firstGates(b, dgates(), slice)
                : b.scratch(this, slice, at.gates, gateLayout(slice).bytes());
        Execution.Builder e = Execution.of(product)
                .with(DNNL_ARG_SRC, backward ? gateLayout(slice) : stateLayout(slice), backward ? wide : states)
                .with(DNNL_ARG_WEIGHTS, product.weights(), packed)
                .with(DNNL_ARG_DST, backward ? stateLayout(slice) : gateLayout(slice), backward ? states : wide);
        Operand bias = bias();
        if (bias != null) {
            e.with(DNNL_ARG_BIAS, biasLayout(), b.pointer(bias, slice, 0, bias.size()));
        }
        return new RecurrentSteps(
                samples(),
                firstRow(slice),
                rows(slice),
                steps(),
                units(),
                settings.reverse(),
                maskBytes(b, slice),
                packing,
                product(e.scratch(scratch).build(), wide),
                b.scratchFloats(this, slice, at.states, stateLayout(slice).bytes()),
                backward
                        ? FloatBuffer.allocate(0)
                        : b.scratchFloats(
                                this, slice, at.gates, gateLayout(slice).bytes()));
    }

    /** On the way there always in the same memory, on the way back from the gradients of a step's gates where they lie. */
    private RecurrentSteps.Product product(Execution e, Pointer first) {
        if (!backward) {
            return (w, place) -> e.run(w);
        }
        MovableExecution movable = new MovableExecution(e, first);
        long step = (long) samples() * gates * units() * Float.BYTES;
        return (w, place) -> movable.at(0, place * step).run(w);
    }

    /** The gates of the slice's samples in the first place. */
    private Pointer firstGates(Binding b, Operand o, int slice) {
        long width = (long) gates * units();
        return b.pointer(o, slice, firstRow(slice) * width, (firstRow(slice) + rows(slice)) * width);
    }

    /** On the way back the gradients of what the products have made. */
    Operand dgates() {
        throw new IllegalStateException(name() + " goes no way back.");
    }

    private @Nullable ByteBuffer maskBytes(Binding b, int slice) {
        Operand mask = mask();
        if (mask == null) {
            return null;
        }
        return b.bytes(mask, slice).slice(firstRow(slice) * steps(), rows(slice) * steps());
    }

    // ---- memory ----

    /** An operand with steps first as a whole, of others the slice's part. */
    private FloatBuffer memory(Binding b, Operand o, int slice) {
        if (o.shape().rank() == 3) {
            return b.floats(o, slice, 0, o.size());
        }
        long own = o.size() / samples();
        return b.floats(o, slice, firstRow(slice) * own, (firstRow(slice) + rows(slice)) * own);
    }

    final FloatBuffer reading(Binding b, int input, int slice) {
        return memory(b, inputs().get(input), slice);
    }

    final FloatBuffer writing(Binding b, int output, int slice) {
        return memory(b, outputs().get(output), slice);
    }

    final @Nullable FloatBuffer writingIfAny(Binding b, int output, int slice) {
        if (output >= outputs().size()) {
            return null;
        }
        Operand o = outputs().get(output);
        long row = o.size() / slices();
        return isSum(o) ? b.floats(o, slice, slice * row, (slice + 1) * row) : memory(b, o, slice);
    }

    /** The gradients that arrive, which are the last inputs; null for those that do not. */
    final @Nullable FloatBuffer[] arriving(Binding b, Recurrences.Arriving a, int slice) {
        boolean[] given = {a.outputs(), a.last(), a.cell()};
        @Nullable FloatBuffer[] out = new FloatBuffer[given.length];
        int at = inputs().size();
        for (int i = given.length - 1; i >= 0; i--) {
            out[i] = given[i] ? reading(b, --at, slice) : null;
        }
        return out;
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
