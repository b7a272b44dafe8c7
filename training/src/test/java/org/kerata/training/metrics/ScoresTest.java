package org.kerata.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Metrics with a state of their own: what they refuse, and what they are before the first batch. */
class ScoresTest {
    private static void assertError(String text, Executable what) {
        assertEquals(text, assertThrows(KerataException.class, what).getMessage());
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertError(
                "F1Score: average must be one of \"micro\", \"macro\", \"weighted\". Received: \"mean\".",
                () -> new F1Score().average("mean"));
        assertError(
                "F1Score: threshold must be above 0 and at most 1. Received: 0.0.", () -> new F1Score().threshold(0));
        assertError("FBetaScore: beta must be above 0. Received: 0.0.", () -> new FBetaScore().beta(0));
        assertError("R2Score: numRegressors must be at least 0. Received: -1.", () -> new R2Score().numRegressors(-1));
        assertError("PrecisionAtRecall: recall must be from 0 to 1. Received: 1.5.", () -> new PrecisionAtRecall(1.5));
        assertError(
                "RecallAtPrecision: numThresholds must be at least 1. Received: 0.",
                () -> new RecallAtPrecision(0.5).numThresholds(0));
        assertError("IoU: targetClassIds must be below the number of classes 3. Received: 3.", () -> new IoU(3, 0, 3));
        assertError(
                "OneHotIoU: targetClassIds must be one class number or more. Received: [].", () -> new OneHotIoU(3));
        assertError(
                "BinaryIoU: targetClassIds must be below the number of classes 2. Received: 2.",
                () -> new BinaryIoU().targetClassIds(1, 2));
        assertError(
                "MeanIoU: dtype must be one of \"int\", \"int32\", \"int64\", \"float32\", \"float64\". Received: \"uint8\".",
                () -> new MeanIoU(3).dtype("uint8"));
        assertError(
                "MeanIoU: numClasses must be given.",
                () -> Metrics.NAMES.make("mean_io_u").updateState(Ops.zeros(3), Ops.zeros(3)));
        assertError(
                "SensitivityAtSpecificity: specificity must be given.",
                () -> Metrics.NAMES.make("SensitivityAtSpecificity").updateState(Ops.zeros(3), Ops.zeros(3)));
    }

    @Test
    void shapesThatMakeNoSenseAreRefused() {
        assertError(
                "f1_score: predictions must be (batch, classes). Received: (3, 2, 2).",
                () -> new F1Score().updateState(Ops.zeros(3, 2, 2), Ops.zeros(3, 2, 2)));
        assertError(
                "r2_score: predictions must be (batch, outputs). Received: (3,).",
                () -> new R2Score().updateState(Ops.zeros(3), Ops.zeros(3)));
        assertError(
                "r2_score: targets must have the shape of the predictions (3, 2). Received: targets (3, 4).",
                () -> new R2Score().updateState(Ops.zeros(3, 4), Ops.zeros(3, 2)));
        assertError(
                "mean_io_u: targets must have the shape of the predictions (3, 2). Received: targets (3, 4).",
                () -> new MeanIoU(2).updateState(Ops.zeros(3, 4), Ops.zeros(3, 2)));
        assertError(
                "precision_at_recall: classId must be below the number of classes 2. Received: 2.",
                () -> new PrecisionAtRecall(0.5).classId(2).updateState(Ops.zeros(3, 2), Ops.zeros(3, 2)));
        assertError(
                "pearson_correlation: axis must be one of the predictions' 2 axes. Received: 2.",
                () -> new PearsonCorrelation().axis(2).updateState(Ops.zeros(3, 2), Ops.zeros(3, 2)));
    }

    @Test
    void optionsStayAfterTheFirstUpdate() {
        Tensor x = Tensor.of(new float[] {0, 1, 1, 0}, 2, 2);
        F1Score f1 = new F1Score();
        BinaryIoU iou = new BinaryIoU();
        RecallAtPrecision recall = new RecallAtPrecision(0.5);
        List.of(f1, iou, recall).forEach(m -> m.updateState(x, x));
        assertError("F1Score: threshold cannot be changed after the first update.", () -> f1.threshold(0.5));
        assertError("BinaryIoU: threshold cannot be changed after the first update.", () -> iou.threshold(0.3));
        assertError(
                "RecallAtPrecision: numThresholds cannot be changed after the first update.",
                () -> recall.numThresholds(9));
        assertEquals("f", f1.name("f").name());
    }

    @Test
    void beforeTheFirstBatchEachIsZero() {
        List<Supplier<Metric>> all = List.of(
                F1Score::new,
                () -> new FBetaScore().average("macro"),
                R2Score::new,
                () -> new IoU(3, 0),
                BinaryIoU::new,
                () -> new PrecisionAtRecall(0.5),
                PearsonCorrelation::new);
        for (Supplier<Metric> each : all) {
            Metric m = each.get();
            assertEquals(0, m.value().scalar(), m.name());
        }
    }

    @Test
    void targetClassesCountFromTheEndToo() {
        IoU last = new IoU(3, -1);
        IoU two = new IoU(3, 2);
        Tensor y = Tensor.of(new int[] {0, 1, 2, 2});
        Tensor p = Tensor.of(new int[] {0, 2, 2, 2});
        last.updateState(y, p);
        two.updateState(y, p);
        assertEquals(2 / 3.0, last.value().scalar(), 1e-6);
        assertEquals(two.value().scalar(), last.value().scalar());
    }

    @Test
    void wholeNumbersAreCountedBeyondWhatFloatsHold() {
        MeanIoU m = new MeanIoU(2).dtype("int64");
        Tensor zeros = Ops.zeros(3).cast("int64");
        m.updateState(zeros, zeros, Tensor.of(new long[] {1L << 30, 1L << 30, 1}));
        assertEquals((1L << 31) + 1, m.variables().get(0).longs()[0]);
    }
}
