package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.Loads;
import org.kerata.autodiff.internal.kernels.loops.LoopKernel;
import org.kerata.autodiff.internal.kernels.loops.Sink;
import org.kerata.autodiff.internal.kernels.loops.Step;
import org.kerata.autodiff.internal.kernels.loops.Stores;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * A group of pointwise ops over the same elements as a list of vectorising loops over blocks that stay in the first-level cache: every
 * operand is read once, every result written once, and sums of results over all elements are taken on the way.
 */
final class LoopTask extends Task {
    private final long size;
    private final int registers;
    private final List<LoopPlan.Source> sources;
    private final List<LoopPlan.Instruction> instructions;
    private final boolean[] isSum;

    /** What the group leaves in memory: the tensor and where it goes. */
    record Store(Tensor tensor, Operand target) {}

    LoopTask(
            String name,
            String scope,
            long size,
            int registers,
            List<LoopPlan.Source> sources,
            List<LoopPlan.Instruction> instructions,
            boolean[] isSum,
            List<Operand> inputs,
            List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.size = size;
        this.registers = registers;
        this.sources = sources;
        this.instructions = instructions;
        this.isSum = isSum;
    }

    /** Whether an op can be part of such a group. */
    static boolean accepts(OpNode n) {
        if (n.op().pointwise() == null) {
            return acceptsMulti(n);
        }
        if (n.op().lowering() != null || !carried(n.output().dtype())) {
            return false;
        }
        boolean cast = n.op().name().equals("cast");
        for (Tensor t : n.inputs()) {
            boolean whole = t.dtype().isInteger();
            if (!carried(t.dtype())
                    && !(cast && whole && !(Units.source(t) instanceof OpNode o && o.op().pointwise() != null))) {
                return false;
            }
        }
        return !EltwiseTask.prefers(n);
    }

    /** Whether an op with several outputs can be part of such a group. */
    static boolean acceptsMulti(OpNode n) {
        if (n.op().multiPointwise() == null) {
            return false;
        }
        for (Tensor t : n.inputs()) {
            if (t.dtype() != DType.FLOAT32
                    || (t.size() != 1 && t.size() != n.outputs().get(0).size())) {
                return false;
            }
        }
        return true;
    }

    private static boolean carried(DType t) {
        return t == DType.FLOAT32 || t == DType.BOOL;
    }

    /** Whether an op sums all elements of a tensor, which a group that makes the tensor can do on the way. */
    static boolean isSum(OpNode n) {
        return n.op() == Fused.TOTAL_SUM || isPartialSum(n);
    }

    private static boolean isPartialSum(OpNode n) {
        return n.op() == Fused.PARTIAL_SUM
                && ((Fused.Parts) n.attributes()).axes().axes().size()
                        == n.inputs().get(0).rank();
    }

    /**
     * A task for a group.
     *
     * @param nodes in order
     * @param operand finds the operand of a tensor made outside
     * @param stores what must be written
     */
    static LoopTask of(List<OpNode> nodes, Function<Tensor, Operand> operand, List<Store> stores) {
        return new LoopPlan(nodes, operand, stores).task();
    }

    @Override
    public void cut(int slices) {
        if (slices > 1 && size < Cuts.TINY && !commits() && !hasSums(true)) {
            replicate(slices);
            return;
        }
        boolean whole = hasSums(false) || (size < Cuts.SMALL && !hasSums(true));
        long[] bounds = whole ? Cuts.whole(size, slices) : bounds(slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            if (bounds[s] == bounds[s + 1]) {
                continue;
            }
            for (LoopPlan.Source src : sources) {
                Operand o = src.operand();
                if (o != null) {
                    Region own = o.size() == size
                            ? o.part(bounds[s], bounds[s + 1])
                            : Loads.region(o, src.iteration(), bounds[s], bounds[s + 1]);
                    reads(src.input(), s, reads(src.input(), s).isEmpty() ? own : o.all());
                }
            }
            for (int i = 0; i < outputs().size(); i++) {
                Operand o = outputs().get(i);
                writes(i, s, !isSum[i] ? o.part(bounds[s], bounds[s + 1]) : o.size() == 1 ? o.all() : o.part(s, s + 1));
            }
        }
    }

    /** Whether there are sums for each slice, or sums of everything. */
    private boolean hasSums(boolean partial) {
        for (int i = 0; i < isSum.length; i++) {
            if (isSum[i] && (outputs().get(i).size() > 1) == partial) {
                return true;
            }
        }
        return false;
    }

    private long[] bounds(int slices) {
        Operand largest = null;
        for (Operand o : inputs()) {
            if (o.size() == size) {
                long[] b = Cuts.ofProducer(o, slices);
                if (b != null && !Cuts.isWhole(b) && !(hasSums(true) && Cuts.hasEmpty(b))) {
                    return b;
                }
                largest = o;
            }
        }
        Operand shape = largest;
        for (int i = 0; shape == null && i < outputs().size(); i++) {
            shape = isSum[i] ? null : outputs().get(i);
        }
        long[] even = shape == null ? Cuts.rows(size, 1, slices) : Cuts.even(shape, slices);
        return hasSums(true) && Cuts.hasEmpty(even) ? Cuts.rows(size, 1, slices) : even;
    }

    @Override
    public boolean staysWithin(int input) {
        return inputs().get(input).size() == size;
    }

    @Override
    public boolean staysWithin() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        long[] range = range(slice);
        long lo = range[0];
        long hi = range[1];
        int block = LoopKernel.block(periods());
        List<Step> once = new ArrayList<>();
        List<Step> each = new ArrayList<>();
        for (LoopPlan.Instruction i : instructions) {
            if (i.load() != null) {
                LoopPlan.Source s = i.load();
                Operand o = s.operand();
                Loads.Load load = o == null
                        ? Loads.number(s.register(), s.number())
                        : Loads.of(s.register(), o, s.iteration(), b, slice, lo, hi, block);
                (load.isFixed() && s.fixed() ? once : each).add(load);
            } else if (i.step() != null) {
                each.add(i.step().own());
            } else if (isSum[i.output()]) {
                Region w = writes(i.output(), slice);
                Operand o = outputs().get(i.output());
                each.add(new Sink(
                        i.register(), i.scale(), b.floats(o, slice, w.lo() - o.offset(), w.hi() - o.offset())));
            } else {
                each.add(Stores.of(i.register(), outputs().get(i.output()), b, slice, lo, hi));
            }
        }
        return new LoopKernel(once, each, registers, lo, hi, block);
    }

    /** The elements of a slice. */
    private long[] range(int slice) {
        for (int i = 0; i < outputs().size(); i++) {
            if (!isSum[i]) {
                Region w = writes(i, slice);
                long at = outputs().get(i).offset();
                return new long[] {w.lo() - at, w.hi() - at};
            }
        }
        for (LoopPlan.Source s : sources) {
            Operand o = s.operand();
            if (o != null && o.size() == size) {
                Region r = reads(s.input(), slice);
                return new long[] {r.lo() - o.offset(), r.hi() - o.offset()};
            }
        }
        throw new IllegalStateException(name() + " neither reads nor writes all of its elements.");
    }

    private List<Long> periods() {
        List<Long> out = new ArrayList<>();
        for (LoopPlan.Source s : sources) {
            Operand o = s.operand();
            if (o != null) {
                long p = Loads.period(o, s.iteration());
                if (p > 1) {
                    out.add(p);
                }
            }
        }
        return out;
    }

    @Override
    public String implementation() {
        return "loops(" + instructions.stream().filter(i -> i.step() != null).count() + ")";
    }
}
