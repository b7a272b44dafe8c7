package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Reductions;

/** Ops that exist only between the fuser and the tasks. Where results are partial, an axis of slices stands in front. */
final class Fused {
    private Fused() {}

    /** The settings of {@link #MATMUL}. */
    record Product(LinearAlgebra.Transposed transposed, Epilogue epilogue) {}

    /** A product with what follows it: the two operands, the bias, the tensors that are added. */
    static final Op<Product> MATMUL = Op.<Product>named("matmul")
            .shapes((in, a) -> LinearAlgebra.MATMUL.infer(in.subList(0, 2), a.transposed))
            .kernel((n, a) -> MatmulTask.lower(n, a.transposed, a.epilogue))
            .build();

    /** From one layout to another. */
    record Packing(Layout from, Layout to) {}

    /** Weights in the layout that a primitive wants. */
    static final Op<Packing> PACK = Op.<Packing>named("pack")
            .shape((in, a) -> in.get(0).with(Shape.of(a.to.bytes() / Float.BYTES)))
            .kernel((n, a) -> (in, out) -> new PackTask(n.scope(), a.from, a.to, in, out))
            .build();

    /** The settings of the convolutions. */
    record Conv(ConvGeometry geometry, Layout kernel, Epilogue epilogue) {}

    /** A convolution with what follows it: x, the packed kernel, the bias, the tensors that are added. */
    static final Op<Conv> CONV = Op.<Conv>named("conv")
            .shape((in, a) -> in.get(0).with(a.geometry.output()))
            .kernel((n, a) -> (in, out) -> new ConvTask(n.scope(), a.geometry, a.kernel, a.epilogue, in, out))
            .build();

    /** From dy and the packed kernel the gradient of a convolution's input. */
    static final Op<Conv> CONV_BACKWARD_INPUT = Op.<Conv>named("conv_backward_input")
            .shape((in, a) -> in.get(0).with(a.geometry.input()))
            .kernel((n, a) -> (in, out) -> new ConvBackwardInputTask(n.scope(), a.geometry, a.kernel, in, out))
            .build();

    /** The settings of {@link #CONV_BACKWARD_KERNEL}. */
    record ConvSums(ConvGeometry geometry, int parts, boolean bias) {}

    /** From x and dy the partial gradients of a convolution's kernel, and of its bias. */
    static final Op<ConvSums> CONV_BACKWARD_KERNEL = Op.<ConvSums>named("conv_backward_kernel")
            .shapes((in, a) -> {
                List<Spec> out = new ArrayList<>();
                out.add(in.get(0).with(a.geometry.kernel().prepend(a.parts)));
                if (a.bias) {
                    out.add(in.get(0).with(Shape.of(a.parts, a.geometry.kernel().last())));
                }
                return out;
            })
            .kernel((n, a) -> (in, out) -> new ConvBackwardKernelTask(n.scope(), a.geometry, in, out))
            .build();

    /** The settings of the maximum pooling in training: the bytes in which a slice remembers its places. */
    record MaxPool(Pooling.Pool pool, Shape input, int slices, long workspace) {}

    /** The maximum of each window, and where it was. */
    static final Op<MaxPool> MAX_POOL = Op.<MaxPool>named("max_pool")
            .shapes((in, a) -> List.of(
                    Pooling.MAX_POOL.infer(in, a.pool).get(0), new Spec(DType.BOOL, Shape.of(a.slices, a.workspace))))
            .kernel((n, a) -> (in, out) -> new PoolTask("max_pool", n.scope(), a.pool, a.input, true, false, in, out))
            .build();

    /** From dy and the places the gradient of the maximum's input. */
    static final Op<MaxPool> MAX_POOL_BACKWARD = Op.<MaxPool>named("max_pool_backward")
            .shape((in, a) -> in.get(0).with(a.input))
            .kernel((n, a) ->
                    (in, out) -> new PoolTask("max_pool_backward", n.scope(), a.pool, a.input, true, true, in, out))
            .build();

    /** The settings of the steps of batch normalisation: the bytes in which a slice remembers where the rectifier was open. */
    record Norm(double epsilon, boolean relu, int slices, long workspace) {}

    /** From x the partial moments, (slices, 2, channels). */
    static final Op<Norm> MOMENTS = Op.<Norm>named("moments")
            .shape((in, a) ->
                    in.get(0).with(Shape.of(a.slices, 2, in.get(0).shape().last())))
            .kernel((n, a) -> (in, out) -> statistics(n, n.inputs().get(0).shape(), false, in, out))
            .build();

    /** The batch that moments were taken of. */
    record Batch(Shape x) {}

    /** From the partial moments mean and variance. */
    static final Op<Batch> COMBINE = Op.<Batch>named("combine_moments")
            .shapes((in, a) -> {
                Spec c = in.get(0).with(Shape.of(a.x.last()));
                return List.of(c, c);
            })
            .kernel((n, a) -> (in, out) -> statistics(n, a.x, true, in, out))
            .build();

    private static StatisticsTask statistics(OpNode n, Shape x, boolean combine, List<Operand> in, List<Operand> out) {
        return new StatisticsTask(n.scope(), x.dim(0), x.size() / x.dim(0), x.intDim(-1), combine, in, out);
    }

    /** From x, mean, variance, gamma and beta the normalised x, and with a rectifier where it was open. */
    static final Op<Norm> NORMALISE = Op.<Norm>named("batch_norm")
            .shapes((in, a) -> a.relu
                    ? List.of(in.get(0), new Spec(DType.BOOL, Shape.of(a.slices, a.workspace)))
                    : List.of(in.get(0)))
            .kernel((n, a) -> (in, out) -> new BatchNormTask(n.scope(), a.epsilon, a.relu, false, in, out))
            .build();

    /** From x, mean, variance, gamma, dy (and the workspace): dx under constant statistics, partial dgamma and dbeta. */
    static final Op<Norm> NORMALISE_BACKWARD = Op.<Norm>named("batch_norm_backward")
            .shapes((in, a) -> {
                Spec parts = in.get(1).with(in.get(1).shape().prepend(a.slices));
                return List.of(in.get(0), parts, parts);
            })
            .kernel((n, a) -> (in, out) -> new BatchNormTask(n.scope(), a.epsilon, a.relu, true, in, out))
            .build();

    /** The settings of the gradients of rows' normalisation. */
    record RowNorm(double epsilon, boolean rms, int parts) {}

    /** From x, scale, means (if any), variances and dy: dx, and the partial gradients of scale and shift (if any). */
    static final Op<RowNorm> ROW_NORM_BACKWARD = Op.<RowNorm>named("row_norm_backward")
            .shapes((in, a) -> {
                Spec parts = in.get(1).with(in.get(1).shape().prepend(a.parts));
                return a.rms ? List.of(in.get(0), parts) : List.of(in.get(0), parts, parts);
            })
            .kernel((n, a) -> (in, out) -> a.rms
                    ? new RmsNormGradientTask(n.scope(), a.epsilon, in, out)
                    : new RowNormTask(n.scope(), a.epsilon, false, true, in, out))
            .build();

    /** {@link Attentions#ATTENTION} whose weights nobody reads: they stay in scratch memory. */
    static final Op<Attentions.Attention> ATTENTION = Op.<Attentions.Attention>named("attention")
            .shape((in, a) -> Attentions.ATTENTION.infer(in, a).get(0))
            .kernel(AttentionTask::lower)
            .build();

    /** The settings of {@link #PARTIAL_SUM}. */
    record Parts(Reductions.Axes axes, int slices) {}

    /** For each slice the sum of its own part. */
    static final Op<Parts> PARTIAL_SUM = Op.<Parts>named("partial_sum")
            .shape((in, a) -> {
                Spec whole = Reductions.SUM.infer(in, a.axes).get(0);
                return whole.with(whole.shape().prepend(a.slices));
            })
            .kernel((n, a) -> ReduceTask.lower(n, a.axes, true))
            .build();

    /** The sum of everything, by one slice. */
    static final Op<Reductions.Axes> TOTAL_SUM = Op.<Reductions.Axes>named("sum")
            .shapes((in, a) -> Reductions.SUM.infer(in, a))
            .kernel(ReduceTask::lower)
            .build();

    /** Which of the parts along the first axis. */
    record Index(int index) {}

    /** One part along the first axis, as a view of it. */
    static final Op<Index> PART = Op.<Index>named("part")
            .shape((in, a) -> in.get(0).with(in.get(0).shape().without(0)))
            .view()
            .build();

    /** Some neighbours along the first axis. */
    record Range(long first, long count) {}

    /** Neighbours along the first axis, as a view of them. Not of what loops make, which hand on their elements one by one. */
    static final Op<Range> RANGE = Op.<Range>named("range")
            .shape((in, a) -> in.get(0).with(in.get(0).shape().with(0, a.count)))
            .view()
            .build();

    /** The sum of the parts along the first axis. */
    static Tensor sumOfParts(Tensor t) {
        Tensor sum = PART.apply(new Index(0), t);
        for (int i = 1; i < t.shape().dim(0); i++) {
            sum = sum.plus(PART.apply(new Index(i), t));
        }
        return sum;
    }

    /** The operand that a view stands for. */
    static Operand view(OpNode view, Operand of) {
        if (view.op() == PART) {
            long size = view.output().size();
            return new Operand(
                    of.value(),
                    of.offset() + size * ((Index) view.attributes()).index,
                    view.output().shape());
        }
        if (view.op() == RANGE) {
            Range r = (Range) view.attributes();
            long each = of.size() / of.shape().dim(0);
            return new Operand(
                    of.value(), of.offset() + each * r.first, view.output().shape());
        }
        return of.reshape(view.output().shape());
    }
}
