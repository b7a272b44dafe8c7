package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Little-endian bytes that are appended one after the other; what lies before the end can be overwritten. */
final class Bytes {
    /** The address that HDF5 writes where there is none. */
    static final long UNDEFINED = -1;

    private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    int position() {
        return buffer.position();
    }

    Bytes u1(int... values) {
        for (int v : values) {
            room(1).put((byte) v);
        }
        return this;
    }

    Bytes u2(int v) {
        room(2).putShort((short) v);
        return this;
    }

    Bytes u4(long v) {
        room(4).putInt((int) v);
        return this;
    }

    Bytes u8(long v) {
        room(8).putLong(v);
        return this;
    }

    Bytes ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            u1(text.charAt(i));
        }
        return this;
    }

    Bytes put(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    Bytes put(Bytes other) {
        ByteBuffer b = other.content();
        room(b.remaining()).put(b);
        return this;
    }

    Bytes zeros(int n) {
        return put(new byte[n]);
    }

    /** Zeros up to the next multiple of eight. */
    Bytes align() {
        return zeros(padding(position()));
    }

    /** Overwrites eight bytes. */
    void set8(int at, long v) {
        buffer.putLong(at, v);
    }

    /** All bytes so far, to be read. */
    ByteBuffer content() {
        return buffer.duplicate().flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] array() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** How many bytes are missing to a multiple of eight. */
    static int padding(long n) {
        return (int) (-n & 7);
    }

    private ByteBuffer room(int n) {
        if (buffer.remaining() < n) {
            long wanted = Math.max((long) buffer.position() + n, 2L * buffer.capacity());
            int capacity = (int) Math.min(wanted, Integer.MAX_VALUE - 8);
            ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }
}
