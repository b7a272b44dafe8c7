package org.kerata.zoo.datasets;

import java.util.List;
import org.kerata.autodiff.Tensor;

/**
 * A data set of texts in two parts.
 *
 * @param xTrain what a model learns from
 * @param yTrain the answers to {@code xTrain}
 * @param xTest what it is judged by
 * @param yTest the answers to {@code xTest}
 */
public record TextTrainTest(List<String> xTrain, Tensor yTrain, List<String> xTest, Tensor yTest) {}
