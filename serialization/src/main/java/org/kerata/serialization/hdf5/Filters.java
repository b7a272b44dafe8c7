package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What was done to chunks before they were stored, undone: gzip, LZF, byte shuffling and checksums, all that h5py offers without plugins. */
final class Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int LZF = 32_000;
    private static final int FIRST_OF_USERS = 256;
    private static final int MOST = 32;

    /** Deflate cannot do better than 1032 to 1, LZF than 264 to 3. */
    private static final long MOST_COMPRESSED = 1100;

    private final List<Integer> filters;

    private Filters(List<Integer> filters) {
        this.filters = filters;
    }

    /** No filters. */
    static Filters none() {
        return new Filters(List.of());
    }

    /** A filter pipeline message. */
    static Filters read(ByteBuffer b) {
        int version = b.get();
        int count = b.get() & 0xFF;
        if (version < 1 || version > 2 || count > MOST) {
            throw new Damage(
                    "its list of " + count + " filters has version " + version + "; versions 1 and 2 are known.");
        }
        b.position(version == 1 ? 8 : 2);
        List<Integer> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = Short.toUnsignedInt(b.getShort());
            int name = version == 1 || id >= FIRST_OF_USERS ? Short.toUnsignedInt(b.getShort()) : 0;
            b.getShort(); // whether the filter may be left out
            int values = Short.toUnsignedInt(b.getShort());
            int skipped = name + (version == 1 ? Bytes.padding(name) : 0) + 4 * values;
            b.position(b.position() + skipped + (version == 1 && values % 2 == 1 ? 4 : 0));
            if (id != DEFLATE && id != SHUFFLE && id != FLETCHER32 && id != LZF) {
                throw new Damage("its elements went through the filter with the number " + id
                        + "; Kerata knows gzip (1), shuffle (2), fletcher32 (3) and lzf (32000)."
                        + " Copy the file with h5repack and gzip.");
            }
            filters.add(id);
        }
        return new Filters(filters);
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }

    /** The most bytes that a chunk of so many stored bytes can have had. */
    long most(long stored) {
        return isEmpty()
                ? stored
                : stored > Long.MAX_VALUE / 2 / MOST_COMPRESSED ? Long.MAX_VALUE : stored * MOST_COMPRESSED;
    }

    /** Undoes the filters, last one first, of which {@code skipped} has a bit for each that was not applied. */
    byte[] undo(byte[] stored, int skipped, int each, int length) {
        byte[] data = stored;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if ((skipped >> i & 1) == 0) {
                int most = length + 4 * checksumsBefore(i, skipped);
                data = switch (filters.get(i)) {
                    case DEFLATE -> inflate(data, most);
                    case SHUFFLE -> unshuffle(data, each);
                    case FLETCHER32 -> checked(data);
                    default -> unpack(data, most);
                };
            }
        }
        if (data.length != length) {
            throw new Damage("a chunk has " + data.length + " bytes; it should have " + length + ".");
        }
        return data;
    }

    private int checksumsBefore(int filter, int skipped) {
        int n = 0;
        for (int i = 0; i < filter; i++) {
            n += filters.get(i) == FLETCHER32 && (skipped >> i & 1) == 0 ? 1 : 0;
        }
        return n;
    }

    private static byte[] inflate(byte[] data, int most) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            byte[] out = new byte[most];
            int n = 0;
            int read;
            do {
                read = inflater.inflate(out, n, most - n);
                n += read;
            } while (read > 0 && n < most);
            // Only at the end is the checksum compared.
            boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (more || !inflater.finished()) {
                throw new Damage("a chunk is not what gzip makes (it has no end where it should).");
            }
            return n == most ? out : Arrays.copyOf(out, n);
        } catch (DataFormatException e) {
            throw new Damage("a chunk is not what gzip makes (" + e.getMessage() + ").");
        } finally {
            inflater.end();
        }
    }

    /** First bytes of all elements, second bytes of all elements, and so on, back to elements. */
    private static byte[] unshuffle(byte[] data, int each) {
        int n = data.length / each;
        byte[] out = data.clone(); // what does not fill an element stays where it is
        for (int b = 0; b < each; b++) {
            for (int i = 0; i < n; i++) {
                out[i * each + b] = data[b * n + i];
            }
        }
        return out;
    }

    private static byte[] checked(byte[] data) {
        int n = data.length - 4;
        if (n < 0) {
            throw new Damage("a chunk is shorter than its checksum.");
        }
        long a = 0;
        long b = 0;
        for (int i = 0; i < n; i += 2) {
            int word = (data[i] & 0xFF) << 8 | (i + 1 < n ? data[i + 1] & 0xFF : 0);
            a = (a + word) % 0xFFFF;
            b = (b + a) % 0xFFFF;
        }
        int low = (data[n] & 0xFF) | (data[n + 1] & 0xFF) << 8;
        int high = (data[n + 2] & 0xFF) | (data[n + 3] & 0xFF) << 8;
        // Both 0 and 0xFFFF stand for zero.
        if (low % 0xFFFF != a || high % 0xFFFF != b) {
            throw new Damage("a chunk does not match its checksum.");
        }
        return Arrays.copyOf(data, n);
    }

    /** LZF: runs of bytes, and references to earlier ones. */
    private static byte[] unpack(byte[] data, int most) {
        byte[] out = new byte[most];
        int in = 0;
        int n = 0;
        while (in < data.length) {
            int control = data[in++] & 0xFF;
            if (control < 32) {
                System.arraycopy(data, in, out, n, control + 1);
                in += control + 1;
                n += control + 1;
                continue;
            }
            int length = (control >> 5) + 2;
            if (length == 9) {
                length += data[in++] & 0xFF;
            }
            int from = n - ((control & 31) << 8) - (data[in++] & 0xFF) - 1;
            for (int i = 0; i < length; i++) {
                out[n++] = out[from++];
            }
        }
        return n == most ? out : Arrays.copyOf(out, n);
    }
}
