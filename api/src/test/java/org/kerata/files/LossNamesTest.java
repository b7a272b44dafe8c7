package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.core.Dense;

/** Losses, and metrics that are means of them, under the names that Keras has and had. */
class LossNamesTest {
    private static String compiled(String version, String loss, String metrics) {
        return """
                {"class_name": "Sequential", "keras_version": "%s", "config": {"layers": [
                  {"class_name": "Dense", "config": {"name": "d", "units": 2, "batch_input_shape": [null, 3]}}]},
                 "compile_config": {"optimizer": {"class_name": "SGD", "config": {}}, "loss": %s, "metrics": %s}}
                """.formatted(version, loss, metrics);
    }

    private static JsonNode read(Model m) {
        try {
            return new ObjectMapper().readTree(m.toJson()).get("compile_config");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRead(String version, String old, String today) {
        assertEquals(
                today,
                read(Model.fromJson(compiled(version, "\"" + old + "\"", "null")))
                        .get("loss")
                        .asText());
    }

    @Test
    void oldLossesHaveTodaysNames() {
        for (String version : new String[] {"1.2.2", "2.2.4", "2.3.1", "2.2.4-tf", "2.15.0"}) {
            assertRead(version, "kullback_leibler_divergence", "kl_divergence");
            assertRead(version, "logcosh", "log_cosh");
            assertRead(version, "huber_loss", "huber");
            assertRead(version, "mape", "mape");
        }
        assertRead("2.2.4", "cosine_proximity", "cosine_similarity");
        assertRead("2.4.0", "cosine", "cosine_similarity");
        assertEquals(
                "CosineSimilarity",
                read(Model.fromJson(compiled(
                                "2.2.4-tf",
                                "{\"class_name\": \"CosineProximity\", \"config\": {\"name\": \"c\", \"reduction\": \"auto\"}}",
                                "null")))
                        .get("loss")
                        .get("class_name")
                        .asText());
    }

    @Test
    void oldMetricsKeepTheirNamesInLogs() {
        JsonNode metrics = read(Model.fromJson(
                        compiled("2.3.1", "\"mse\"", "[\"cosine_proximity\", \"kld\", \"logcosh\"]")))
                .get("metrics");
        assertEquals("CosineSimilarity", metrics.get(0).get("class_name").asText());
        assertEquals(
                "cosine_proximity", metrics.get(0).get("config").get("name").asText());
        assertEquals("KLDivergence", metrics.get(1).get("class_name").asText());
        assertEquals("kld", metrics.get(1).get("config").get("name").asText());
        assertEquals("LogCoshError", metrics.get(2).get("class_name").asText());
    }

    @Test
    void cosinesThatWereSomethingElseAreNotKnown() {
        for (String file : new String[] {
            compiled("1.2.2", "\"cosine_proximity\"", "null"),
            compiled("2.0.8", "\"cosine\"", "null"),
            compiled("2.2.4", "\"mse\"", "[\"cosine_proximity\"]")
        }) {
            String message = assertThrows(ConfigException.class, () -> Model.fromJson(file))
                    .getMessage();
            assertTrue(message.contains("cosine"), message);
        }
    }

    @Test
    void whatKerasDoesNotFindByNameIsWrittenAsAnObject() {
        Model m = new Sequential(new Input(3), new Dense(2).activation("softmax"));
        m.compile("sgd", "categorical_generalized_cross_entropy");
        JsonNode loss = read(m).get("loss");
        assertEquals(
                "CategoricalGeneralizedCrossEntropy", loss.get("class_name").asText());
        assertEquals(0.5, loss.get("config").get("q").asDouble());
    }
}
