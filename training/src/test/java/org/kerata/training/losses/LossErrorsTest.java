package org.kerata.training.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Names;

/** What is said of data that does not fit a loss, and of options that make no sense. */
class LossErrorsTest {
    private static void assertError(String text, Executable e) {
        assertEquals(text, assertThrows(KerataException.class, e).getMessage());
    }

    /** Every loss of targets in the shape of the predictions names itself, both shapes, and what to do with class numbers. */
    @TestFactory
    Stream<DynamicTest> shapesThatDoNotFit() {
        return Losses.NAMES.classNames().stream()
                .filter(c -> Losses.NAMES.make(c) instanceof AlignedLoss<?>)
                .map(c -> DynamicTest.dynamicTest(c, () -> {
                    Loss loss = Losses.NAMES.make(c).name("mine");
                    assertError(
                            Names.snakeCase(c)
                                    + ": targets must have the shape of the predictions (5, 3). Received: targets (5,). If the targets are class"
                                    + " numbers, use sparse_categorical_crossentropy or make them one-hot; if not, check the last layer's units.",
                            () -> loss.apply(Tensor.of(new int[] {0, 1, 2, 0, 1}), Ops.ones(5, 3)));
                    assertThrows(ShapeException.class, () -> loss.apply(Ops.ones(5, 1), Ops.ones(5, 3)));
                    assertThrows(ShapeException.class, () -> loss.apply(Ops.ones(4, 3), Ops.ones(5, 3)));
                }));
    }

    @Test
    void axesThatAreNotThere() {
        Tensor x = Ops.ones(2, 3);
        assertError(
                "cosine_similarity: axis must be one of the predictions' 2 axes. Received: 2.",
                () -> new CosineSimilarity().axis(2).apply(x, x));
        assertError(
                "dice: axis must name some of the predictions' 2 axes, each once. Received: [0, -3].",
                () -> new Dice().axis(0, -3).apply(x, x));
        assertError(
                "binary_focal_crossentropy: axis must be one of the predictions' 2 axes. Received: 5.",
                () -> new BinaryFocalCrossentropy().axis(5).apply(x, x));
        assertError(
                "tversky: axis must name some of the predictions' 2 axes, each once. Received: [1, -1].",
                () -> new Tversky().axis(1, -1).apply(x, x));
    }

    @Test
    void optionsThatMakeNoSense() {
        assertError(
                "CategoricalGeneralizedCrossEntropy: q must be between 0 and 1, neither of them. Received: 1.0.",
                () -> new CategoricalGeneralizedCrossEntropy().q(1));
        assertError(
                "CategoricalFocalCrossentropy: labelSmoothing must be between 0 and 1. Received: 1.5.",
                () -> new CategoricalFocalCrossentropy().labelSmoothing(1.5));
        assertError(
                "categorical_focal_crossentropy: alpha must be a number, or one for each of the 3 classes. Received: [0.2, 0.8].",
                () -> new CategoricalFocalCrossentropy().alpha(0.2, 0.8).apply(Ops.ones(2, 3), Ops.ones(2, 3)));
        assertError(
                "categorical_focal_crossentropy: predictions must have at least 2 classes, or the loss is always 0. Received: shape (4, 1). For"
                        + " one probability for each sample use binary_focal_crossentropy.",
                () -> new CategoricalFocalCrossentropy().apply(Ops.ones(4, 1), Ops.ones(4, 1)));
    }

    @Test
    void labelsOfTheWrongShape() {
        assertError(
                "categorical_generalized_cross_entropy: targets must be class numbers of shape (4,), for predictions (4, 3). Received: targets (4, 3)."
                        + " One-hot targets go with categorical_crossentropy and categorical_accuracy.",
                () -> new CategoricalGeneralizedCrossEntropy().apply(Ops.ones(4, 3), Ops.ones(4, 3)));
        assertError(
                "ctc: targets must be class numbers (batch, labels), with 0 behind their end, and predictions logits (batch, steps, classes)."
                        + " Received: targets (4,) and predictions (4, 6, 3).",
                () -> new CTC().apply(Tensor.of(new int[] {1, 2, 1, 1}), Ops.ones(4, 6, 3)));
        assertError(
                "circle: targets must be class numbers (batch) or (batch, 1), and predictions embeddings (batch, d). Received: targets (4, 3) and"
                        + " predictions (4, 3).",
                () -> new Circle().apply(Ops.ones(4, 3), Ops.ones(4, 3)));
        assertError(
                "circle: there are 4 embeddings. Received: 3 class numbers.",
                () -> new Circle().apply(Tensor.of(new int[] {0, 1, 0}), Ops.ones(4, 2)));
    }

    @Test
    void namesThatKerasHadAreAnsweredWithThoseOfToday() {
        for (String[] pair : new String[][] {
            {"logcosh", "log_cosh"},
            {"kl_divergense", "kl_divergence"},
            {"cosine_similarty", "cosine_similarity"},
            {"square_hinge", "squared_hinge"}
        }) {
            String message = assertThrows(ConfigException.class, () -> Losses.NAMES.make(pair[0]))
                    .getMessage();
            assertTrue(message.contains("Did you mean \"" + pair[1] + "\"?"), message);
        }
    }
}
