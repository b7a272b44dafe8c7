package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.MultiPointwise;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.loops.Step;
import org.kerata.autodiff.ops.Arithmetic;

/**
 * Puts a group of pointwise ops into a list of instructions over registers. Operands are loaded when they are first needed and a register
 * is free again after its last reader, so that all of them stay in the first-level cache.
 */
final class LoopPlan {
    private final List<OpNode> nodes;
    private final Function<Tensor, Operand> operand;
    private final List<LoopTask.Store> stores;
    private final long size;
    private final Set<Tensor> inside = FusionGraph.identitySet();
    private final Map<Tensor, Integer> register = new IdentityHashMap<>();
    private final Map<Object, Source> loaded = new HashMap<>();
    private final Map<Object, Integer> lastUse = new HashMap<>();
    private final List<Operand> inputs = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Set<Object> overwritten = new HashSet<>();
    private final Set<OpNode> folded = FusionGraph.identitySet();
    private final List<Integer> free = new ArrayList<>();
    private int used;

    /**
     * Where a register's contents come from: an operand under the shape of the op that reads it, or a number.
     *
     * @param fixed whether the register is filled once, before the first block
     */
    record Source(int register, @Nullable Operand operand, int input, Shape iteration, float number, boolean fixed) {}

    /** One of: a load, a loop, or the store or sum of a register into an output. */
    record Instruction(@Nullable Source load, @Nullable Step step, int register, int output, float scale) {}

    LoopPlan(List<OpNode> nodes, Function<Tensor, Operand> operand, List<LoopTask.Store> stores) {
        this.nodes = nodes;
        this.operand = operand;
        this.stores = stores;
        this.size = nodes.get(0).outputs().get(0).size();
        for (OpNode n : nodes) {
            if (!LoopTask.isSum(n)) {
                inside.addAll(n.outputs());
            }
        }
    }

    LoopTask task() {
        for (OpNode n : nodes) {
            OpNode p = LoopTask.isSum(n) ? scaled(n) : null;
            if (p != null) {
                folded.add(p);
            }
        }
        findLastUses();
        preload();
        for (int i = 0; i < nodes.size(); i++) {
            OpNode n = nodes.get(i);
            if (LoopTask.isSum(n)) {
                OpNode scaled = scaled(n);
                Tensor summed = (scaled != null ? scaled : n).inputs().get(0);
                float scale = scaled == null
                        ? 1
                        : Objects.requireNonNull(
                                        Simplifier.scalar(scaled.inputs().get(1)))
                                .floatValue();
                store(n.output(), at(Objects.requireNonNull(own(summed))), scale);
            } else if (!folded.contains(n)) {
                compute(n, i);
            }
            release(n, i);
        }
        List<Operand> outputs = new ArrayList<>();
        boolean[] isSum = new boolean[stores.size()];
        for (int i = 0; i < isSum.length; i++) {
            outputs.add(stores.get(i).target());
            isSum[i] =
                    LoopTask.isSum((OpNode) stores.get(i).tensor().canonical().node());
        }
        return new LoopTask(
                name(), nodes.get(0).scope(), size, Math.max(used, 1), sources, instructions, isSum, inputs, outputs);
    }

    private String name() {
        StringJoiner name = new StringJoiner("+");
        for (OpNode n : nodes) {
            name.add(n.name());
        }
        String full = name.toString();
        return full.length() > 60 ? full.substring(0, 57) + "..." : full;
    }

    /** The tensor of this group that t is a view of, or t itself; null if it comes from outside. */
    private @Nullable Tensor own(Tensor t) {
        Tensor c = t.canonical();
        while (!inside.contains(c)) {
            if (!(c.node() instanceof OpNode op) || !op.op().isView()) {
                return null;
            }
            c = op.inputs().get(0).canonical();
        }
        return c;
    }

    private void findLastUses() {
        for (int i = 0; i < nodes.size(); i++) {
            OpNode n = nodes.get(i);
            for (Tensor t : reads(n)) {
                Tensor mine = own(t);
                lastUse.put(mine != null ? mine : key(t, n.outputs().get(0).shape()), i);
            }
        }
    }

    /** What an instruction reads: a sum of scaled elements reads the elements, and the product with the scale is left out. */
    private List<Tensor> reads(OpNode n) {
        OpNode p = LoopTask.isSum(n) ? scaled(n) : null;
        return p != null ? p.inputs().subList(0, 1) : folded.contains(n) ? List.of() : n.inputs();
    }

    /** What is written must be read before: loads of memory that the group overwrites come first. */
    private void preload() {
        Set<Value> written = new HashSet<>();
        for (LoopTask.Store s : stores) {
            written.add(s.target().value());
        }
        for (OpNode n : nodes) {
            for (Tensor t : n.inputs()) {
                if (own(t) == null
                        && Simplifier.scalar(t) == null
                        && written.contains(operand.apply(t).value())) {
                    load(t, n.outputs().get(0).shape());
                }
            }
        }
    }

    private Object key(Tensor t, Shape iteration) {
        Double number = Simplifier.scalar(t);
        if (number != null) {
            return number;
        }
        Operand o = operand.apply(t);
        return List.of(o, o.size() == size ? Shape.SCALAR : iteration);
    }

    /** The register that holds an operand from outside. */
    private int load(Tensor t, Shape iteration) {
        Object key = key(t, iteration);
        Source known = loaded.get(key);
        if (known != null) {
            return known.register;
        }
        Double number = Simplifier.scalar(t);
        Operand o = number == null ? operand.apply(t) : null;
        boolean dense = o != null && o.size() == size && size > 1;
        int r = dense ? next() : used++;
        if (o != null) {
            inputs.add(o);
        }
        Source s = new Source(r, o, inputs.size() - 1, iteration, number == null ? 0 : number.floatValue(), !dense);
        loaded.put(key, s);
        sources.add(s);
        instructions.add(new Instruction(s, null, r, -1, 1));
        return r;
    }

    private int next() {
        return free.isEmpty() ? used++ : free.remove(free.size() - 1);
    }

    private int at(Tensor t) {
        return Objects.requireNonNull(register.get(t));
    }

    private void compute(OpNode n, int i) {
        int[] in = new int[n.inputs().size()];
        for (int k = 0; k < in.length; k++) {
            Tensor t = n.inputs().get(k);
            Tensor mine = own(t);
            in[k] = mine == null ? load(t, n.outputs().get(0).shape()) : at(mine);
        }
        if (n.op().pointwise() == null) {
            inPlace(n, in, i);
        } else {
            int out = next();
            register.put(n.output(), out);
            instructions.add(new Instruction(null, step(n, in, out), -1, -1, 1));
        }
        for (Tensor t : n.outputs()) {
            store(t, at(t), 1);
        }
    }

    /** The first inputs become the outputs: in their own registers if nobody needs them any more, else in copies. */
    private void inPlace(OpNode n, int[] in, int i) {
        for (int k = 0; k < n.outputs().size(); k++) {
            Tensor t = n.inputs().get(k);
            Tensor mine = own(t);
            Object key = mine != null ? mine : key(t, n.outputs().get(0).shape());
            Source s = mine == null ? loaded.get(key) : null;
            boolean free = Objects.equals(lastUse.get(key), i) && (s == null || !s.fixed);
            for (int other = 0; other < in.length; other++) {
                free &= other == k || in[other] != in[k];
            }
            if (!free) {
                int copy = next();
                instructions.add(new Instruction(null, Step.copy(in[k], copy), -1, -1, 1));
                in[k] = copy;
            } else {
                overwritten.add(key);
            }
            register.put(n.outputs().get(k), in[k]);
        }
        instructions.add(new Instruction(null, several(n, in), -1, -1, 1));
    }

    /** The product with a number that a sum is taken of, if the sum alone needs it: it is scaled on the way. */
    private @Nullable OpNode scaled(OpNode sum) {
        Tensor t = own(sum.inputs().get(0));
        boolean folds = t != null
                && t.node() instanceof OpNode p
                && p.op() == Arithmetic.MULTIPLY
                && Simplifier.scalar(p.inputs().get(1)) != null
                && own(p.inputs().get(0)) != null
                && stores.stream().noneMatch(s -> s.tensor().canonical() == t)
                && nodes.stream()
                                .filter(n -> n.inputs().stream().anyMatch(x -> own(x) == t))
                                .count()
                        == 1;
        return folds && t != null ? (OpNode) t.node() : null;
    }

    private void store(Tensor t, int from, float scale) {
        for (int s = 0; s < stores.size(); s++) {
            if (stores.get(s).tensor().canonical() == t) {
                instructions.add(new Instruction(null, null, from, s, scale));
            }
        }
    }

    /** Registers that nobody reads after instruction i. */
    private void release(OpNode n, int i) {
        for (Tensor t : reads(n)) {
            Tensor mine = own(t);
            Object key = mine != null ? mine : key(t, n.outputs().get(0).shape());
            if (Objects.equals(lastUse.get(key), i) && !overwritten.contains(key)) {
                Source s = mine == null ? loaded.get(key) : null;
                Integer r =
                        mine != null ? register.get(mine) : s != null && !s.fixed ? Integer.valueOf(s.register) : null;
                if (r != null && !free.contains(r)) {
                    free.add(r);
                }
            }
        }
        for (Tensor t : n.outputs()) {
            Integer r = register.get(t);
            if (r != null && !lastUse.containsKey(t) && !free.contains(r)) {
                free.add(r);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Step several(OpNode n, int[] registers) {
        Function<Object, MultiPointwise> several = Objects.requireNonNull(((Op<Object>) n.op()).multiPointwise());
        return Step.of(several.apply(n.attributes()), registers);
    }

    @SuppressWarnings("unchecked")
    private static Step step(OpNode n, int[] in, int out) {
        Op<Object> op = (Op<Object>) n.op();
        Function<Object, Pointwise> f = Objects.requireNonNull(op.pointwise());
        Pointwise p = f.apply(n.attributes());
        int a = in[0];
        int b = in.length > 1 ? in[1] : a;
        int c = in.length > 2 ? in[2] : a;
        Pointwise.Loop loop = p.loop();
        if (loop != null) {
            return Step.of(loop, a, b, c, out);
        }
        Pointwise.Real real = p.real();
        int arity = p.inputs();
        return Step.of(
                (x, y, z, to, count) -> {
                    for (int i = 0; i < count; i++) {
                        to[i] = (float) real.at(x[i], arity > 1 ? y[i] : 0, arity > 2 ? z[i] : 0);
                    }
                },
                a,
                b,
                c,
                out);
    }
}
