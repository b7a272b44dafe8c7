/**
 * Data sets as tensors, split into a training and a test part: {@link org.kerata.zoo.datasets.TrainTest}.
 *
 * <p>{@link org.kerata.zoo.datasets.Digits} and {@link org.kerata.zoo.datasets.BreastCancer} are in the jar (CC BY 4.0; see {@code NOTICE}
 * beside them). {@link org.kerata.zoo.datasets.Mnist} (CC BY-SA 3.0) and {@link org.kerata.zoo.datasets.FashionMnist} (MIT) are read from
 * the folder that {@code KERATA_DATA} names, else from the user's cache, else downloaded into it; their content is checked each time.
 *
 * <p>Texts: {@link org.kerata.zoo.datasets.SmsSpam}, in the jar (CC BY 4.0), and {@link org.kerata.zoo.datasets.Shakespeare} (MIT). Time
 * series: {@link org.kerata.zoo.datasets.SeattleWeather}, in the jar (BSD), {@link org.kerata.zoo.datasets.AirPassengers} and {@link
 * org.kerata.zoo.datasets.Numenta} (MIT).
 */
@NullMarked
package org.kerata.zoo.datasets;

import org.jspecify.annotations.NullMarked;
