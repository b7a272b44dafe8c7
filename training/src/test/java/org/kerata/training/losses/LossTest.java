package org.kerata.training.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

class LossTest {
    private static final Tensor Y = Tensor.of(new float[] {1, 2, 3, 4}, 4, 1);
    private static final Tensor P = Tensor.of(new float[] {1.5f, 2, 2, 6}, 4, 1);

    @Test
    void reducesAsAsked() {
        assertEquals(5.25f / 4, new MeanSquaredError().apply(Y, P).scalar(), 1e-6);
        assertEquals(5.25f, new MeanSquaredError().reduction("sum").apply(Y, P).scalar(), 1e-6);
        assertArrayEquals(
                new float[] {0.25f, 0, 1, 4},
                new MeanSquaredError().reduction("none").apply(Y, P).floats(),
                1e-6f);
        Tensor w = Tensor.of(new float[] {2, 1, 1, 0});
        assertEquals(1.5f / 4, new MeanSquaredError().apply(Y, P, w).scalar(), 1e-6);
        assertEquals(
                1.5f / 4,
                new MeanSquaredError()
                        .reduction("mean_with_sample_weight")
                        .apply(Y, P, w)
                        .scalar(),
                1e-6);
        assertEquals(
                0.5f / 3,
                new MeanSquaredError()
                        .reduction("mean_with_sample_weight")
                        .apply(Y, P, Tensor.of(new float[] {2, 1, 0, 0}))
                        .scalar(),
                1e-6);
    }

    @Test
    void maskedValuesDoNotCount() {
        Tensor y = Tensor.of(new float[] {1, 1, 1, 1}, 2, 2, 1);
        Tensor p = Tensor.of(new float[] {2, 3, 100, 1}, 2, 2, 1);
        Tensor mask = Tensor.of(new boolean[] {true, true, false, true}, 2, 2);
        assertEquals(5f / 3, new MeanSquaredError().apply(y, p, null, mask).scalar(), 1e-6);
        assertEquals(
                5f,
                new MeanSquaredError().reduction("sum").apply(y, p, null, mask).scalar(),
                1e-6);
        Tensor perSample = Tensor.of(new float[] {1, 3});
        assertEquals(
                (1 + 4 + 0) / 3f,
                new MeanSquaredError().apply(y, p, perSample, mask).scalar(),
                1e-6);
        Tensor none = Tensor.of(new boolean[] {false, false, false, false}, 2, 2);
        assertEquals(0, new MeanSquaredError().apply(y, p, null, none).scalar());
    }

    @Test
    void bringsRanksTogetherButNeverBroadcasts() {
        assertEquals(5.25f / 4, new MeanSquaredError().apply(Y.reshape(4), P).scalar(), 1e-6);
        assertEquals(5.25f / 4, new MeanSquaredError().apply(Y, P.reshape(4)).scalar(), 1e-6);
        Tensor wide = Ops.zeros(10, 768);
        ShapeException e =
                assertThrows(ShapeException.class, () -> new MeanSquaredError().apply(Ops.zeros(10, 1), wide));
        assertEquals(
                "mean_squared_error: targets must have the shape of the predictions (10, 768). Received: targets (10, 1)."
                        + " If the targets are class numbers, use sparse_categorical_crossentropy or make them one-hot; if not, check the last layer's units.",
                e.getMessage());
        assertThrows(ShapeException.class, () -> new MeanAbsoluteError().apply(Ops.zeros(4, 4), Ops.zeros(4)));
        assertThrows(ShapeException.class, () -> new BinaryCrossentropy().apply(Ops.zeros(4, 1), Ops.zeros(4, 2)));
    }

    @Test
    void aSingleClassIsRefused() {
        assertEquals(
                "categorical_crossentropy: predictions must have at least 2 classes, or the loss is always 0. Received: shape (4, 1). For one"
                        + " probability for each sample use binary_crossentropy.",
                assertThrows(ShapeException.class, () -> new CategoricalCrossentropy().apply(Y, P))
                        .getMessage());
    }

    @Test
    void sparseTakesLabelsWithAndWithoutAnAxis() {
        Tensor p = Tensor.of(new float[] {0.2f, 0.3f, 0.5f, 0.1f, 0.8f, 0.1f}, 2, 3);
        float expected = (float) -(Math.log(0.5) + Math.log(0.8)) / 2;
        Loss loss = new SparseCategoricalCrossentropy();
        assertEquals(expected, loss.apply(Tensor.of(new int[] {2, 1}), p).scalar(), 1e-6);
        assertEquals(expected, loss.apply(Tensor.of(new int[] {2, 1}, 2, 1), p).scalar(), 1e-6);
        assertEquals(expected, loss.apply(Tensor.of(new float[] {2, 1}), p).scalar(), 1e-6);
        assertEquals(
                "sparse_categorical_crossentropy: targets must be class numbers of shape (2,), for predictions (2, 3). Received: targets"
                        + " (2, 3). One-hot targets go with categorical_crossentropy and categorical_accuracy.",
                assertThrows(ShapeException.class, () -> loss.apply(p, p)).getMessage());
    }

    @Test
    void ignoredLabelsCountForNothing() {
        Tensor p = Tensor.of(new float[] {0.2f, 0.3f, 0.5f, 0.1f, 0.8f, 0.1f}, 2, 3);
        Loss loss = new SparseCategoricalCrossentropy().ignoreClass(-1);
        assertEquals(-Math.log(0.8), loss.apply(Tensor.of(new int[] {-1, 1}), p).scalar(), 1e-6);
        assertEquals(0, loss.apply(Tensor.of(new int[] {-1, -1}), p).scalar());
    }

    @Test
    void crossEntropyBehindSoftmaxIsExactWhereProbabilitiesVanish() {
        Variable logits = Variable.of("logits", Tensor.of(new float[] {200, 0, -200}, 1, 3));
        Tensor loss = new SparseCategoricalCrossentropy().apply(Tensor.of(new int[] {2}), Ops.softmax(logits, -1));
        assertArrayEquals(new float[] {1, 0, -1}, Gradients.of(loss, logits).floats(), 1e-6f);
        assertEquals(400, loss.scalar(), 1e-3);
        Tensor clipped = new SparseCategoricalCrossentropy()
                .apply(
                        Tensor.of(new int[] {2}),
                        Tensor.of(Ops.softmax(logits, -1).floats(), 1, 3));
        assertEquals(-Math.log(1e-7), clipped.scalar(), 1e-3);
        Tensor hot = Tensor.of(new float[] {0, 0, 1}, 1, 3);
        assertEquals(
                400,
                new CategoricalCrossentropy()
                        .apply(hot, Ops.softmax(logits, -1))
                        .scalar(),
                1e-3);
        Tensor unlikely = new BinaryCrossentropy()
                .apply(Tensor.of(new float[] {1}, 1, 1), Ops.sigmoid(Tensor.of(new float[] {-90}, 1, 1)));
        assertEquals(90, unlikely.scalar(), 1e-4);
    }

    @Test
    void logitsAndProbabilitiesAgree() {
        Tensor logits = Tensor.of(new float[] {0.3f, -1, 2, 0.1f, 0.5f, -0.7f}, 2, 3);
        Tensor p = Tensor.of(Ops.softmax(logits, -1).floats(), 2, 3);
        Tensor hot = Tensor.of(new float[] {0, 0, 1, 1, 0, 0}, 2, 3);
        float a = new CategoricalCrossentropy()
                .fromLogits(true)
                .labelSmoothing(0.1)
                .apply(hot, logits)
                .scalar();
        assertEquals(
                a,
                new CategoricalCrossentropy().labelSmoothing(0.1).apply(hot, p).scalar(),
                1e-5);
        Tensor turned = logits.transpose(1, 0);
        assertEquals(
                new CategoricalCrossentropy()
                        .fromLogits(true)
                        .apply(hot, logits)
                        .scalar(),
                new CategoricalCrossentropy()
                        .fromLogits(true)
                        .axis(0)
                        .apply(hot.transpose(1, 0), turned)
                        .scalar(),
                1e-6);
        Tensor labels = Tensor.of(new int[] {2, 0});
        float b = new SparseCategoricalCrossentropy()
                .fromLogits(true)
                .apply(labels, logits)
                .scalar();
        assertEquals(
                b,
                new SparseCategoricalCrossentropy()
                        .fromLogits(true)
                        .axis(0)
                        .apply(labels, turned)
                        .scalar(),
                1e-6);
        Tensor s = Tensor.of(Ops.sigmoid(logits).floats(), 2, 3);
        assertEquals(
                new BinaryCrossentropy().fromLogits(true).apply(hot, logits).scalar(),
                new BinaryCrossentropy().apply(hot, s).scalar(),
                1e-5);
    }

    @Test
    void huberIsQuadraticThenLinear() {
        assertEquals((0.125f + 0 + 0.5f + 1.5f) / 4, new Huber().apply(Y, P).scalar(), 1e-6);
        assertEquals(
                (0.125f + 0 + 0.5f + 2) / 4, new Huber().delta(2).apply(Y, P).scalar(), 1e-6);
    }

    @Test
    void ofLambda() {
        Loss pinball = Loss.of("pinball", (y, p) -> {
            Tensor e = y.minus(p);
            return Ops.maximum(e.times(0.9), e.times(-0.1)).mean(-1);
        });
        assertEquals("pinball", pinball.name());
        assertEquals((0.05f + 0 + 0.9f + 0.2f) / 4, pinball.apply(Y, P).scalar(), 1e-6);
    }

    @Test
    void configsAreKerass() {
        assertEquals(
                "{name=huber_loss, reduction=sum_over_batch_size, delta=1.0}",
                new Huber().config().toString());
        assertEquals(
                "{name=binary_crossentropy, reduction=sum_over_batch_size, from_logits=false, label_smoothing=0.0, axis=-1}",
                new BinaryCrossentropy().config().toString());
        assertEquals(
                "{name=sparse_categorical_crossentropy, reduction=sum_over_batch_size, from_logits=false, ignore_class=null}",
                new SparseCategoricalCrossentropy().config().toString());
        Loss again = Losses.NAMES.read(Map.of("class_name", "Huber", "config", Map.of("delta", 3, "reduction", "sum")));
        assertEquals(3.0, again.config().get("delta"));
    }

    @Test
    void unknownNamesAndValuesAreNamed() {
        assertTrue(Losses.NAMES.make("mse") instanceof MeanSquaredError);
        String unknown = assertThrows(ConfigException.class, () -> Losses.NAMES.make("mean_square_error"))
                .getMessage();
        assertTrue(
                unknown.startsWith("Unknown loss \"mean_square_error\". Did you mean \"mean_squared_error\"? Known: "),
                unknown);
        assertEquals(
                "Huber: delta must be above 0. Received: 0.0.",
                assertThrows(ConfigException.class, () -> new Huber().delta(0)).getMessage());
        assertTrue(assertThrows(ConfigException.class, () -> new Huber().reduction("avg"))
                .getMessage()
                .startsWith("Huber: reduction must be one of \"sum_over_batch_size\""));
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        assertEquals(
                "mean_squared_error: sample weights must have the shape of the values (4,) or of its leading axes. Received: (3,).",
                assertThrows(ShapeException.class, () -> new MeanSquaredError().apply(Y, P, Ops.ones(3)))
                        .getMessage());
    }
}
