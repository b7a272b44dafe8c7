package org.kerata.training.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

class MetricTest {
    /** As in the documentation. */
    private static final class NegativeRate extends Metric {
        private final Variable hits = total("hits");
        private final Variable seen = total("seen");

        NegativeRate() {
            super("negative_rate", Direction.DOWN);
        }

        @Override
        protected void update(Tensor y, Tensor p, Tensor weight) {
            hits.assignAdd(p.less(0).cast("float32").times(weight).sum());
            seen.assignAdd(weight.sum());
        }

        @Override
        protected Tensor result() {
            return Ops.divideNoNan(hits, seen);
        }
    }

    @Test
    void ownMetricReceivesAWeightForEachTarget() {
        NegativeRate m = new NegativeRate();
        assertEquals(0, m.value().scalar());
        Tensor p = Tensor.of(new float[] {-1, 2, -3, 4}, 4, 1);
        m.updateState(Ops.zeros(4), p);
        assertEquals(0.5f, m.value().scalar());
        m.reset();
        m.updateState(Ops.zeros(4, 1), p, Tensor.of(new float[] {3, 1, 0, 0}));
        assertEquals(0.75f, m.value().scalar());
        m.reset();
        m.updateState(Ops.zeros(2, 2), p.reshape(2, 2), Tensor.of(new float[] {3, 1}));
        assertEquals(0.5f, m.value().scalar());
        assertEquals("negative_rate", m.name());
        assertEquals(Direction.DOWN, m.direction());
    }

    @Test
    void ofLambda() {
        Metric m = Metric.of("bias", (y, p) -> p.minus(y).mean(-1));
        m.updateState(Tensor.of(new float[] {1, 2}), Tensor.of(new float[] {2, 4}, 2, 1));
        assertEquals(1.5f, m.value().scalar());
        assertEquals(Direction.UNKNOWN, m.direction());
    }

    @Test
    void meanRecords() {
        Mean m = new Mean();
        m.record(Tensor.scalar(3));
        m.record(Tensor.of(new float[] {1, 2}));
        assertEquals(2, m.value().scalar());
        m.reset();
        m.record(Tensor.of(new float[] {1, 5}), Tensor.of(new float[] {3, 1}));
        assertEquals(2, m.value().scalar());
    }

    @Test
    void severalThresholdsGiveSeveralResults() {
        Precision m = new Precision().thresholds(0.2, 0.6);
        m.updateState(Tensor.of(new float[] {1, 0, 1}), Tensor.of(new float[] {0.9f, 0.4f, 0.5f}));
        assertArrayEquals(new float[] {2f / 3, 1}, m.value().floats(), 1e-6f);
    }

    @Test
    void wrongOptionsAndShapesAreRefused() {
        assertEquals(
                "Recall: thresholds must be a number from 0 to 1, or a list of such. Received: [0.5, 1.5].",
                assertThrows(ConfigException.class, () -> new Recall().thresholds(0.5, 1.5))
                        .getMessage());
        assertEquals(
                "AUC: curve must be one of \"ROC\", \"PR\", \"PRGAIN\". Received: \"roc\".",
                assertThrows(ConfigException.class, () -> new AUC().curve("roc"))
                        .getMessage());
        AUC used = new AUC();
        used.updateState(Tensor.of(new float[] {1, 0}), Tensor.of(new float[] {0.9f, 0.4f}));
        assertEquals(
                "AUC: numThresholds cannot be changed after the first update.",
                assertThrows(ConfigException.class, () -> used.numThresholds(20))
                        .getMessage());
        assertEquals(
                "precision: classId must be below the number of classes 3. Received: 3.",
                assertThrows(
                                ConfigException.class,
                                () -> new Precision().classId(3).updateState(Ops.zeros(2, 3), Ops.zeros(2, 3)))
                        .getMessage());
        assertThrows(ShapeException.class, () -> new BinaryAccuracy().updateState(Ops.zeros(4, 1), Ops.zeros(4, 3)));
        assertThrows(ShapeException.class, () -> new MeanSquaredError().updateState(Ops.zeros(3, 1), Ops.zeros(3, 3)));
    }
}
