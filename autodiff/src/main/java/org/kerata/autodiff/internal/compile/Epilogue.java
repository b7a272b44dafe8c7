package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;

/**
 * What a product or a convolution does to its result before writing it. Its operands follow the two of the product: the bias first, then
 * the tensors that are added.
 *
 * @param hasBias whether a bias per column (channel) is added first
 * @param steps then these, in order
 */
record Epilogue(boolean hasBias, List<Step> steps) {
    /** Nothing. */
    static final Epilogue NONE = new Epilogue(false, List.of());

    /** One step: a function of each element, or the sum with a further operand (function null). */
    record Step(String name, Pointwise.@org.jspecify.annotations.Nullable Eltwise function) {}

    /** With a bias. */
    Epilogue bias() {
        return new Epilogue(true, steps);
    }

    /** With a further step. */
    Epilogue then(Step s) {
        List<Step> more = new ArrayList<>(steps);
        more.add(s);
        return new Epilogue(hasBias, List.copyOf(more));
    }

    /** Which input is the bias. */
    int biasInput() {
        return hasBias ? 2 : -1;
    }

    /** Whether an input is one that is added. */
    boolean isResidual(int input) {
        return input >= (hasBias ? 3 : 2);
    }

    /** The slot of an input that is added, in oneDNN's argument list. */
    int residualSlot(int input) {
        int wanted = input - (hasBias ? 3 : 2);
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).function == null && wanted-- == 0) {
                return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | DNNL_ARG_SRC_1;
            }
        }
        throw new IllegalStateException("Input " + input + " is not added.");
    }

    /** For oneDNN. */
    PostOps postOps(Layout out) {
        PostOps p = new PostOps();
        for (Step s : steps) {
            if (s.function == null) {
                p.binary(dnnl_binary_add, out);
            } else {
                p.eltwise(s.function.algorithm(), s.function.alpha(), s.function.beta());
            }
        }
        return p;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(hasBias ? "+bias" : "");
        for (Step step : steps) {
            s.append('+').append(step.name);
        }
        return s.toString();
    }
}
