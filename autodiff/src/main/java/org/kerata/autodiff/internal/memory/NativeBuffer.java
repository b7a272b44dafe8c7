package org.kerata.autodiff.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.kerata.autodiff.KerataException;

/**
 * A block of native memory, aligned to 64 bytes and zeroed. It is freed when the last reference to this object is gone; views of it
 * (pointers, NIO buffers) do not count as references, so whoever holds a view holds the buffer too.
 */
public final class NativeBuffer {
    private static final long MAX_VIEW = Integer.MAX_VALUE;

    private final long address;
    private final long bytes;

    NativeBuffer(long address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /** A fresh, zeroed buffer. */
    public static NativeBuffer allocate(long bytes) {
        return NativeMemory.allocate(bytes);
    }

    /** The length in bytes. */
    public long bytes() {
        return bytes;
    }

    /** The native address of a byte of this buffer. */
    public long address(long offset) {
        return address + offset;
    }

    /** A pointer for native calls to {@code length} bytes from {@code offset}. */
    public Pointer pointer(long offset, long length) {
        check(offset, length);
        return new Address(address + offset, length);
    }

    /** A view of {@code length} bytes from {@code offset} for Java code, in native byte order. */
    public ByteBuffer view(long offset, long length) {
        check(offset, length);
        if (length > MAX_VIEW) {
            throw new KerataException("A single tensor may hold at most 2 GiB. Received: " + length + " bytes.");
        }
        if (length == 0) {
            return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
        }
        BytePointer bytesThere = new BytePointer((Pointer) new Address(address + offset, length));
        return bytesThere.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Copies bytes of another buffer into this one. */
    public void copyFrom(NativeBuffer source, long sourceOffset, long offset, long length) {
        source.check(sourceOffset, length);
        check(offset, length);
        if (length > 0) {
            Pointer.memcpy(
                    new Address(address + offset, length), new Address(source.address + sourceOffset, length), length);
        }
    }

    private void check(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > bytes) {
            throw new IndexOutOfBoundsException(
                    "Bytes " + offset + " to " + (offset + length) + " of a buffer of " + bytes + " bytes.");
        }
    }

    /** A pointer to memory that somebody else owns. */
    private static final class Address extends Pointer {
        Address(long address, long bytes) {
            super((Pointer) null);
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }
    }
}
