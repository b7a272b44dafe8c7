package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.Model;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.convolutional.Conv2D;

/** Configs in the words of Keras 1, written by hand, and words that have changed their meaning. */
class OldConfigsTest {
    private static final String FIRST = """
            {"class_name": "Sequential", "keras_version": "1.2.2", "config": [
              {"class_name": "Convolution2D", "config": {"name": "convolution2d_1", "trainable": true, "batch_input_shape": [null, 8, 7, 2],
                "input_dtype": "float32", "nb_filter": 4, "nb_row": 3, "nb_col": 2, "init": "glorot_uniform", "activation": "relu",
                "border_mode": "same", "subsample": [2, 1], "dim_ordering": "tf", "W_regularizer": null, "b_regularizer": null,
                "activity_regularizer": null, "W_constraint": null, "b_constraint": null, "bias": true}},
              {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": true, "p": 0.25}},
              {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": true}},
              {"class_name": "Dense", "config": {"name": "dense_1", "trainable": true, "output_dim": 3, "init": "uniform",
                "activation": "softmax", "W_regularizer": null, "b_regularizer": null, "activity_regularizer": null,
                "W_constraint": null, "b_constraint": null, "bias": false, "input_dim": 112}}]}
            """;

    @Test
    void wordsOfKeras1AreUnderstood() {
        Model m = Model.fromJson(FIRST);
        assertEquals(
                "[(3, 2, 2, 4), (4,), (112, 3)]",
                m.weights().stream().map(w -> w.shape()).toList().toString());
        assertTrue(m.getLayer("convolution2d_1") instanceof Conv2D);
        assertEquals("(None, 3)", m.outputSpecs().get(0).shape().toString());
        assertEquals(0.25, m.getLayer("dropout_1").config().get("rate"));
    }

    @Test
    void wordsThatHaveChangedTheirMeaningAreRefused() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> Model.fromJson(FIRST.replace("\"relu\"", "\"hard_sigmoid\"")));
        assertEquals(
                "The model's config is of Keras 1 or 2 and has activation \"hard_sigmoid\", which was clip(0.2 x + 0.5, 0, 1) then and is"
                        + " clip(x / 6 + 0.5, 0, 1) in Keras 3. With it the model would give other numbers. Choose another activation and"
                        + " train it anew.",
                e.getMessage());
        ConfigException order =
                assertThrows(ConfigException.class, () -> Model.fromJson(FIRST.replace("\"tf\"", "\"th\"")));
        assertTrue(order.getMessage().contains("Theano's order of axes"), order.getMessage());
    }
}
