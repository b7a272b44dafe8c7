package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.CtcReference;

/**
 * Connectionist temporal classification (Graves and others, "Connectionist temporal classification: labelling unsegmented sequence data with
 * recurrent neural networks", 2006): labels of which it is not known at which step each stands. A path names one class for each step; it
 * means the labels that are left when repetitions and then the class without a meaning, the mask, are taken out.
 */
public final class Ctc {
    /** The logarithm that stands for a probability of 0, as in Keras. */
    private static final double NEVER = -1e5;

    private Ctc() {}

    /** The class without a meaning. */
    public record Mask(int index) {}

    /**
     * From labels {@code (n, labels)}, logits {@code (n, steps, classes)} and how many of either count, {@code (n)} each: for each sequence the
     * negative logarithm of the probability of all paths that mean its labels. What has no path costs about 10⁵.
     */
    public static final Op<Mask> CTC_LOSS = Op.<Mask>named("ctc_loss")
            .shape((in, a) -> {
                Spec labels = in.get(0);
                Spec logits = in.get(1);
                Rules.requireFloating(logits);
                Sorting.requireWhole("Labels", labels);
                if (logits.shape().rank() != 3 || labels.shape().rank() != 2) {
                    throw new ShapeException("Labels must have 2 axes (batch, labels) and logits 3 (batch, steps,"
                            + " classes). Received: " + labels.shape() + " and " + logits.shape() + ".");
                }
                Shape batch = logits.shape().slice(0, 1);
                requireBatch("labels", labels.shape().slice(0, 1), batch);
                requireLengths(in.get(2), batch);
                requireLengths(in.get(3), batch);
                requireMask(a.index, logits.shape().last());
                return logits.with(batch);
            })
            .definition((in, a) -> List.of(loss(in.get(0), in.get(1), in.get(2), in.get(3), a.index)))
            .build();

    /**
     * From scores {@code (n, steps, classes)} and how many steps count, {@code (n)}: the meaning of the path of the best class of each step,
     * {@code (1, n, steps)}, -1 behind its end, and the negative sum of the scores, {@code (n, 1)}.
     */
    public static final Op<Greedy> CTC_GREEDY = Op.<Greedy>named("ctc_greedy")
            .shapes((in, a) -> {
                Shape s = scores(in, a.mask);
                Shape paths = Shape.of(1, s.dim(0), s.dim(1));
                return List.of(new Spec(DType.INT32, paths), in.get(0).with(Shape.of(s.dim(0), 1)));
            })
            .definition((in, a) -> greedy(in.get(0), in.get(1), a))
            .build();

    /**
     * How the best path is read.
     *
     * @param mask the class without a meaning
     * @param merge whether repetitions are taken out
     */
    public record Greedy(int mask, boolean merge) {}

    /**
     * How the best meanings are searched for.
     *
     * @param mask the class without a meaning
     * @param width how many meanings are kept at each step
     * @param paths how many are returned
     */
    public record Beam(int mask, int width, int paths) {
        public Beam {
            if (width < 1 || paths < 1 || paths > width) {
                throw new ShapeException("The beam's width must be at least 1, and the number of paths from 1 to it."
                        + " Received: width " + width + " and " + paths + " paths.");
            }
        }
    }

    /**
     * From logits {@code (n, steps, classes)} and how many steps count, {@code (n)}: the most probable meanings {@code (paths, n, steps)}, -1
     * behind their ends, and the logarithms of their probabilities, {@code (n, paths)}. Which are found changes in jumps: no gradient.
     */
    public static final Op<Beam> CTC_BEAM_SEARCH = Op.<Beam>named("ctc_beam_search")
            .shapes((in, a) -> {
                Shape s = scores(in, a.mask);
                Shape paths = Shape.of(a.paths, s.dim(0), s.dim(1));
                return List.of(new Spec(DType.INT32, paths), in.get(0).with(Shape.of(s.dim(0), a.paths)));
            })
            .gradient(g -> {
                throw new KerataException(
                        "ctc_decode: the scores of a beam search have no gradient. Train with ctcLoss, or"
                                + " wrap them in Ops.stopGradient.");
            })
            .reference(CtcReference::search)
            .build();

    /**
     * Steps through time with the logarithms of the probabilities of having read the first n labels: {@code read}, the n-th of them just now,
     * or {@code rest}, resting on the mask behind it. Between two equal labels there must be a rest.
     */
    private static Tensor loss(Tensor labels, Tensor logits, Tensor labelCount, Tensor stepCount, int mask) {
        DType type = logits.dtype();
        int count = labels.shape().intDim(1);
        int classes = logits.shape().intDim(2);
        int steps = logits.shape().intDim(1);
        long batch = logits.shape().dim(0);
        Tensor logs = Ops.logSoftmax(logits, -1);
        Tensor kinds = Ops.oneHot(labels, classes, -1, type);
        Tensor ofLabels = Ops.transpose(Ops.einsum("btk,bnk->btn", logs, kinds), 1, 0, 2);
        Tensor ofMask = Ops.transpose(Ops.slice(logs, Slice.ALL, Slice.ALL, Slice.of(mask, mask + 1L)), 1, 0, 2);
        Tensor over = Ops.arange(steps).greaterEqual(Ops.expandDims(stepCount, 1));
        Tensor late = Ops.expandDims(Ops.transpose(over, 1, 0), -1);
        Tensor again = Ops.slice(labels, Slice.ALL, Slice.of(0, count - 1L))
                .equal(Ops.slice(labels, Slice.ALL, Slice.of(1, count)))
                .cast(type);
        Tensor repeated = Ops.pad(again, new int[][] {{0, 0}, {0, 1}}, 0);
        Tensor onlyOver = repeated.times(NEVER);
        Tensor onlyRest = repeated.unaryMinus().plus(1).times(NEVER);
        Tensor never = Ops.full(Shape.of(batch, count), NEVER, type);
        Tensor start = Ops.concatenate(List.of(Ops.zeros(Shape.of(batch, 1), type), never), 1);
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor rest = state.get(0);
                    Tensor read = state.get(1);
                    Tensor ready = behindLabels(rest, read.plus(onlyOver));
                    Tensor before = Ops.slice(ready, Slice.ALL, Slice.of(0, count));
                    Tensor nextRead = Ops.logaddexp(before, read).plus(part.get(0));
                    Tensor nextRest = behindLabels(
                            ready.plus(part.get(1)), read.plus(part.get(1)).plus(onlyRest));
                    return new Scan(
                            List.of(Ops.where(part.get(2), rest, nextRest), Ops.where(part.get(2), read, nextRead)),
                            List.of());
                },
                List.of(start, never),
                List.of(ofLabels, ofMask, late));
        Tensor end = behindLabels(all.carry().get(0), all.carry().get(1));
        Tensor last = Ops.clip(labelCount, 0, count);
        Tensor chosen = Ops.oneHot(last, count + 1, -1, type);
        return Ops.sum(end.times(chosen), new int[] {1}, false).unaryMinus();
    }

    /** The scores behind n labels, n from 0, with others added to those from the first label on. */
    private static Tensor behindLabels(Tensor rest, Tensor more) {
        Tensor none = Ops.slice(rest, Slice.ALL, Slice.of(0, 1));
        Tensor some = Ops.slice(rest, Slice.ALL, Slice.of(1, rest.shape().last()));
        return Ops.concatenate(List.of(none, Ops.logaddexp(some, more)), 1);
    }

    private static List<Tensor> greedy(Tensor scores, Tensor stepCount, Greedy a) {
        int steps = scores.shape().intDim(1);
        Tensor over = Ops.arange(steps).greaterEqual(Ops.expandDims(stepCount, 1));
        Tensor mask = Tensor.scalar(a.mask, DType.INT32);
        Tensor best = Ops.where(over, mask, Ops.argmax(scores, -1));
        Tensor highest = Ops.max(scores, new int[] {-1}, false);
        Tensor sum = Ops.sum(Ops.where(over, Ops.zerosLike(highest), highest), new int[] {1}, true);
        if (a.merge) {
            Tensor same = Ops.slice(best, Slice.ALL, Slice.of(1, steps))
                    .equal(Ops.slice(best, Slice.ALL, Slice.of(0, steps - 1L)));
            Tensor front = Ops.zeros(Shape.of(best.shape().dim(0), 1), DType.BOOL);
            best = Ops.where(Ops.concatenate(List.of(front, same), 1), mask, best);
        }
        Tensor nothing = best.equal(mask);
        Tensor order = Ops.argsort(nothing.cast(DType.INT32), 1);
        Tensor labels = Ops.where(nothing, Tensor.scalar(-1, DType.INT32), best);
        return List.of(Ops.expandDims(Ops.takeAlongAxis(labels, order, 1), 0), sum.unaryMinus());
    }

    private static Shape scores(List<Spec> in, int mask) {
        Rules.requireFloating(in.get(0));
        Shape s = in.get(0).shape();
        if (s.rank() != 3) {
            throw new ShapeException("Scores must have 3 axes (batch, steps, classes). Received: " + s + ".");
        }
        requireLengths(in.get(1), s.slice(0, 1));
        requireMask(mask, s.last());
        return s;
    }

    private static void requireLengths(Spec lengths, Shape batch) {
        Sorting.requireWhole("Lengths", lengths);
        requireBatch("lengths", lengths.shape(), batch);
    }

    private static void requireBatch(String what, Shape s, Shape batch) {
        if (!s.matches(batch)) {
            throw new ShapeException(
                    "There must be " + what + " for each sequence of the batch, " + batch + ". Received: " + s + ".");
        }
    }

    private static void requireMask(int mask, long classes) {
        if (mask < 0 || (classes != Shape.UNKNOWN && mask >= classes)) {
            throw new ShapeException(
                    "The mask must be one of the " + classes + " classes, from 0. Received: " + mask + ".");
        }
    }
}
