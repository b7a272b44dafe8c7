package org.kerata.training.optimizers;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** Shrinks weights by a share of the learning rate at each step, but for those left out. */
final class WeightDecay {
    private final Function<Variable, @Nullable Double> share;
    private final Set<Variable> leftOut = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Pattern leftOutNames;

    /** Shrinks each weight by its share; null for none. */
    WeightDecay(Function<Variable, @Nullable Double> share) {
        this.share = share;
    }

    /** Leaves out these weights, and those in whose names one of the words (regular expressions) occurs. */
    void leaveOut(List<Variable> weights, List<String> words) {
        leftOut.clear();
        leftOut.addAll(weights);
        leftOutNames = words.isEmpty() ? null : Pattern.compile(String.join("|", words));
    }

    void shrink(List<Variable> weights, Tensor learningRate) {
        for (Variable w : weights) {
            Double s = share.apply(w);
            Pattern p = leftOutNames;
            if (s != null
                    && !leftOut.contains(w)
                    && (p == null || !p.matcher(w.name()).find())) {
                w.assign(w.minus(w.times(learningRate.times(s).cast(w.dtype()))));
            }
        }
    }
}
