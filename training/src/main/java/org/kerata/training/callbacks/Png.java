package org.kerata.training.callbacks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Images as PNG files, with eight bits a colour: grey, red-green-blue, or the latter with transparency. */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER_BYTES = 13;
    private static final int BITS = 8;
    private static final int BLOCK = 8192;

    private Png() {}

    /** Whether images with so many numbers a pixel can be written. */
    static boolean isColours(int n) {
        return n == 1 || n == 3 || n == 4;
    }

    private static byte colourType(int colours) {
        return (byte)
                switch (colours) {
                    case 1 -> 0;
                    case 3 -> 2;
                    default -> 6;
                };
    }

    /** The file of an image, whose pixels stand row by row. */
    static byte[] of(byte[] pixels, int width, int height, int colours) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = new byte[HEADER_BYTES];
        ByteBuffer.wrap(header).putInt(width).putInt(height).put((byte) BITS).put(colourType(colours));
        chunk(out, "IHDR", header);
        int row = width * colours;
        byte[] rows = new byte[(row + 1) * height];
        for (int i = 0; i < height; i++) {
            // The byte in front says that the row stands as it is.
            System.arraycopy(pixels, i * row, rows, i * (row + 1) + 1, row);
        }
        chunk(out, "IDAT", deflated(rows));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] data) {
        Deflater d = new Deflater();
        try {
            d.setInput(data);
            d.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] block = new byte[BLOCK];
            while (!d.finished()) {
                out.write(block, 0, d.deflate(block));
            }
            return out.toByteArray();
        } finally {
            d.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String kind, byte[] data) {
        byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
    }
}
