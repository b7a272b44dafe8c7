package org.kerata.training.metrics;

import org.kerata.layers.Names;

/** The table of metrics. */
public final class Metrics {
    /** Keras's names and short forms; users add their own. {@code "accuracy"} is resolved by the shapes when a model is compiled. */
    public static final Names<Metric> NAMES = new Names<Metric>("metric", "keras.metrics")
            .add("AUC", AUC::new)
            .add("Accuracy", Accuracy::new)
            .add("BinaryAccuracy", BinaryAccuracy::new)
            .add("BinaryCrossentropy", BinaryCrossentropy::new)
            .add("CategoricalAccuracy", CategoricalAccuracy::new)
            .add("CategoricalCrossentropy", CategoricalCrossentropy::new)
            .add("CategoricalHinge", CategoricalHinge::new)
            .add("CosineSimilarity", CosineSimilarity::new)
            .add("FalseNegatives", FalseNegatives::new)
            .add("FalsePositives", FalsePositives::new)
            .add("Hinge", Hinge::new)
            .add("KLDivergence", KLDivergence::new)
            .add("LogCoshError", LogCoshError::new)
            .add("Mean", Mean::new)
            .add("MeanAbsoluteError", MeanAbsoluteError::new)
            .add("MeanAbsolutePercentageError", MeanAbsolutePercentageError::new)
            .add("MeanSquaredError", MeanSquaredError::new)
            .add("MeanSquaredLogarithmicError", MeanSquaredLogarithmicError::new)
            .add("Poisson", Poisson::new)
            .add("Precision", Precision::new)
            .add("Recall", Recall::new)
            .add("RootMeanSquaredError", RootMeanSquaredError::new)
            .add("SparseCategoricalAccuracy", SparseCategoricalAccuracy::new)
            .add("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::new)
            .add("SparseTopKCategoricalAccuracy", SparseTopKCategoricalAccuracy::new)
            .add("SquaredHinge", SquaredHinge::new)
            .add("Sum", Sum::new)
            .add("TopKCategoricalAccuracy", TopKCategoricalAccuracy::new)
            .add("TrueNegatives", TrueNegatives::new)
            .add("TruePositives", TruePositives::new)
            .alias("bce", "BinaryCrossentropy")
            .alias("BCE", "BinaryCrossentropy")
            .alias("mae", "MeanAbsoluteError")
            .alias("MAE", "MeanAbsoluteError")
            .alias("mape", "MeanAbsolutePercentageError")
            .alias("MAPE", "MeanAbsolutePercentageError")
            .alias("mse", "MeanSquaredError")
            .alias("MSE", "MeanSquaredError")
            .alias("msle", "MeanSquaredLogarithmicError")
            .alias("MSLE", "MeanSquaredLogarithmicError");

    private Metrics() {}
}
