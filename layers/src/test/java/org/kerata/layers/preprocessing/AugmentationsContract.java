package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

/** The contract of layers that choose among changes of images. */
interface AugmentationsContract<L extends BaseAugmentations<L>> extends LayerContract {
    /** A new layer. */
    L layer();

    @Test
    default void changesImagesInACompiledProgramAndLetsGradientsThrough() {
        L l = layer().valueRange(0, 1).seed(1);
        Compiled program = Compiled.ofList(in -> {
            Tensor y = l.apply(in.get(0), Mode.TRAINING);
            return List.of(y, Gradients.of(y.sum(), in).get(0));
        });
        Tensor x = Ops.sin(Ops.arange(2 * 7 * 9 * 3)).times(0.5).plus(0.5).reshape(2, 7, 9, 3);
        Set<String> found = new TreeSet<>();
        int slopes = 0;
        for (int i = 0; i < 12; i++) {
            List<Tensor> out = program.runAll(List.of(x));
            float[] y = out.get(0).floats();
            for (float v : y) {
                assertTrue(v >= -1e-5 && v <= 1 + 1e-5, "in the range: " + v);
            }
            found.add(Arrays.toString(y));
            for (float g : out.get(1).floats()) {
                assertTrue(Float.isFinite(g), "a gradient");
                slopes += g == 0 ? 0 : 1;
            }
        }
        assertTrue(found.size() > 6, "other changes in each batch: " + found.size());
        assertTrue(slopes > 0, "no gradient");
    }

    @Test
    default void theSeedRepeats() {
        Tensor x = Ops.arange(2 * 5 * 6 * 3).reshape(2, 5, 6, 3);
        assertArrayEquals(
                layer().seed(4).apply(x, Mode.TRAINING).floats(),
                layer().seed(4).apply(x, Mode.TRAINING).floats());
        assertError(
                () -> layer().factor(2),
                layer().className() + ": factor must be one or two numbers from 0 to 1. Received: 2.0.");
    }
}
