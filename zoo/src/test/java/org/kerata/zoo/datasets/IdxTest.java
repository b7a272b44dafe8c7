package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;

class IdxTest {
    @Test
    void readsBytesAsUnsigned() {
        Idx idx = Idx.parse(SmallSet.idx(new int[] {2, 1, 4}, 252), "images");
        assertEquals(Shape.of(2, 1, 4), idx.floats().shape());
        assertEquals(DType.FLOAT32, idx.floats().dtype());
        assertArrayEquals(
                new float[] {252, 253, 254, 255, 0, 1, 2, 3}, idx.floats().floats());
    }

    @Test
    void readsLabels() {
        Idx idx = Idx.parse(SmallSet.idx(new int[] {3}, 254), "labels");
        assertEquals(DType.INT32, idx.ints().dtype());
        assertArrayEquals(new int[] {254, 255, 0}, idx.ints().ints());
    }

    @Test
    void refusesOtherFiles() {
        assertRefused(
                new byte[] {'P', 'K', 3, 4, 5},
                "images is not an idx file: it must begin with two zero bytes, a type and the number "
                        + "of axes. Received: [80, 75, 3, 4].");
        assertRefused(
                new byte[0],
                "images is not an idx file: it must begin with two zero bytes, a type and the number of axes. "
                        + "Received: [].");
    }

    @Test
    void refusesOtherTypes() {
        byte[] floats = SmallSet.idx(new int[] {3}, 0);
        floats[2] = 0x0d;
        assertRefused(floats, "images holds elements of type 0x0d. Expected: unsigned bytes (0x08).");
    }

    @Test
    void refusesTruncatedFiles() {
        byte[] whole = SmallSet.idx(new int[] {2, 3}, 0);
        assertRefused(
                Arrays.copyOf(whole, 9), "images is cut off within its header: 2 axes take 12 bytes. Received: 9.");
        assertRefused(Arrays.copyOf(whole, 17), "images should hold 6 elements for shape [2, 3]. Received: 5 bytes.");
        assertRefused(Arrays.copyOf(whole, 19), "images should hold 6 elements for shape [2, 3]. Received: 7 bytes.");
    }

    @Test
    void refusesAbsurdShapes() {
        byte[] file = SmallSet.idx(new int[] {1, 1, 1}, 0);
        Arrays.fill(file, 4, 16, (byte) 0xff);
        assertRefused(
                file,
                "images should hold 2147483647 elements for shape [4294967295, 4294967295, 4294967295]. Received: 1 bytes.");
    }

    private static void assertRefused(byte[] file, String message) {
        assertEquals(
                message,
                assertThrows(KerataException.class, () -> Idx.parse(file, "images"))
                        .getMessage());
    }
}
