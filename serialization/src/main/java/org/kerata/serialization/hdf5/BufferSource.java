package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A file in memory. */
final class BufferSource extends Source {
    private final ByteBuffer bytes;

    BufferSource(String file, ByteBuffer bytes) {
        super(file, bytes.remaining());
        this.bytes = bytes.slice().asReadOnlyBuffer();
    }

    @Override
    long size() {
        return bytes.capacity();
    }

    @Override
    long crc32() {
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }

    @Override
    void fill(long at, ByteBuffer to) {
        to.put(view(at, to.remaining()));
    }

    @Override
    ByteBuffer view(long at, int length) {
        return bytes.slice((int) at, length);
    }
}
