package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kerata.Model;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
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
    void hardSigmoidKeepsItsMeaning() {
        Model m = Model.fromJson(FIRST.replace("\"relu\"", "\"hard_sigmoid\""));
        Conv2D conv = (Conv2D) m.getLayer("convolution2d_1");
        ActivationFunction f = Objects.requireNonNull(
                Activations.KIND.parse(Objects.requireNonNull(conv.config().get("activation"))));
        assertSame(Activations.HARD_SIGMOID_OF_KERAS_2, f);
        assertArrayEquals(
                new float[] {0, 0.3f, 0.5f, 1},
                f.apply(Tensor.of(new float[] {-3, -1, 0, 2.6f})).floats(),
                1e-7f);
        assertEquals(m.toJson(), Model.fromJson(m.toJson()).toJson());
        String today =
                "{\"class_name\": \"Sequential\", \"keras_version\": \"3.15.1\", \"config\": {\"layers\": [{\"class_name\":"
                        + " \"Dense\", \"config\": {\"name\": \"d\", \"units\": 2, \"activation\": \"hard_sigmoid\"}}]}}";
        assertEquals(
                "hard_sigmoid", Model.fromJson(today).getLayer("d").config().get("activation"));
    }

    @Test
    void theOrderOfAxesIsThatOfTheLayersThatSayIt() {
        Model m = Model.fromJson(FIRST.replace("\"tf\"", "\"th\"")
                .replace(
                        "\"Dropout\", \"config\": {\"name\": \"dropout_1\"",
                        "\"SpatialDropout2D\", \"config\": {\"name\": \"dropout_1\""));
        assertEquals("channels_first", m.getLayer("convolution2d_1").config().get("data_format"));
        assertEquals("channels_first", m.getLayer("dropout_1").config().get("data_format"));
    }

    @Test
    void normsOfGradientsWereOfAllTogether() {
        String compiled = FIRST.strip().replaceFirst("}$", "")
                + ", \"compile_config\": {\"optimizer\": {\"class_name\": \"SGD\", \"config\": {\"lr\": 0.5, \"momentum\": 0.0, \"decay\": 0.0,"
                + " \"nesterov\": false, \"clipnorm\": 2.0}}, \"loss\": \"mse\"}}";
        assertEquals(2.0, Model.fromJson(compiled).optimizer().config().get("global_clipnorm"));
        Model tf = Model.fromJson(
                "{\"class_name\": \"Sequential\", \"keras_version\": \"2.2.4-tf\", \"config\": {\"layers\": ["
                        + "{\"class_name\": \"Dense\", \"config\": {\"units\": 2, \"batch_input_shape\": [null, 3]}}]}"
                        + compiled.substring(compiled.indexOf(", \"compile_config\"")));
        assertEquals(2.0, tf.optimizer().config().get("clipnorm"));
    }

    @Test
    void normalizationOfSamplesIsRefused() {
        String other = FIRST.replace(
                "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"dropout_1\", \"trainable\": true, \"p\": 0.25}}",
                "{\"class_name\": \"BatchNormalization\", \"config\": {\"name\": \"bn\", \"mode\": 1}}");
        assertEquals(
                "The BatchNormalization \"bn\" of Keras 1 has mode 1, which no later version has; only mode 0 can be loaded.",
                assertThrows(ConfigException.class, () -> Model.fromJson(other)).getMessage());
    }

    @Test
    void functionsOfTensorFlowThatAreNotKnownAreNamed() {
        String model =
                "{\"class_name\": \"Functional\", \"keras_version\": \"2.8.0\", \"config\": {\"name\": \"m\", \"layers\": ["
                        + "{\"class_name\": \"InputLayer\", \"name\": \"a\", \"config\": {\"batch_input_shape\": [null, 3], \"name\": \"a\"},"
                        + " \"inbound_nodes\": []},"
                        + "{\"class_name\": \"TFOpLambda\", \"name\": \"x\", \"config\": {\"name\": \"x\", \"function\": \"math.bessel_i0\"},"
                        + " \"inbound_nodes\": [[\"a\", 0, 0, {}]]},"
                        + "{\"class_name\": \"TensorFlowOpLayer\", \"name\": \"y\", \"config\": {\"name\": \"y\", \"constants\": {},"
                        + " \"node_def\": {\"op\": \"Betainc\", \"input\": [\"x\"], \"attr\": {}}}, \"inbound_nodes\": [[[\"x\", 0, 0, {}]]]}],"
                        + " \"input_layers\": [[\"a\", 0, 0]], \"output_layers\": [[\"y\", 0, 0]]}}";
        String message =
                assertThrows(ConfigException.class, () -> Model.fromJson(model)).getMessage();
        assertTrue(message.contains("\"x\" of class TFOpLambda (tf.math.bessel_i0)"), message);
        assertTrue(message.contains("\"y\" of class TensorFlowOpLayer (tf.raw_ops.Betainc)"), message);
        // What it takes for known, it takes with all arguments.
        String other = model.replace("math.bessel_i0", "linalg.matmul")
                .replace("\"a\", 0, 0, {}]]", "\"a\", 0, 0, {\"b\": [\"a\", 0, 0], \"transpose_b\": true}]]")
                .replace("\"Betainc\"", "\"Neg\"");
        String option =
                assertThrows(ConfigException.class, () -> Model.fromJson(other)).getMessage();
        assertTrue(option.contains("transpose_b"), option);
    }
}
