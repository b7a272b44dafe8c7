package org.kerata.zoo.readme

// readme
import org.kerata.Input
import org.kerata.Model
import org.kerata.layers.convolutional.Conv2D
import org.kerata.layers.core.Dense
import org.kerata.layers.pooling.GlobalMaxPooling2D
import org.kerata.training.Fit
import org.kerata.training.optimizers.Adam
import org.kerata.zoo.datasets.Digits

fun main() {
    val data = Digits.load()

    val images = Input(8, 8, 1)
    val first = Conv2D(32, 3).padding("same").activation("relu")(images / 16)
    val second = Conv2D(32, 3).padding("same").activation("relu")(first)
    val seen = GlobalMaxPooling2D()(first + second) // a shortcut around the second convolution
    val model = Model.of(images, Dense(10).activation("softmax")(seen))

    model.compile(Adam(3e-3), "sparse_categorical_crossentropy", "accuracy")
    val history = model.fit(data.xTrain, data.yTrain, Fit().epochs(20).validationSplit(0.1))
    println("Validation accuracy: ${history["val_accuracy"].last()}")
    println("The first test image shows a ${model.predict(data.xTest).argMax(-1)[0].scalar().toInt()}.")
}
// end
