package org.kerata.autodiff.catalogue;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Ctc;

/** Connectionist temporal classification: labels of which it is not known at which step of a sequence each stands. */
public abstract class CtcOps extends WarpOps {
    /** Not made: its methods are static. */
    protected CtcOps() {}

    /** The loss with the class 0 as the one without a meaning. */
    public static Tensor ctcLoss(Tensor target, Tensor output, Tensor targetLength, Tensor outputLength) {
        return ctcLoss(target, output, targetLength, outputLength, 0);
    }

    /**
     * For each sequence the negative logarithm of the probability of its labels, {@code (n)}.
     *
     * @param target labels {@code (n, labels)}
     * @param output logits {@code (n, steps, classes)}
     * @param targetLength how many labels of each sequence count
     * @param outputLength how many steps of each sequence count
     * @param maskIndex the class without a meaning, which separates equal labels
     */
    public static Tensor ctcLoss(
            Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex) {
        return Ctc.CTC_LOSS.apply(
                new Ctc.Mask(maskIndex),
                cast(target, DType.INT32),
                real(output),
                cast(targetLength, DType.INT32),
                cast(outputLength, DType.INT32));
    }

    /** The labels of the best class of each step, with the class 0 as the one without a meaning; see the method with all arguments. */
    public static List<Tensor> ctcDecode(Tensor inputs, Tensor sequenceLengths) {
        return ctcDecode(inputs, sequenceLengths, true, 0);
    }

    /**
     * The best class of each step (Keras's strategy "greedy"): the labels {@code (1, n, steps)}, -1 behind their end, and the negative sum of
     * the best scores, {@code (n, 1)}.
     *
     * @param inputs scores {@code (n, steps, classes)}
     * @param sequenceLengths how many steps of each sequence count
     * @param mergeRepeated whether labels that are repeated without a mask between them count once
     * @param maskIndex the class without a meaning
     */
    public static List<Tensor> ctcDecode(Tensor inputs, Tensor sequenceLengths, boolean mergeRepeated, int maskIndex) {
        return Ctc.CTC_GREEDY.apply(
                new Ctc.Greedy(maskIndex, mergeRepeated), List.of(real(inputs), cast(sequenceLengths, DType.INT32)));
    }

    /**
     * The most probable labels (Keras's strategy "beam_search"): {@code (paths, n, steps)}, the best first, -1 behind their ends, and the
     * logarithms of their probabilities, {@code (n, paths)}.
     *
     * @param inputs logits {@code (n, steps, classes)}
     * @param sequenceLengths how many steps of each sequence count
     * @param beam how many are kept and returned, and the class without a meaning
     */
    public static List<Tensor> ctcDecode(Tensor inputs, Tensor sequenceLengths, Ctc.Beam beam) {
        return Ctc.CTC_BEAM_SEARCH.apply(beam, List.of(real(inputs), cast(sequenceLengths, DType.INT32)));
    }
}
