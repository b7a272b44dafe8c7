package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.layers.Layers;

class InputLayerTest {
    @Test
    void readsAndWritesKerasConfig() {
        Map<String, Object> keras = Map.of(
                "batch_shape",
                Arrays.asList(null, 28, 1),
                "dtype",
                "int32",
                "sparse",
                false,
                "ragged",
                false,
                "name",
                "x",
                "optional",
                false);
        InputLayer l = (InputLayer) Layers.NAMES.read(Map.of("class_name", "InputLayer", "config", keras));
        assertEquals(Shape.of(-1, 28, 1), l.batchShape());
        assertEquals(
                "{batch_shape=[null, 28, 1], dtype=int32, sparse=false, ragged=false, name=x}",
                l.config().toString());
        assertEquals("int32 (None, 28, 1)", l.output().spec().toString());
        assertEquals("input_layer", new InputLayer(3).name());
    }

    @Test
    void standsForOneTensor() {
        InputLayer l = new InputLayer(3);
        assertSame(l.output(), l.output());
        assertEquals(1, l.calls().size());
    }

    @Test
    void refusesWhatIsNoShape() {
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> Layers.NAMES.read(
                        Map.of("class_name", "InputLayer", "config", Map.of("batch_shape", List.of("many")))));
        assertEquals("InputLayer: batchShape must be a list of axis lengths. Received: [many].", e.getMessage());
    }
}
