package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.layers.core.Dense;

class DTypePolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"float16", "bfloat16", "mixed_float16", "mixed_bfloat16"})
    void halfPrecisionKeepsItsNameAndIsComputedInFloat32(String name) {
        Dense d = new Dense(2).dtype(name);
        assertEquals(DType.FLOAT32, d.apply(Ops.ones(1, 3)).dtype());
        assertEquals(DType.FLOAT32, d.weights().get(0).dtype());
        assertEquals(Map.of("name", name), Kind.toMap(d.config().get("dtype")).get("config"));
        Dense again = new Dense(1);
        again.configure(d.config());
        assertEquals(new DTypePolicy(name, DType.FLOAT32), again.dtypePolicy());
    }

    @Test
    void otherPoliciesAreTheirTypes() {
        assertEquals(new DTypePolicy("float64", DType.FLOAT64), DTypePolicy.of("float64"));
        assertEquals(DTypePolicy.of("int32"), DTypePolicy.read("int32"));
    }

    @Test
    void quantizedPoliciesAreNotKnown() {
        String message = assertThrows(ConfigException.class, () -> DTypePolicy.of("int8_from_float32"))
                .getMessage();
        assertEquals(
                "Unknown dtype \"int8_from_float32\". Known: float32, float64, int32, int64, bool, float16, bfloat16,"
                        + " mixed_float16, mixed_bfloat16.",
                message);
    }
}
