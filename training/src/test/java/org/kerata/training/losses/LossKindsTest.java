package org.kerata.training.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** What the golden cases do not show: numbers known by hand, whole batches with weights, other types. */
class LossKindsTest {
    private static final double STEP = 1e-6;

    private static final Tensor Y = Tensor.of(new float[] {0, 1, 1, 0, 1, 0}, 3, 2);
    private static final Tensor P = Tensor.of(new float[] {0.2f, 0.7f, 0.9f, 0.4f, 0.3f, 0.1f}, 3, 2);

    @Test
    void numbersKnownByHand() {
        Tensor y = Tensor.of(new float[] {-1, 1}, 1, 2);
        Tensor p = Tensor.of(new float[] {0.5f, 3}, 1, 2);
        assertEquals(0.75f, new Hinge().apply(y, p).scalar(), 1e-6);
        assertEquals(1.125f, new SquaredHinge().apply(y, p).scalar(), 1e-6);
        assertEquals(
                0.75f, new Hinge().apply(Tensor.of(new int[] {0, 1}, 1, 2), p).scalar(), 1e-6);
        Tensor hot = Tensor.of(new float[] {0, 1, 0}, 1, 3);
        assertEquals(
                1.5f,
                new CategoricalHinge()
                        .apply(hot, Tensor.of(new float[] {2, 1.5f, 0}, 1, 3))
                        .scalar(),
                1e-6);
        Tensor right = Tensor.of(new float[] {0, 2, 3, 3}, 2, 2);
        Tensor turned = Tensor.of(new float[] {5, 0, -1, -1}, 2, 2);
        assertArrayEquals(
                new float[] {0, 1},
                new CosineSimilarity().reduction("none").apply(right, turned).floats(),
                1e-6f);
        assertEquals(
                50,
                new MeanAbsolutePercentageError()
                        .apply(Tensor.of(new float[] {2}), Tensor.of(new float[] {3}))
                        .scalar(),
                1e-4);
        assertEquals(
                Math.log(2) * 0.5,
                new KLDivergence()
                        .apply(Tensor.of(new float[] {0.5f, 0.5f}), Tensor.of(new float[] {0.5f, 0.25f}))
                        .scalar(),
                1e-6);
        assertEquals(
                2 * (1 - Math.sqrt(0.25)),
                new CategoricalGeneralizedCrossEntropy()
                        .apply(Tensor.of(new int[] {1}), Tensor.of(new float[] {0.75f, 0.25f}, 1, 2))
                        .scalar(),
                1e-6);
    }

    @Test
    void aBatchAsAWholeIsWeightedByItsSamples() {
        float dice = new Dice().apply(Y, P).scalar();
        assertEquals(1 - 2 * 1.9f / (3 + 2.6f), dice, 1e-6);
        Tensor w = Tensor.of(new float[] {2, 1, 0});
        assertEquals(dice, new Dice().apply(Y, P, w).scalar(), 1e-6);
        assertEquals(dice * 3, new Dice().reduction("sum").apply(Y, P, w).scalar(), 1e-6);
        assertEquals(
                dice,
                new Dice().reduction("mean_with_sample_weight").apply(Y, P, w).scalar(),
                1e-6);
        assertArrayEquals(
                new float[] {2 * dice, dice, 0},
                new Dice().reduction("none").apply(Y, P, w).floats(),
                1e-6f);
        Tensor mask = Tensor.of(new boolean[] {true, false, true});
        assertEquals(dice, new Dice().apply(Y, P, null, mask).scalar(), 1e-6);
        Tensor steps = Tensor.of(new boolean[] {true, false, true, true, true, false}, 3, 2);
        assertEquals(
                dice * (2 * 1 + 1 * 2) / 4, new Dice().apply(Y, P, w, steps).scalar(), 1e-6);
        assertEquals(new Dice().apply(Y, P).scalar(), new Tversky().apply(Y, P).scalar(), 1e-6);
    }

    @Test
    void samplesWithoutPartnersDoNotCount() {
        Tensor p = Tensor.of(new float[] {1, 0, 0.6f, 0.8f, 0, 1, 0.8f, -0.6f}, 4, 2);
        Tensor labels = Tensor.of(new int[] {70000, 70000, 70000, 3});
        Circle circle = new Circle().gamma(2);
        float[] each = circle.reduction("none").apply(labels, p).floats();
        assertEquals(0, each[3]);
        assertTrue(each[0] > 0 && each[1] > 0 && each[2] > 0);
        assertEquals(
                (each[0] + each[1] + each[2]) / 3,
                circle.reduction("mean").apply(labels, p).scalar(),
                1e-6);
        assertEquals(0, circle.apply(Tensor.of(new int[] {1, 2, 3, 4}), p).scalar());
    }

    @Test
    void labelsMayBeBeyondThePredictionsOnlyWhereTheyAreNoClasses() {
        assertEquals(0, new Circle().classes(Shape.of(-1, 3)));
        assertEquals(3, new CTC().classes(Shape.of(-1, 7, 3)));
        assertEquals(7, new SparseCategoricalCrossentropy().axis(1).classes(Shape.of(-1, 7, 3)));
        assertEquals(3, new SparseCategoricalCrossentropy().classes(Shape.of(-1, 7, 3)));
    }

    /** In numbers of 64 bits, against differences. */
    @TestFactory
    Stream<DynamicTest> gradients() {
        Tensor y = Tensor.of(new double[] {0.3, 0.6, 0.1, 0.2, 0.1, 0.7}, 2, 3);
        Tensor p = Tensor.of(new double[] {0.2, 0.45, 0.35, 0.5, 0.15, 0.35}, 2, 3);
        return Losses.NAMES.classNames().stream()
                .filter(c -> !List.of("CTC", "Circle").contains(c))
                .map(c -> DynamicTest.dynamicTest(c, () -> {
                    Loss loss = Losses.NAMES.make(c);
                    Tensor targets = loss.takesLabels() ? Tensor.of(new int[] {1, 2}) : y;
                    assertEquals(DType.FLOAT64, loss.apply(targets, p).dtype());
                    double[] found = Gradients.of(loss.apply(targets, p), p).doubles();
                    for (int i = 0; i < found.length; i++) {
                        double up = loss.apply(targets, moved(p, i, STEP)).doubles()[0];
                        double down = loss.apply(targets, moved(p, i, -STEP)).doubles()[0];
                        assertEquals(
                                (up - down) / (2 * STEP), found[i], 1e-6 * (1 + Math.abs(found[i])), "element " + i);
                    }
                }));
    }

    private static Tensor moved(Tensor p, int element, double by) {
        double[] x = p.doubles();
        x[element] += by;
        return Tensor.of(x, 2, 3);
    }

    @Test
    void noLengthHasNoDirectionAndNoNumberThatIsNone() {
        Tensor zero = Ops.zeros(1, 3);
        Tensor one = Ops.ones(1, 3);
        assertEquals(0, new CosineSimilarity().apply(zero, one).scalar());
        assertEquals(0, new CosineSimilarity().apply(one, zero).scalar());
        for (float g :
                Gradients.of(new CosineSimilarity().apply(zero, one), one).floats()) {
            assertFalse(Float.isInfinite(g));
        }
    }

    @Test
    void configsAreKerass() {
        assertEquals(
                "{name=binary_focal_crossentropy, reduction=sum_over_batch_size, from_logits=false, label_smoothing=0.0, axis=-1,"
                        + " apply_class_balancing=false, alpha=0.25, gamma=2.0}",
                new BinaryFocalCrossentropy().config().toString());
        assertEquals(
                "{name=tversky, reduction=sum_over_batch_size, alpha=0.5, beta=0.5, axis=null}",
                new Tversky().config().toString());
        assertEquals(List.of(1, 2), new Dice().axis(1, 2).config().get("axis"));
        assertEquals(
                List.of(0.5, 2.0),
                new CategoricalFocalCrossentropy().alpha(0.5, 2).config().get("alpha"));
        assertFalse(new CosineSimilarity().config().containsKey("axis"));
        assertEquals(1, new CosineSimilarity().axis(1).config().get("axis"));
        Loss read = Losses.NAMES.read(Map.of("class_name", "Dice", "config", Map.of("axis", List.of(1, -1))));
        assertEquals(List.of(1, -1), read.config().get("axis"));
        assertEquals(
                1,
                Losses.NAMES
                        .read(Map.of("class_name", "Dice", "config", Map.of("axis", 1)))
                        .config()
                        .get("axis"));
    }
}
