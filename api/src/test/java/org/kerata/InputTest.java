package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;

class InputTest {
    @Test
    void isASymbolicTensor() {
        Input x = new Input(28, 28, 1);
        assertEquals("(None, 28, 28, 1)", x.shape().toString());
        assertEquals(DType.FLOAT32, x.dtype());
        assertTrue(x.isSymbolic());
        assertEquals("(8, 3)", Input.ofBatchShape(8, 3).shape().toString());
    }

    @Test
    void nameAndTypeGoTogetherInAnyOrder() {
        Input a = new Input(3).name("ids").dtype("int32");
        Input b = new Input(3).dtype("int32").name("ids");
        for (Input x : new Input[] {a, b}) {
            assertEquals(DType.INT32, x.dtype());
            assertEquals("ids", Model.of(x, x.plus(1)).inputNames().get(0));
        }
    }

    @Test
    void mayBeTheOutputOfAModel() {
        Input x = new Input(2);
        Functional m = Model.of(x, x);
        assertEquals("(None, 2)", m.output().shape().toString());
    }
}
