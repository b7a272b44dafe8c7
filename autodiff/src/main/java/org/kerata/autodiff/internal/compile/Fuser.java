package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Read;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Reductions;

/**
 * Rewrites a simplified graph for the fast kernels: biases, residuals and activations go into the product or convolution before them;
 * scales that change only with variables go into the weights; sums over the batch become partial sums of the slices; pooling and batch
 * normalisation become the steps between which slices must meet.
 */
final class Fuser extends Rewriter {
    private final int slices;
    private final boolean merge;
    private final Map<Tensor, Integer> uses = new IdentityHashMap<>();
    private final Map<Tensor, List<OpNode>> users = new IdentityHashMap<>();
    private final Set<Variable> written;
    private final Map<Tensor, Boolean> derived = new IdentityHashMap<>();
    private final Map<List<Object>, Tensor> packed = new HashMap<>();
    private final Map<OpNode, List<Tensor>> kernelGradients = new IdentityHashMap<>();

    private Fuser(Traced t, int slices, boolean merge) {
        this.slices = slices;
        this.merge = merge;
        this.written = t.writes().keySet();
        for (Node n : Graphs.topological(t.roots())) {
            for (Tensor x : n.inputs()) {
                uses.merge(x.canonical(), 1, Integer::sum);
                if (n instanceof OpNode op) {
                    users.computeIfAbsent(x.canonical(), k -> new ArrayList<>()).add(op);
                }
            }
        }
        for (Tensor x : t.roots()) {
            uses.merge(x.canonical(), 1, Integer::sum);
        }
    }

    /**
     * The graph for the fast kernels.
     *
     * @param merge whether ops may go into one; else each keeps a result of its own that can be looked at
     */
    static Traced fuse(Traced t, int slices, boolean merge) {
        return new Fuser(t, slices, merge).run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> given) {
        Op<?> op = n.op();
        List<Tensor> in = op.pointwise() == null ? given : withOwnTruth(n, given);
        List<Tensor> better = null;
        if (op == Convolutions.CONV) {
            better = one(conv((Convolutions.Convolution) n.attributes(), in));
        } else if (op == Convolutions.CONV_BACKWARD_INPUT) {
            better = one(convBackwardInput((Convolutions.BackwardInput) n.attributes(), in));
        } else if (op == Convolutions.CONV_BACKWARD_KERNEL) {
            better = List.of(kernelGradient(n, in.get(0), in.get(1)).get(0));
        } else if (op == Reductions.SUM) {
            better = one(sum(n, in.get(0)));
        } else if (op == Pooling.MAX_POOL) {
            better = one(maxPool(n, in.get(0)));
        } else if (op == Pooling.MAX_POOL_GRAD) {
            better = one(maxPoolGradient(n, in));
        } else if (op == Normalizations.BATCH_NORM) {
            better = batchNorm((Normalizations.BatchNorm) n.attributes(), in);
        } else if (op == Normalizations.BATCH_NORM_GRAD) {
            better = batchNormGradient((Normalizations.BatchNorm) n.attributes(), n, in);
        } else if (op == Activations.RELU_GRAD) {
            better = one(reluGradient(n, in));
        } else if (op == Arithmetic.ADD || op == Arithmetic.SUBTRACT || op == Arithmetic.MULTIPLY) {
            better = one(afterProduct(n, in));
        } else if (n.op().pointwise() != null && in.size() == 1) {
            better = one(activation(n, in.get(0)));
        }
        return better != null ? better : Op.replay(n, in);
    }

    /**
     * Comparisons are made anew for each op that reads them: in one loop with it they cost next to nothing, while truth values in memory
     * are bytes, which no loop reads fast.
     */
    private List<Tensor> withOwnTruth(OpNode n, List<Tensor> given) {
        List<Tensor> in = new ArrayList<>(given);
        for (int i = 0; i < in.size(); i++) {
            Tensor t = in.get(i);
            if (t.dtype() == DType.BOOL
                    && !usedOnce(n.inputs().get(i))
                    && t.node() instanceof OpNode c
                    && LoopTask.accepts(c)
                    && c.inputs().stream().allMatch(x -> x.dtype() == DType.FLOAT32)) {
                in.set(i, Op.replay(c, c.inputs()).get(0));
            }
        }
        return in;
    }

    private static @Nullable List<Tensor> one(@Nullable Tensor t) {
        return t == null ? null : List.of(t);
    }

    private boolean usedOnce(Tensor original) {
        return merge && uses.getOrDefault(original.canonical(), 0) == 1;
    }

    private static boolean isFloat(Tensor t) {
        return t.dtype() == DType.FLOAT32 && t.size() > 0;
    }

    private long imagesPerSlice(Shape batch) {
        return batch.dim(0) >= slices ? (batch.dim(0) + slices - 1) / slices : batch.dim(0);
    }

    // ---- convolutions ----

    private @Nullable Tensor conv(Convolutions.Convolution c, List<Tensor> in) {
        if (!isFloat(in.get(0)) || in.get(1).size() == 0) {
            return null;
        }
        ConvGeometry g = ConvGeometry.of(c, in.get(0).shape(), in.get(1).shape());
        Layout kernel = ConvTask.kernelLayout(g, imagesPerSlice(g.input()), Epilogue.NONE);
        return Fused.CONV.apply(new Fused.Conv(g, kernel, Epilogue.NONE), in.get(0), pack(in.get(1), g, kernel));
    }

    private @Nullable Tensor convBackwardInput(Convolutions.BackwardInput a, List<Tensor> in) {
        if (!isFloat(in.get(0)) || in.get(1).size() == 0) {
            return null;
        }
        ConvGeometry g = ConvGeometry.of(a.convolution(), a.input(), in.get(1).shape());
        Layout kernel = ConvBackwardInputTask.kernelLayout(g, imagesPerSlice(g.input()));
        return Fused.CONV_BACKWARD_INPUT.apply(
                new Fused.Conv(g, kernel, Epilogue.NONE), in.get(0), pack(in.get(1), g, kernel));
    }

    private Tensor pack(Tensor weights, ConvGeometry g, Layout to) {
        Layout from = g.kernelLayout();
        for (Map.Entry<List<Object>, Tensor> e : packed.entrySet()) {
            if (e.getKey().get(0) == weights.canonical() && ((Layout) e.getKey().get(1)).sameAs(to)) {
                return e.getValue();
            }
        }
        Tensor t = from.sameAs(to)
                ? Ops.reshape(weights, weights.size())
                : Fused.PACK.apply(new Fused.Packing(from, to), weights);
        packed.put(List.of(weights.canonical(), to), t);
        return t;
    }

    /** The gradients of a convolution's kernel and, if the graph sums the same dy over all but the channels, of its bias. */
    private List<Tensor> kernelGradient(OpNode n, Tensor x, Tensor dy) {
        if (!isFloat(x) || dy.size() == 0) {
            return Op.replay(n, List.of(x, dy));
        }
        List<Tensor> known = kernelGradients.get(n);
        if (known != null) {
            return known;
        }
        Convolutions.BackwardKernel a = (Convolutions.BackwardKernel) n.attributes();
        ConvGeometry g = ConvGeometry.of(a.convolution(), x.shape(), a.kernel());
        boolean bias = users.getOrDefault(n.inputs().get(1).canonical(), List.of()).stream()
                .anyMatch(this::isBiasGradient);
        int parts = (int) Math.min(slices, x.shape().dim(0));
        List<Tensor> sums = Fused.CONV_BACKWARD_KERNEL.apply(new Fused.ConvSums(g, parts, bias), List.of(x, dy));
        List<Tensor> out = new ArrayList<>();
        for (Tensor s : sums) {
            out.add(Fused.sumOfParts(s));
        }
        kernelGradients.put(n, out);
        return out;
    }

    private boolean isBiasGradient(OpNode n) {
        if (n.op() != Reductions.SUM) {
            return false;
        }
        Shape s = n.inputs().get(0).shape();
        List<Integer> axes = ((Reductions.Axes) n.attributes()).axes();
        return axes.size() == s.rank() - 1 && !axes.contains(s.rank() - 1);
    }

    // ---- sums ----

    private @Nullable Tensor sum(OpNode n, Tensor x) {
        if (!isFloat(x)) {
            return null;
        }
        if (isBiasGradient(n)) {
            for (OpNode user : users.getOrDefault(n.inputs().get(0).canonical(), List.of())) {
                if (user.op() == Convolutions.CONV_BACKWARD_KERNEL
                        && user.inputs().get(1).canonical() == n.inputs().get(0).canonical()) {
                    Tensor input = find(user.inputs().get(0));
                    List<Tensor> both = input == null ? List.of() : kernelGradient(user, input, x);
                    if (both.size() > 1) {
                        return reshaped(both.get(1), n.output().shape());
                    }
                }
            }
        }
        Reductions.Axes axes = (Reductions.Axes) n.attributes();
        if (axes.axes().size() == x.rank() && (slices == 1 || x.size() < 2 * Cuts.SMALL)) {
            return Fused.TOTAL_SUM.apply(axes, x);
        }
        ReduceTask.View v = ReduceTask.View.of(x.shape(), axes.axes());
        if (slices == 1 || v == null || v.outer() > 1 || v.reduced() < slices || x.size() < 2 * Cuts.SMALL) {
            return null;
        }
        return reshaped(
                Fused.sumOfParts(Fused.PARTIAL_SUM.apply(new Fused.Parts(axes, slices), x)),
                n.output().shape());
    }

    private static Tensor reshaped(Tensor t, Shape s) {
        return t.shape().equals(s) ? t : Ops.reshape(t, s.dims());
    }

    // ---- what follows a product or a convolution ----

    /** The product or convolution that a tensor is the result of; null if it is none or is needed as it is. */
    private @Nullable OpNode product(Tensor original, Tensor now) {
        if (!usedOnce(original) || !(now.node() instanceof OpNode n)) {
            return null;
        }
        boolean product = n.op() == LinearAlgebra.MATMUL || n.op() == Fused.MATMUL || n.op() == Fused.CONV;
        return product && isFloat(now) && (n.op() == Fused.CONV || Simplifier.lower(n) != null) ? n : null;
    }

    private static Epilogue epilogue(OpNode n) {
        if (n.attributes() instanceof Fused.Product p) {
            return p.epilogue();
        }
        return n.attributes() instanceof Fused.Conv c ? c.epilogue() : Epilogue.NONE;
    }

    private static Tensor with(OpNode n, Epilogue e, List<Tensor> inputs) {
        if (n.attributes() instanceof Fused.Conv c) {
            return Fused.CONV
                    .apply(new Fused.Conv(c.geometry(), c.kernel(), e), inputs)
                    .get(0);
        }
        LinearAlgebra.Transposed t =
                n.attributes() instanceof Fused.Product p ? p.transposed() : (LinearAlgebra.Transposed) n.attributes();
        return Fused.MATMUL.apply(new Fused.Product(t, e), inputs).get(0);
    }

    private static List<Tensor> more(OpNode n, Tensor last) {
        List<Tensor> in = new ArrayList<>(n.inputs());
        in.add(last);
        return in;
    }

    private @Nullable Tensor activation(OpNode n, Tensor x) {
        if (n.op() == Activations.RELU && ((Activations.Relu) n.attributes()).equals(Activations.Relu.PLAIN)) {
            Tensor normal = reluAfterNorm(n.inputs().get(0), x);
            if (normal != null) {
                return normal;
            }
        }
        OpNode p = product(n.inputs().get(0), x);
        org.kerata.autodiff.graph.Pointwise.Eltwise e = eltwise(n);
        if (p == null || e == null || n.output().dtype() != DType.FLOAT32) {
            return null;
        }
        return with(p, epilogue(p).then(new Epilogue.Step(n.name(), e)), p.inputs());
    }

    @SuppressWarnings("unchecked")
    private static org.kerata.autodiff.graph.Pointwise.@Nullable Eltwise eltwise(OpNode n) {
        java.util.function.Function<Object, org.kerata.autodiff.graph.Pointwise> f = ((Op<Object>) n.op()).pointwise();
        return f == null ? null : f.apply(n.attributes()).eltwise();
    }

    private @Nullable Tensor afterProduct(OpNode n, List<Tensor> in) {
        for (int i = 0; i < 2; i++) {
            OpNode p = product(n.inputs().get(i), in.get(i));
            Tensor other = in.get(1 - i);
            if (p == null || !p.outputs().get(0).shape().equals(n.output().shape()) || other.dtype() != DType.FLOAT32) {
                continue;
            }
            Epilogue e = epilogue(p);
            if (isVector(other, p.outputs().get(0).shape())) {
                Tensor fused = vector(n, i, p, e, Ops.reshape(other, other.size()));
                if (fused != null) {
                    return fused;
                }
            } else if (n.op() == Arithmetic.ADD
                    && other.shape().equals(n.output().shape())
                    && other.canonical() != p.outputs().get(0)) {
                return with(p, e.then(new Epilogue.Step("add", null)), more(p, other));
            }
        }
        return null;
    }

    /** Whether a tensor has one element for each column, and is otherwise stretched. */
    private static boolean isVector(Tensor t, Shape out) {
        return t.rank() >= 1 && t.size() == out.last() && t.shape().last() == out.last();
    }

    private @Nullable Tensor vector(OpNode n, int side, OpNode p, Epilogue e, Tensor v) {
        if (!e.steps().isEmpty()) {
            return null;
        }
        if (n.op() == Arithmetic.ADD && !e.hasBias()) {
            return with(p, e.bias(), more(p, v));
        }
        boolean scale = n.op() == Arithmetic.MULTIPLY;
        if (!isDerived(v) || (n.op() == Arithmetic.SUBTRACT && side == 1)) {
            return null;
        }
        Tensor bias = e.hasBias() ? p.inputs().get(2) : null;
        if (!scale) {
            if (bias != null && !isDerived(bias)) {
                return null;
            }
            Tensor shift = n.op() == Arithmetic.SUBTRACT ? v.unaryMinus() : v;
            List<Tensor> in = new ArrayList<>(p.inputs().subList(0, 2));
            in.add(bias == null ? shift : bias.plus(shift));
            return with(p, e.bias(), in);
        }
        return scaled(p, e, bias, v);
    }

    /** The scale of each column goes into the weights. */
    private @Nullable Tensor scaled(OpNode p, Epilogue e, @Nullable Tensor bias, Tensor scale) {
        boolean conv = p.attributes() instanceof Fused.Conv;
        Tensor weights = p.inputs().get(1);
        Tensor raw = weights;
        if (conv) {
            raw = ((OpNode) weights.node()).inputs().get(0);
        } else if (transposedB(p) || weights.rank() != 2) {
            return null;
        }
        if (!isDerived(raw) || (bias != null && !isDerived(bias))) {
            return null;
        }
        List<Tensor> in = new ArrayList<>();
        in.add(p.inputs().get(0));
        Tensor better = raw.times(scale);
        in.add(p.attributes() instanceof Fused.Conv c ? pack(better, c.geometry(), c.kernel()) : better);
        if (bias != null) {
            in.add(bias.times(scale));
        }
        return with(p, e, in);
    }

    private static boolean transposedB(OpNode p) {
        return p.attributes() instanceof Fused.Product f
                ? f.transposed().b()
                : ((LinearAlgebra.Transposed) p.attributes()).b();
    }

    /** Whether a tensor changes only when variables that the program does not write change. */
    private boolean isDerived(Tensor t) {
        Tensor c = t.canonical();
        Boolean known = derived.get(c);
        if (known == null) {
            Node n = c.node();
            if (n instanceof Constant) {
                known = true;
            } else if (n instanceof Read r) {
                known = !written.contains(r.variable());
            } else if (n instanceof OpNode op) {
                known = true;
                for (Tensor x : op.inputs()) {
                    known &= isDerived(x);
                }
            } else {
                known = false;
            }
            derived.put(c, known);
        }
        return known;
    }

    // ---- pooling ----

    private @Nullable Tensor maxPool(OpNode n, Tensor x) {
        boolean remembered = users.getOrDefault(n.output(), List.of()).stream().anyMatch(u -> isGradientOf(u, n));
        if (!remembered || !PoolTask.fits(n) || x.shape().dim(0) < slices) {
            return null;
        }
        Pooling.Pool p = (Pooling.Pool) n.attributes();
        long bytes = PoolTask.workspace(p, x.shape(), imagesPerSlice(x.shape()));
        return Fused.MAX_POOL
                .apply(new Fused.MaxPool(p, x.shape(), slices, bytes), List.of(x))
                .get(0);
    }

    private static boolean isGradientOf(OpNode u, OpNode pool) {
        return u.op() == Pooling.MAX_POOL_GRAD
                && u.attributes().equals(pool.attributes())
                && u.inputs().get(1).canonical() == pool.output()
                && u.inputs().get(0).canonical() == pool.inputs().get(0).canonical();
    }

    private @Nullable Tensor maxPoolGradient(OpNode n, List<Tensor> in) {
        boolean same = n.inputs().get(1).canonical().node() instanceof OpNode pool && isGradientOf(n, pool);
        if (!same || !(in.get(1).node() instanceof OpNode f) || f.op() != Fused.MAX_POOL) {
            return null;
        }
        return Fused.MAX_POOL_BACKWARD.apply(
                (Fused.MaxPool) f.attributes(), in.get(2), f.outputs().get(1));
    }

    /**
     * The gradient of a rectifier under a maximum: an element of a window gets a gradient only if it is the maximum, so the smaller
     * gradient of the maximum can be masked instead of the larger one of the rectifier.
     */
    private @Nullable Tensor reluGradient(OpNode n, List<Tensor> in) {
        if (!(in.get(0).node() instanceof OpNode back)
                || back.op() != Fused.MAX_POOL_BACKWARD
                || !usedOnce(n.inputs().get(0))
                || !n.attributes().equals(Activations.Relu.PLAIN)) {
            return null;
        }
        OpNode forward = (OpNode) back.inputs().get(1).node();
        if (forward.inputs().get(0).canonical() != in.get(1).canonical()) {
            return null;
        }
        Tensor masked = Activations.RELU_GRAD.apply(
                Activations.Relu.PLAIN, back.inputs().get(0), forward.outputs().get(0));
        return Fused.MAX_POOL_BACKWARD.apply(
                (Fused.MaxPool) back.attributes(), masked, back.inputs().get(1));
    }

    // ---- batch normalisation ----

    private @Nullable List<Tensor> batchNorm(Normalizations.BatchNorm a, List<Tensor> in) {
        Tensor x = in.get(0);
        if (!isFloat(x) || x.rank() > 5 || x.shape().dim(0) < slices) {
            return null;
        }
        Fused.Norm norm = new Fused.Norm(a.epsilon(), false, slices, 0);
        Tensor parts = Fused.MOMENTS.apply(norm, x);
        List<Tensor> moments = Fused.COMBINE.apply(new Fused.Batch(x.shape()), List.of(parts));
        Tensor y = Fused.NORMALISE
                .apply(norm, List.of(x, moments.get(0), moments.get(1), in.get(1), in.get(2)))
                .get(0);
        return List.of(y, moments.get(0), moments.get(1));
    }

    private @Nullable Tensor reluAfterNorm(Tensor original, Tensor x) {
        if (!usedOnce(original) || !(x.node() instanceof OpNode n) || n.op() != Fused.NORMALISE) {
            return null;
        }
        Fused.Norm a = (Fused.Norm) n.attributes();
        if (a.relu()) {
            return null;
        }
        long bytes = BatchNormTask.workspace(x.shape(), a.epsilon(), imagesPerSlice(x.shape()));
        return Fused.NORMALISE
                .apply(new Fused.Norm(a.epsilon(), true, slices, bytes), n.inputs())
                .get(0);
    }

    private @Nullable List<Tensor> batchNormGradient(Normalizations.BatchNorm a, OpNode n, List<Tensor> in) {
        Tensor x = in.get(0);
        if (!isFloat(x) || x.rank() > 5 || x.shape().dim(0) < slices) {
            return null;
        }
        Tensor dy = in.get(4);
        List<Tensor> args = new ArrayList<>(List.of(x, in.get(2), in.get(3), in.get(1), dy));
        Fused.Norm norm = new Fused.Norm(a.epsilon(), false, slices, 0);
        if (usedOnce(n.inputs().get(4)) && dy.node() instanceof OpNode mask && mask.op() == Activations.RELU_GRAD) {
            Tensor open = mask.inputs().get(1);
            if (open.node() instanceof OpNode f
                    && f.op() == Fused.NORMALISE
                    && ((Fused.Norm) f.attributes()).relu()
                    && f.inputs().get(0).canonical() == x.canonical()
                    && f.inputs().get(3).canonical() == in.get(1).canonical()) {
                norm = (Fused.Norm) f.attributes();
                args.set(4, mask.inputs().get(0));
                args.add(f.outputs().get(1));
            }
        }
        List<Tensor> back = Fused.NORMALISE_BACKWARD.apply(norm, args);
        Tensor dgamma = Fused.sumOfParts(back.get(1));
        Tensor dbeta = Fused.sumOfParts(back.get(2));
        double count = (double) x.size() / x.shape().last();
        Tensor root = Ops.rsqrt(in.get(3).plus(a.epsilon()));
        Tensor slope = dgamma.times(in.get(1)).times(root).times(root).times(-1 / count);
        Tensor offset = dbeta.times(in.get(1)).times(root).times(-1 / count).minus(slope.times(in.get(2)));
        Tensor dx = back.get(0).plus(x.times(slope)).plus(offset);
        return Arrays.asList(dx, dgamma, dbeta);
    }

    /** A set of tensors or nodes compared by identity. */
    static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
