package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.loops.Loads;
import org.kerata.autodiff.internal.kernels.loops.LoopKernel;
import org.kerata.autodiff.internal.kernels.loops.Step;
import org.kerata.autodiff.internal.kernels.loops.Stores;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * A group of pointwise ops over the same elements as a list of vectorising loops over blocks that stay in the first-level cache: every
 * operand is read once, every result written once.
 */
final class LoopTask extends Task {
    private final long size;
    private final List<Step> steps = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Integer> storedRegisters = new ArrayList<>();
    private int registers;

    /** Where a register's contents come from: an operand under the shape of the op that reads it, or a number. */
    private record Source(int register, @Nullable Operand operand, int input, Shape iteration, float number) {}

    /** What the group leaves in memory: the tensor and where it goes. */
    record Store(Tensor tensor, Operand target) {}

    private LoopTask(String name, String scope, long size, List<Operand> inputs, List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.size = size;
    }

    /** Whether an op can be part of such a group. */
    static boolean accepts(OpNode n) {
        if (n.op().pointwise() == null || n.op().lowering() != null || !carried(n.output().dtype())) {
            return false;
        }
        boolean cast = n.op().name().equals("cast");
        for (Tensor t : n.inputs()) {
            boolean whole = t.dtype().isInteger();
            if (!carried(t.dtype()) && !(cast && whole && !(Units.source(t) instanceof OpNode o && o.op().pointwise() != null))) {
                return false;
            }
        }
        return !EltwiseTask.prefers(n);
    }

    private static boolean carried(DType t) {
        return t == DType.FLOAT32 || t == DType.BOOL;
    }

    /**
     * A task for a group.
     *
     * @param nodes in order
     * @param operand finds the operand of a tensor made outside
     * @param stores what must be written
     */
    static LoopTask of(List<OpNode> nodes, Function<Tensor, Operand> operand, List<Store> stores) {
        List<Operand> inputs = new ArrayList<>();
        Builder b = new Builder(nodes, operand, inputs);
        List<Operand> outputs = new ArrayList<>();
        for (Store s : stores) {
            outputs.add(s.target());
        }
        StringJoiner name = new StringJoiner("+");
        for (OpNode n : nodes) {
            name.add(n.name());
        }
        String full = name.toString();
        LoopTask task = new LoopTask(
                full.length() > 60 ? full.substring(0, 57) + "..." : full,
                nodes.get(0).scope(),
                nodes.get(0).output().size(),
                inputs,
                outputs);
        b.fill(task, stores);
        return task;
    }

    /** Assigns registers: a block is free again after its last reader. */
    private static final class Builder {
        final List<OpNode> nodes;
        final Function<Tensor, Operand> operand;
        final List<Operand> inputs;
        final Map<Tensor, Integer> register = new IdentityHashMap<>();
        final Map<Object, Integer> loaded = new HashMap<>();
        final List<Source> sources = new ArrayList<>();
        final List<Step> steps = new ArrayList<>();
        final Map<Tensor, Integer> lastUse = new IdentityHashMap<>();
        final List<Integer> free = new ArrayList<>();
        int used;

        Builder(List<OpNode> nodes, Function<Tensor, Operand> operand, List<Operand> inputs) {
            this.nodes = nodes;
            this.operand = operand;
            this.inputs = inputs;
            Map<Tensor, Boolean> inside = new IdentityHashMap<>();
            for (OpNode n : nodes) {
                inside.put(n.output(), true);
            }
            for (int i = 0; i < nodes.size(); i++) {
                for (Tensor t : nodes.get(i).inputs()) {
                    Tensor own = through(t, inside);
                    if (own != null) {
                        lastUse.put(own, i);
                    }
                }
            }
            for (OpNode n : nodes) {
                for (Tensor t : n.inputs()) {
                    if (through(t, inside) == null) {
                        load(t, n.output().shape());
                    }
                }
            }
            this.inside = inside;
        }

        private final Map<Tensor, Boolean> inside;

        /** The tensor of this group that t is a view of, or t itself; null if it comes from outside. */
        private static @Nullable Tensor through(Tensor t, Map<Tensor, Boolean> inside) {
            Tensor c = t.canonical();
            while (!inside.containsKey(c)) {
                if (!(c.node() instanceof OpNode op) || !op.op().isView()) {
                    return null;
                }
                c = op.inputs().get(0).canonical();
            }
            return c;
        }

        private int load(Tensor t, Shape iteration) {
            Double number = Simplifier.scalar(t);
            if (number != null) {
                return loaded.computeIfAbsent(number, k -> {
                    sources.add(new Source(used, null, -1, iteration, number.floatValue()));
                    return used++;
                });
            }
            Operand o = operand.apply(t);
            return loaded.computeIfAbsent(List.of(o, o.size() == iteration.size() ? Shape.SCALAR : iteration), k -> {
                inputs.add(o);
                sources.add(new Source(used, o, inputs.size() - 1, iteration, 0));
                return used++;
            });
        }

        private int at(Tensor t) {
            return Objects.requireNonNull(register.get(t));
        }

        void fill(LoopTask task, List<Store> stores) {
            for (Store s : stores) {
                lastUse.put(s.tensor().canonical(), Integer.MAX_VALUE);
            }
            for (int i = 0; i < nodes.size(); i++) {
                OpNode n = nodes.get(i);
                int[] at = {0, 0, 0};
                for (int k = 0; k < n.inputs().size(); k++) {
                    Tensor t = n.inputs().get(k);
                    Tensor own = through(t, inside);
                    at[k] = own == null ? load(t, n.output().shape()) : at(own);
                }
                for (Tensor t : n.inputs()) {
                    Tensor own = through(t, inside);
                    if (own != null && Integer.valueOf(i).equals(lastUse.get(own)) && !free.contains(at(own))) {
                        free.add(at(own));
                    }
                }
                int out = free.isEmpty() ? used++ : free.remove(free.size() - 1);
                register.put(n.output(), out);
                if (!lastUse.containsKey(n.output())) {
                    free.add(out);
                }
                steps.add(new Step(loop(n), at[0], at[1], at[2], out));
            }
            task.sources.addAll(sources);
            task.steps.addAll(steps);
            for (Store s : stores) {
                task.storedRegisters.add(at(s.tensor().canonical()));
            }
            task.registers = used;
        }

        @SuppressWarnings("unchecked")
        private static Pointwise.Loop loop(OpNode n) {
            Function<Object, Pointwise> f = ((Op<Object>) n.op()).pointwise();
            if (f == null) {
                throw new IllegalStateException(n.name() + " is not pointwise.");
            }
            Pointwise p = f.apply(n.attributes());
            if (p.loop() != null) {
                return p.loop();
            }
            Pointwise.Real real = p.real();
            int arity = p.inputs();
            return (a, b, c, out, count) -> {
                for (int i = 0; i < count; i++) {
                    out[i] = (float) real.at(a[i], arity > 1 ? b[i] : 0, arity > 2 ? c[i] : 0);
                }
            };
        }
    }

    @Override
    public void cut(int slices) {
        if (slices > 1 && size < Cuts.TINY && !commits()) {
            replicate(slices);
            return;
        }
        long[] bounds = size < Cuts.SMALL ? Cuts.whole(size, slices) : bounds(slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            if (bounds[s] == bounds[s + 1]) {
                continue;
            }
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, o.size() == size ? o.part(bounds[s], bounds[s + 1]) : o.all());
            }
            for (Source src : sources) {
                if (src.operand != null && src.operand.size() != size) {
                    reads(src.input, s, Loads.region(src.operand, src.iteration, bounds[s], bounds[s + 1]));
                }
            }
            for (int i = 0; i < outputs().size(); i++) {
                writes(i, s, outputs().get(i).part(bounds[s], bounds[s + 1]));
            }
        }
    }

    private long[] bounds(int slices) {
        Operand largest = null;
        for (Operand o : inputs()) {
            if (o.size() == size) {
                long[] b = Cuts.ofProducer(o, slices);
                if (b != null && !Cuts.isWhole(b)) {
                    return b;
                }
                largest = o;
            }
        }
        return Cuts.even(largest != null ? largest : outputs().get(0), slices);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        long lo = -1;
        long hi = -1;
        for (int i = 0; i < outputs().size(); i++) {
            Region w = writes(i, slice);
            lo = w.lo() - outputs().get(i).offset();
            hi = w.hi() - outputs().get(i).offset();
        }
        int block = LoopKernel.block(periods());
        Loads.Load[] loads = new Loads.Load[sources.size()];
        for (int i = 0; i < loads.length; i++) {
            Source s = sources.get(i);
            loads[i] = s.operand == null
                    ? Loads.number(s.register, s.number)
                    : Loads.of(s.register, s.operand, s.iteration, b, slice, lo, hi, block);
        }
        Stores.Store[] stores = new Stores.Store[outputs().size()];
        for (int i = 0; i < stores.length; i++) {
            stores[i] = Stores.of(storedRegisters.get(i), outputs().get(i), b, slice, lo, hi);
        }
        return new LoopKernel(loads, steps.toArray(new Step[0]), stores, registers, lo, hi, block);
    }

    private List<Long> periods() {
        List<Long> out = new ArrayList<>();
        for (Source s : sources) {
            if (s.operand != null) {
                long p = Loads.period(s.operand, s.iteration);
                if (p > 1) {
                    out.add(p);
                }
            }
        }
        return out;
    }

    @Override
    public String implementation() {
        return "loops(" + steps.size() + ")";
    }
}
