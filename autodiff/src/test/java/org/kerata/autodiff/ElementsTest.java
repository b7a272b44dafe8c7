package org.kerata.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class ElementsTest {
    @Test
    void bytesAreThoseOfTheTensor() {
        Elements e = Elements.of(Tensor.of(new int[] {1, 2, 3}).plus(1));
        assertEquals(DType.INT32, e.dtype());
        assertEquals(Shape.of(3), e.shape());
        assertEquals(12, e.bytes().remaining());
        assertEquals(3, e.bytes().getInt(4));
        assertThrows(ReadOnlyBufferException.class, () -> e.bytes().put((byte) 0));
    }

    @Test
    void ofAVariableIsACopyAndLiveIsNot() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Elements then = Elements.of(v);
        Elements live = Elements.live(v);
        v.assign(Tensor.of(new float[] {3, 4}));
        assertEquals(1, then.bytes().getFloat(0));
        assertEquals(3, live.bytes().getFloat(0));
    }

    @Test
    void writtenIsWhatWasWritten() {
        Tensor x = Elements.written(
                DType.FLOAT32, Shape.of(2, 2), to -> to.putFloat(4, 5).putFloat(12, 7));
        assertEquals(Shape.of(2, 2), x.shape());
        assertArrayEquals(new float[] {0, 5, 0, 7}, x.floats());
        assertEquals(
                0,
                Elements.written(DType.INT64, Shape.of(0), to -> assertEquals(0, to.remaining()))
                        .size());
    }

    @Test
    void overwrittenVariablesHaveANewValueAndWhatWasBuiltKeepsTheOld() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Tensor doubled = v.times(2);
        long version = v.version();
        Elements.overwrite(v, to -> {
            assertEquals(2, to.getFloat(4));
            to.putFloat(5).putFloat(6);
        });
        assertArrayEquals(new float[] {5, 6}, v.floats());
        assertArrayEquals(new float[] {2, 4}, doubled.floats());
        assertNotEquals(version, v.version());
    }

    @Test
    void tracedFunctionsCannotOverwrite() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Compiled f = Compiled.of((Tensor x) -> {
            Elements.overwrite(v, to -> to.putFloat(5));
            return x;
        });
        KerataException e = assertThrows(KerataException.class, () -> f.run(Tensor.scalar(1)));
        assertEquals(
                "Variable \"v\" cannot be overwritten within a compiled function. Use assign there.", e.getMessage());
        assertArrayEquals(new float[] {1, 2}, v.floats());
    }
}
