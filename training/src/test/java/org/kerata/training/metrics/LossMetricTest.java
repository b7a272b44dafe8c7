package org.kerata.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** What the golden cases of metrics that are means of losses do not show. */
class LossMetricTest {
    @Test
    void directionsLieAlongAnAxis() {
        Tensor y = Tensor.of(new float[] {1, 0, 0, 2}, 2, 2);
        Tensor p = Tensor.of(new float[] {3, 1, 0, -1}, 2, 2);
        CosineSimilarity columns = new CosineSimilarity().axis(0);
        columns.updateState(y, p);
        assertEquals((1 - Math.sqrt(0.5)) / 2, columns.value().scalar(), 1e-6);
        assertEquals(0, columns.config().get("axis"));
        assertFalse(new CosineSimilarity().config().containsKey("axis"));
        Metric read = Metrics.NAMES.read(Map.of("class_name", "CosineSimilarity", "config", columns.config()));
        assertEquals(columns.config(), read.config());
    }

    @Test
    void batchesCountByTheirSamples() {
        MeanAbsolutePercentageError m = new MeanAbsolutePercentageError();
        m.updateState(Tensor.of(new float[] {1, 2, 4}, 3, 1), Tensor.of(new float[] {2, 2, 4}));
        m.updateState(Tensor.of(new float[] {10}, 1, 1), Tensor.of(new float[] {5}));
        assertEquals((100 / 3f * 3 + 50) / 4, m.value().scalar(), 1e-4);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertEquals(
                "kl_divergence: targets must have the shape of the predictions (4, 3). Received: targets (4,). If the targets are class"
                        + " numbers, use sparse_categorical_crossentropy or make them one-hot; if not, check the last layer's units.",
                assertThrows(ShapeException.class, () -> new KLDivergence().updateState(Ops.zeros(4), Ops.zeros(4, 3)))
                        .getMessage());
        assertEquals(
                "cosine_similarity: axis must be one of the predictions' 1 axes. Received: 1.",
                assertThrows(
                                ConfigException.class,
                                () -> new CosineSimilarity().axis(1).updateState(Ops.zeros(3), Ops.zeros(3)))
                        .getMessage());
    }
}
