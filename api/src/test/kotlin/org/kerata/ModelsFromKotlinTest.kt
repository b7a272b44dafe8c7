package org.kerata

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.kerata.autodiff.Compiled
import org.kerata.autodiff.ConfigException
import org.kerata.autodiff.Gradients
import org.kerata.autodiff.Ops
import org.kerata.autodiff.Shape
import org.kerata.autodiff.Tensor
import org.kerata.autodiff.Variable
import org.kerata.layers.Call
import org.kerata.layers.FluentLayer
import org.kerata.layers.Layer
import org.kerata.layers.Mode
import org.kerata.layers.convolutional.Conv2D
import org.kerata.layers.core.Dense
import org.kerata.layers.initializers.Constant
import org.kerata.layers.initializers.Ones
import org.kerata.layers.merging.Concatenate
import org.kerata.layers.pooling.GlobalAveragePooling2D
import org.kerata.layers.pooling.MaxPooling2D
import org.kerata.layers.regularization.Dropout
import org.kerata.layers.regularizers.Regularizer
import org.kerata.layers.reshaping.Flatten

/** The promise that models read well from Kotlin, nullability included. */
class ModelsFromKotlinTest {
    class Scale : Layer() {
        private lateinit var s: Variable

        override fun build(input: Shape) {
            s = weight("s", shape(input.last()), Ones())
        }

        override fun call(x: Tensor, call: Call) = x * s
    }

    class Shift : FluentLayer<Shift>() {
        private val by = option("by", DOUBLE, 1.0)
        private lateinit var t: Variable

        fun by(v: Double): Shift = with(by, v)

        override fun build(input: Shape) {
            t = weight("t", shape(input.last()), Constant(by.get()))
        }

        override fun call(x: Tensor, call: Call): Tensor = if (call.training()) x else x + t
    }

    class Mlp : Model() {
        private val hidden = track(Dense(4).activation("relu"))
        private val drop = track(Dropout(0.5))
        private val out = track(Dense(2))

        override fun call(x: Tensor, call: Call) = out(drop(hidden(x)))
    }

    private val x = Tensor.of(arrayOf(floatArrayOf(1f, 2f, 3f), floatArrayOf(4f, 5f, 6f)))

    @Test
    fun `a graph is written with calls and operators`() {
        val a = Input(784)
        val h = Dense(128).activation("relu")(a)
        val model = Model.of(a, Dense(10).activation("softmax")(h + Dense(128)(a)))
        val y = model(Ops.ones(3, 784))
        assertEquals("(3, 10)", y.shape().toString())
        assertEquals(1f, y[0].sum().scalar(), 1e-5f)
    }

    @Test
    fun `arithmetic reads as in a formula`() {
        val y = (x * 2 - 1) / 4 + -x
        assertArrayEquals(floatArrayOf(-0.75f, -1.25f, -1.75f, -2.25f, -2.75f, -3.25f), y.floats())
        assertArrayEquals(floatArrayOf(4f, 5f, 6f), x[1].floats())
        assertArrayEquals(booleanArrayOf(false, false, true, true, true, true), x.greater(2).booleans())
    }

    @Test
    fun `layers of one's own are classes with a build and a call`() {
        val layers = Sequential(Input(3), Scale(), Shift().by(2.0).name("shift"), Dense(1))
        assertEquals(listOf("scale", "shift", "dense"), layers.layers().map { it.name() })
        assertArrayEquals(floatArrayOf(3f, 4f, 5f, 6f, 7f, 8f), layers.getLayer("shift")(Scale()(x)).floats())
        assertArrayEquals(x.floats(), layers.getLayer("shift")(x, Mode.TRAINING).floats())
    }

    @Test
    fun `models of one's own too`() {
        val model = Mlp()
        assertEquals("(2, 2)", model(x).shape().toString())
        assertEquals(4, model.trainableWeights().size)
    }

    @Test
    fun `options chain and keep the layer's type`() {
        val image = Input(28, 28, 1).name("image")
        val features = Sequential(
            image,
            Conv2D(8, 3).name("maps").strides(2).padding("same").activation { t -> Ops.maximum(t, Ops.zerosLike(t)) },
            MaxPooling2D(2).padding("same"),
            Flatten(),
            Dense(4).kernelRegularizer("l2").trainable(false),
        )
        assertEquals("(None, 4)", features.output().shape().toString())
        assertEquals(2, features.trainableWeights().size)
    }

    @Test
    fun `several inputs are lists`() {
        val title = Input(100).name("title").dtype("int32")
        val tags = Input(12).name("tags")
        val joined = Concatenate()(Dense(3)(title), tags)
        val model = Model.of(listOf(title, tags), listOf(Dense(1).name("urgent")(joined), Dense(4).name("dept")(joined)))
        assertEquals(listOf("urgent", "dept"), model.outputNames())
        val outputs = model.applyAll(listOf(Ops.ones(2, 100), Ops.ones(2, 12)))
        assertEquals(listOf("(2, 1)", "(2, 4)"), outputs.map { it.shape().toString() })
    }

    @Test
    fun `an inner layer's output makes another model`() {
        val full = Sequential(Input(8, 8, 3), Conv2D(4, 3).name("maps"), GlobalAveragePooling2D(), Dense(2))
        val base = Model.of(full.input(), full.getLayer("maps").output()).trainable(false)
        val image = Input(8, 8, 3)
        val model = Model.of(image, Dense(5)(GlobalAveragePooling2D()(base(image))))
        assertEquals(2, model.trainableWeights().size)
    }

    @Test
    fun `a step of one's own is a compiled function`() {
        Kerata.setRandomSeed(4)
        val model = Sequential(Input(3), Dense(1))
        val step = Compiled.of { inputs, targets ->
            val loss = (model(inputs, Mode.TRAINING) - targets).pow(2).mean() + model.extraLoss()
            val weights = model.trainableWeights()
            Gradients.of(loss, weights).zip(weights) { g, w -> w.assignSub(g * 0.01) }
            loss
        }
        val y = Tensor.of(arrayOf(floatArrayOf(1f), floatArrayOf(2f)))
        val losses = List(30) { step.run(x, y).scalar() }
        assert(losses.last() < losses.first() / 2) { losses.toString() }
    }

    @Test
    fun `what may be missing is nullable`() {
        val penalty: Regularizer? = Dense(2).activityRegularizer()
        assertEquals(null, penalty)
        val e = assertThrows(ConfigException::class.java) { Dense(3).activation("rellu") }
        assert(e.message!!.startsWith("Dense: activation: Unknown activation \"rellu\". Did you mean \"relu\"?")) { e.message!! }
    }
}
