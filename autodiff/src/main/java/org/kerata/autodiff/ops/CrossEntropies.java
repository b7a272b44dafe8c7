package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.CrossEntropyTask;
import org.kerata.autodiff.internal.kernels.reference.LookupReference;

/** Cross-entropies between targets and logits, from the logits themselves: exact where probabilities would be 0 or 1. */
public final class CrossEntropies {
    private CrossEntropies() {}

    /** No settings so far. */
    public record SparseCrossEntropy() {
        /** The only one needed. */
        public static final SparseCrossEntropy PLAIN = new SparseCrossEntropy();
    }

    /** From labels {@code (…)} and values {@code (…, classes)}: of each row the value that its label names. */
    public static final Op<NoAttributes> LABELLED = Op.plain("labelled")
            .shape((in, a) -> {
                requireLabels(in.get(0), in.get(1), "predictions");
                return rows(in.get(1));
            })
            .gradient(g -> {
                Tensor values = g.in(1);
                Tensor named = Ops.oneHot(g.in(0), values.shape().intDim(-1), -1, values.dtype());
                return grads(null, named.times(Ops.expandDims(g.dy(), -1)));
            })
            .reference(LookupReference::labelled)
            .build();

    /** From labels {@code (…)} of an integer type and logits {@code (…, classes)}: the loss {@code (…)} and the softmax of the logits. */
    public static final Op<SparseCrossEntropy> SPARSE_SOFTMAX_CROSS_ENTROPY = Op.<SparseCrossEntropy>named(
                    "sparse_softmax_cross_entropy")
            .shapes((in, a) -> {
                requireLabels(in.get(0), in.get(1), "logits");
                return List.of(rows(in.get(1)), in.get(1));
            })
            .definition((in, a) -> {
                Tensor log = Ops.logSoftmax(in.get(1), -1);
                return List.of(LABELLED.apply(NoAttributes.NONE, in.get(0), log).unaryMinus(), Ops.exp(log));
            })
            .gradient(g -> grads(
                    null,
                    fromBoth(
                            g,
                            dy -> CrossEntropies.SPARSE_SOFTMAX_CROSS_ENTROPY_GRAD.apply(
                                    g.attributes(), g.in(0), g.out(1), dy))))
            .kernel(CrossEntropyTask::lower)
            .build();

    /** From labels, softmax and the gradient of the loss: the gradient of the logits, {@code (softmax - one_hot(labels)) · dy}. */
    public static final Op<SparseCrossEntropy> SPARSE_SOFTMAX_CROSS_ENTROPY_GRAD = Op.<SparseCrossEntropy>named(
                    "sparse_softmax_cross_entropy_grad")
            .shape((in, a) -> {
                requireLabels(in.get(0), in.get(1), "probabilities");
                requireShape(in.get(2), rows(in.get(1)));
                return in.get(1);
            })
            .definition((in, a) -> {
                Tensor p = in.get(1);
                Tensor target = Ops.oneHot(in.get(0), Math.toIntExact(p.shape().last()), -1, p.dtype());
                return List.of(p.minus(target).times(Ops.expandDims(in.get(2), -1)));
            })
            .kernel(CrossEntropyTask.Gradient::lower)
            .build();

    /** From targets and logits, both {@code (…, classes)}: the loss {@code (…)} and the softmax of the logits. */
    public static final Op<NoAttributes> SOFTMAX_CROSS_ENTROPY = Op.plain("softmax_cross_entropy")
            .shapes((in, a) -> {
                requirePair(in.get(0), in.get(1));
                return List.of(rows(in.get(1)), in.get(1));
            })
            .definition((in, a) -> {
                Tensor log = Ops.logSoftmax(in.get(1), -1);
                return List.of(in.get(0).times(log).sum(-1).unaryMinus(), Ops.exp(log));
            })
            .gradient(g -> grads(
                    g.dy(0) == null
                            ? null
                            : Ops.expandDims(g.dy(), -1)
                                    .times(Ops.logSoftmax(g.in(1), -1))
                                    .unaryMinus(),
                    fromBoth(
                            g,
                            dy -> CrossEntropies.SOFTMAX_CROSS_ENTROPY_GRAD.apply(
                                    g.attributes(), g.in(0), g.out(1), dy))))
            .build();

    /** From targets, softmax and the gradient of the loss: the gradient of the logits, {@code (softmax · Σ targets - targets) · dy}. */
    public static final Op<NoAttributes> SOFTMAX_CROSS_ENTROPY_GRAD = Op.plain("softmax_cross_entropy_grad")
            .shape((in, a) -> {
                requirePair(in.get(0), in.get(1));
                requireShape(in.get(2), rows(in.get(1)));
                return in.get(1);
            })
            .definition((in, a) -> {
                Tensor sum = Ops.sum(in.get(0), new int[] {-1}, true);
                return List.of(in.get(1).times(sum).minus(in.get(0)).times(Ops.expandDims(in.get(2), -1)));
            })
            .build();

    /** From targets and logits of one shape, element by element: the loss of a sigmoid, {@code log(1 + eˣ) - x · target}. */
    public static final Op<NoAttributes> SIGMOID_CROSS_ENTROPY = Op.plain("sigmoid_cross_entropy")
            .shape((in, a) -> {
                requirePair(in.get(0), in.get(1));
                return in.get(1);
            })
            .definition(
                    (in, a) -> List.of(Ops.softplus(in.get(1)).minus(in.get(1).times(in.get(0)))))
            .gradient(g -> grads(
                    g.dy().times(g.in(1)).unaryMinus(),
                    g.dy().times(Ops.sigmoid(g.in(1)).minus(g.in(0)))))
            .build();

    private interface OfLoss {
        Tensor gradient(Tensor dy);
    }

    /** The gradient of the logits where one may arrive at the loss, at the probabilities, or at both. */
    private static @Nullable Tensor fromBoth(Adjoint<?> g, OfLoss ofLoss) {
        Tensor loss = g.dy(0);
        Tensor probabilities = g.dy(1);
        Tensor a = loss == null ? null : ofLoss.gradient(loss);
        if (probabilities == null) {
            return a;
        }
        Tensor b = Activations.softmaxGradient(probabilities, g.out(1), g.out(1).rank() - 1);
        return a == null ? b : a.plus(b);
    }

    private static Spec rows(Spec logits) {
        return logits.with(logits.shape().without(-1));
    }

    private static void requireLabels(Spec labels, Spec logits, String what) {
        Rules.requireFloating(logits);
        if (!labels.dtype().isInteger()) {
            throw new ShapeException("Labels must be int32 or int64. Received: " + labels + ".");
        }
        if (logits.shape().rank() == 0 || !labels.shape().matches(logits.shape().without(-1))) {
            throw new ShapeException(
                    "Labels must have the shape of the " + what + " without the last axis. Received: labels "
                            + labels.shape() + " and " + what + " " + logits.shape() + ".");
        }
    }

    private static void requirePair(Spec targets, Spec logits) {
        Rules.requireFloating(logits);
        if (targets.dtype() != logits.dtype() || !targets.shape().matches(logits.shape())) {
            throw new ShapeException("Targets and predictions must have one shape and type. Received: " + targets
                    + " and " + logits + ".");
        }
    }

    private static void requireShape(Spec dy, Spec expected) {
        if (!dy.shape().matches(expected.shape())) {
            throw new ShapeException(
                    "The gradient must have the loss's shape " + expected.shape() + ". Received: " + dy.shape() + ".");
        }
    }
}
