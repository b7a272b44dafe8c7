package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Which masks a layer is given, and what becomes of them. */
class MaskFlowTest {
    private final Call run = Call.start(Mode.INFERENCE);
    private final Tensor x = Ops.ones(2, 3);
    private final Tensor mask = Tensor.of(new boolean[] {true, false}, 2);

    /** A layer that counts how often it had to name itself, which it does when it warns. */
    private static class Doubling extends Layer {
        int named;

        @Override
        protected Tensor call(Tensor x, Call call) {
            return x.times(2);
        }

        @Override
        protected String at() {
            named++;
            return super.at();
        }
    }

    private static final class Passing extends Doubling {
        Passing() {
            supportsMasking(true);
        }
    }

    /** Gives its output a mask of its own. */
    private static final class Deciding extends Layer {
        private final Tensor own;

        Deciding(Tensor own) {
            this.own = own;
            supportsMasking(true);
        }

        @Override
        protected Tensor call(Tensor x, Call call) {
            Tensor y = x.times(3);
            call.setMask(y, own);
            return y;
        }

        @Override
        protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
            throw new AssertionError("There is a mask already.");
        }
    }

    @Test
    void areDroppedWithOneWarning() {
        Doubling layer = new Doubling();
        run.setMask(x, mask);
        assertNull(run.maskOf(layer.applyAll(List.of(x), run).get(0)));
        assertEquals(1, layer.named);
        layer.applyAll(List.of(x), run);
        assertEquals(1, layer.named);
    }

    @Test
    void needNoWarningWhereThereAreNone() {
        Doubling layer = new Doubling();
        layer.applyAll(List.of(x), run);
        assertEquals(0, layer.named);
    }

    @Test
    void arePassedOn() {
        Passing layer = new Passing();
        run.setMask(x, mask);
        assertSame(mask, run.maskOf(layer.applyAll(List.of(x), run).get(0)));
        assertEquals(0, layer.named);
    }

    @Test
    void mayBeSetInCall() {
        Tensor own = Tensor.of(new boolean[] {false, true}, 2);
        run.setMask(x, mask);
        assertSame(own, run.maskOf(new Deciding(own).applyAll(List.of(x), run).get(0)));
    }

    @Test
    void surviveACast() {
        run.setMask(x, mask);
        Layer doubles = new Passing().dtype("float64");
        assertSame(mask, run.maskOf(doubles.applyAll(List.of(x), run).get(0)));
    }
}
