package org.kerata.zoo.datasets;

import org.kerata.autodiff.Tensor;

/**
 * A data set in two parts; the first axis of each tensor counts the samples.
 *
 * @param xTrain what a model learns from
 * @param yTrain the answers to {@code xTrain}
 * @param xTest what it is judged by
 * @param yTest the answers to {@code xTest}
 */
public record TrainTest(Tensor xTrain, Tensor yTrain, Tensor xTest, Tensor yTest) {}
