package org.kerata

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.kerata.autodiff.Compiled
import org.kerata.autodiff.Gradients
import org.kerata.autodiff.Ops
import org.kerata.autodiff.Tensor
import org.kerata.autodiff.Variable
import org.kerata.layers.Mode
import org.kerata.layers.core.Dense
import org.kerata.training.Compile
import org.kerata.training.Evaluate
import org.kerata.training.Fit
import org.kerata.training.Logs
import org.kerata.training.callbacks.Callback
import org.kerata.training.callbacks.EarlyStopping
import org.kerata.training.callbacks.LearningRateScheduler
import org.kerata.training.data.Batch
import org.kerata.training.data.Dataset
import org.kerata.training.losses.Loss
import org.kerata.training.losses.Losses
import org.kerata.training.metrics.Direction
import org.kerata.training.metrics.Metric
import org.kerata.training.optimizers.Adam
import org.kerata.training.optimizers.SGD

/** The promise that training reads well from Kotlin, nullability included. */
class TrainingFromKotlinTest {
    private val x = Tensor.of(FloatArray(64 * 2) { (it * 37 % 64) / 32f - 1 }, 64, 2)
    private val y = Tensor.of(IntArray(64) { i -> if (x.floats()[2 * i] > 0) 1 else 0 })

    class NegativeRate : Metric("negative_rate", Direction.DOWN) {
        private val hits = total("hits")
        private val seen: Variable = total("seen")

        override fun update(y: Tensor, p: Tensor, weight: Tensor) {
            hits.assignAdd((p.less(0).cast("float32") * weight).sum())
            seen.assignAdd(weight.sum())
        }

        override fun result(): Tensor = Ops.divideNoNan(hits, seen)
    }

    @Test
    fun functionalModelWithHistory() {
        Kerata.setRandomSeed(1)
        val a = Input(2)
        val h = Dense(16).activation("relu")(a)
        val model = Model.of(a, Dense(2).activation("softmax")(h + Dense(16)(a)))
        model.compile(Adam(1e-2), "sparse_categorical_crossentropy", "accuracy")
        val history = model.fit(x, y, Fit().epochs(30).validationSplit(0.1).verbose(0))
        assertTrue(history["val_accuracy"].last() > 0.8)
        val logs: Logs = model.evaluate(x, y, Evaluate().verbose(0))
        assertTrue(logs["accuracy"] > 0.8)
        assertEquals(64, model.predict(x).argMax(-1).ints().size)
    }

    @Test
    fun lossMetricAndCallbacksAsLambdas() {
        val pinball = Loss.of("pinball") { y, p ->
            val e = y - p
            Ops.maximum(e * 0.9, e * -0.1).mean(-1)
        }
        val seen = mutableListOf<Double>()
        val model = Sequential(Input(2), Dense(1))
        model.compile(
            Compile()
                .optimizer(SGD(0.01).momentum(0.9).nesterov(true))
                .loss(pinball)
                .metrics(NegativeRate(), Metric.of("bias") { y, p -> (p - y).mean(-1) }),
        )
        val history = model.fit(
            x, y,
            Fit().epochs(3).verbose(0).callbacks(
                EarlyStopping("loss").patience(5),
                LearningRateScheduler { epoch, rate -> if (epoch < 1) rate else rate / 2 },
                Callback.onEpochEnd { _, logs -> seen += logs.loss() },
            ),
        )
        assertArrayEquals(history["loss"], seen.toDoubleArray())
        assertEquals(0.0025, history["learning_rate"].last(), 1e-7)
        assertTrue(history.names().containsAll(listOf("negative_rate", "bias")))
    }

    @Test
    fun loopOfOnesOwn() {
        val model = Sequential(Input(2), Dense(8).activation("relu"), Dense(2).activation("softmax"))
        val optimizer = Adam(0.01)
        val step = Compiled.of { x: Tensor, y: Tensor ->
            val loss = Losses.sparseCategoricalCrossentropy(y, model(x, Mode.TRAINING)).mean() + model.extraLoss()
            optimizer.apply(Gradients.of(loss, model.trainableWeights()), model.trainableWeights())
            loss
        }
        var first = 0f
        var last = 0f
        repeat(20) { epoch ->
            for (b: Batch in Dataset.of(x, y).shuffle(64, epoch.toLong()).batch(16)) {
                last = step.run(b.x(), b.y()).scalar()
                if (first == 0f) first = last
            }
        }
        assertTrue(last < first)
    }

    @Test
    fun inputsAndOutputsByName() {
        val a = Input(2).name("a")
        val b = Input(2).name("b")
        val model = Model.of(listOf(a, b), listOf(Dense(1).name("sum")(a + b), Dense(2).name("class")(a)))
        model.compile(Compile().loss("sum", "mse").loss("class", "sparse_categorical_crossentropy").metrics("sum", "mae"))
        val targets = mapOf("sum" to Ops.zeros(64, 1), "class" to y)
        val history = model.fit(mapOf("a" to x, "b" to x), targets, Fit().verbose(0))
        assertTrue(history.has("sum_mae"))
        val out: Tensor? = model.predictAll(mapOf("a" to x, "b" to x))["class"]
        assertEquals(2, out?.shape()?.dim(1))
    }
}
