package org.kerata.training.optimizers.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Golden;

/** Every schedule against real Keras. */
class ScheduleGoldenTest {
    @TestFactory
    Stream<DynamicTest> schedules() {
        JsonNode steps = Golden.read("schedules").get("steps");
        return Golden.tests("schedules", c -> {
            Map<String, Object> config = Golden.map(c.get("config"));
            LearningRateSchedule s =
                    Schedules.NAMES.read(Map.of("class_name", c.get("schedule").asText(), "config", config));
            assertEquals(config.keySet(), s.config().keySet());
            double[] rates = Golden.numbers(c.get("rates"));
            for (int i = 0; i < rates.length; i++) {
                int step = steps.get(i).asInt();
                float rate = s.at(Tensor.scalar(step)).scalar();
                assertEquals(rates[i], rate, 2e-6 * rates[i] + 1e-9, "step " + step);
            }
        });
    }
}
